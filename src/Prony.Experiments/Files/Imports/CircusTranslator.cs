using System.Globalization;
using System.Text.RegularExpressions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Imports;

/// <summary>Turns the sections of circus.ini into services.</summary>
internal sealed partial class CircusTranslator(IReadOnlyList<IniSection> sections, ImportContext context)
{
    private const int DefaultGrace = 30;
    private const int DefaultRetry = 5;
    private const int DefaultPort = 8080;
    private const int DefaultBacklog = 2048;

    private readonly Dictionary<string, ImportedService> _socketUsers = [];
    private IReadOnlyList<ImportedService> _services = [];

    public IReadOnlyList<ImportedService> Translate()
    {
        var services = ImportNames.Services(sections.Where(section => section.Kind == "watcher"), context);
        _services = services;
        services.ForEach(Fill);
        foreach (var unused in Sockets().Where(socket => !_socketUsers.ContainsKey(socket.Title.ToLowerInvariant())))
        {
            context.Note(unused.Line, $"[{unused.Name}]: no watcher uses it, so it is not bound.");
        }

        return services;
    }

    private IEnumerable<IniSection> Sockets() => sections.Where(section => section.Kind == "socket");

    private void Fill(ImportedService service)
    {
        var section = service.Section;
        ReadEnvironment(service);
        if (section.Find("cmd") is not { } cmd)
        {
            context.Error(section, $"[{section.Name}] has no cmd", "Write the program and its arguments: cmd = …");
            return;
        }

        _ = context.IsTrue(section.Find("use_sockets"));
        ReadCommand(service, cmd, section.Find("args"));
        service.Instances = context.Number(section.Find("numprocesses"), 1, 1, 256);
        service.Cwd = section.Find("working_dir") is { } folder ? Expand(folder, service) : null;
        service.User = section.Find("uid") is { } user ? Expand(user, service) : null;
        service.Descriptors = section.Find("rlimit_nofile") is { Value.Length: > 0 } files ? context.Number(files, 0, 16, 1_048_576) : null;
        service.Signal = context.Signal(section.Find("stop_signal"));
        service.Grace = context.Seconds(section.Find("graceful_timeout"), DefaultGrace);
        service.WarmupDelay = context.Seconds(section.Find("warmup_delay"), 0);
        service.Order = (0, -context.Number(section.Find("priority"), 0, -1_000_000, 1_000_000));
        service.Respawn = context.IsTrue(section.Find("respawn"), otherwise: true);
        if (section.Find("stdout_stream.filename") is { } log)
        {
            service.LogFile = context.LogFile(log, Expand(log, service));
            service.LogBytes = context.Bytes(section.Find("stdout_stream.max_bytes"));
            service.LogKeep = section.Find("stdout_stream.backup_count") is { } keep ? context.Number(keep, 0, 0, 1000) : null;
        }

        var retry = context.Number(section.Find("max_retry"), DefaultRetry, -1, 1_000_000);
        service.MaxRetry = retry < 0 ? null : retry;
        service.Listens = service.Socket is null ? ListenAddress.In(service.Command) : null;
    }

    private void ReadCommand(ImportedService service, IniEntry cmd, IniEntry? args)
    {
        var text = Expand(cmd, service) + (args is null ? "" : " " + Expand(args, service));
        service.Command = context.IsTrue(service.Section.Find("shell")) ? ["sh", "-c", text] : context.Words(cmd, text);
    }

    /// <summary>Variables of [env] and of each [env:PATTERN] that names the watcher, the later over the earlier.</summary>
    private void ReadEnvironment(ImportedService service)
    {
        foreach (var section in sections.Where(section => section.Name == "env").Concat(sections.Where(section => section.Kind == "env" && section.Title.Length > 0 && IsFor(section, service))))
        {
            foreach (var entry in section.Entries)
            {
                service.Env[entry.Name] = ShellVariable().Replace(ImportNames.Literal(entry.Value, entry, _services, context), match => "${" + match.Groups[1].Value + "}");
            }
        }
    }

    private static bool IsFor(IniSection section, ImportedService service) => section.Title.Split(',', StringSplitOptions.TrimEntries)
        .Any(pattern => Regex.IsMatch(service.Section.Title, "^" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + "$"));

    /// <summary>The text with $(circus.…) replaced by what a stack calls it.</summary>
    private string Expand(IniEntry entry, ImportedService service) =>
        Variable().Replace(ImportNames.Literal(entry.Value, entry, _services, context), match => ValueOf(match, entry, service));

    private string ValueOf(Match match, IniEntry entry, ImportedService service)
    {
        var name = match.Groups[1].Value;
        var lower = name.ToLowerInvariant();
        if (lower is "circus.wid" or "wid")
        {
            return "{instance}";
        }

        if (lower.StartsWith("circus.env.", StringComparison.Ordinal))
        {
            var variable = name["circus.env.".Length..];
            return service.Env.FirstOrDefault(pair => pair.Key.Equals(variable, StringComparison.OrdinalIgnoreCase)).Value ?? "${" + variable.ToUpperInvariant() + "}";
        }

        if (lower.StartsWith("circus.sockets.", StringComparison.Ordinal))
        {
            return UseSocket(lower["circus.sockets.".Length..], entry, service);
        }

        context.Error(entry, $"{entry.Key}: '{match.Value}' is unknown here", NearestName.Hint(lower, ["circus.wid", "circus.env.NAME", "circus.sockets.NAME"], "Known are $(circus.wid), $(circus.env.NAME) and $(circus.sockets.NAME)."));
        return match.Value;
    }

    private string UseSocket(string name, IniEntry entry, ImportedService service)
    {
        var placeholder = $"{{{service.Name}.fd}}";
        if (Sockets().FirstOrDefault(socket => socket.Title.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } section)
        {
            context.Error(entry, $"{entry.Key}: there is no [socket:{name}]", NearestName.Hint(name, Sockets().Select(socket => socket.Title)));
            return placeholder;
        }

        if (!context.IsTrue(service.Section.Find("use_sockets")))
        {
            context.Error(entry, $"{entry.Key}: $(circus.sockets.{name}) without use_sockets", "Circus closes sockets without it: write use_sockets = True.");
        }

        if (_socketUsers.TryGetValue(name, out var other) && other != service)
        {
            context.Error(entry, $"[watcher:{other.Section.Title}] and [watcher:{service.Section.Title}] use the socket '{name}'", "A socket of a stack belongs to one service: let one of the watchers have its own.");
        }
        else if (service.Socket is { } first && first.Line != section.Line)
        {
            context.Error(entry, $"[watcher:{service.Section.Title}] uses two sockets", "A service of a stack has one: let the program bind the other itself.");
        }

        _socketUsers[name] = service;
        service.Socket = new ImportedSocket(
            context.Host(section, section.Find("host"), section.Find("host")?.Value ?? "localhost"),
            context.Number(section.Find("port"), DefaultPort, 0, ushort.MaxValue),
            context.Number(section.Find("backlog"), DefaultBacklog, 1, ushort.MaxValue),
            As: null,
            section.Line);
        return placeholder;
    }

    /// <summary>$(circus.NAME), ((circus.NAME)) and the $WID of the first versions.</summary>
    [GeneratedRegex(@"\$\(([A-Za-z0-9_.-]+)\)|\(\((?<1>[A-Za-z0-9_.-]+)\)\)|\$(?<1>WID)\b")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<!\$)\$([A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex ShellVariable();
}
