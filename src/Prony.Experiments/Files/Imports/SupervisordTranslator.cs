using System.Globalization;
using System.Text.RegularExpressions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Imports;

/// <summary>Turns the sections of supervisord.conf into services.</summary>
internal sealed partial class SupervisordTranslator(IReadOnlyList<IniSection> sections, ImportContext context)
{
    private const int DefaultPriority = 999;
    private const int DefaultGrace = 10;
    private const int DefaultRetries = 3;
    private const int DefaultBacklog = 2048;

    /// <summary>A readiness command may run for 5 s.</summary>
    private const double LongestStart = 4;

    private readonly Dictionary<string, IniSection> _groups = [];
    private IReadOnlyList<ImportedService> _services = [];

    public IReadOnlyList<ImportedService> Translate()
    {
        var services = ImportNames.Services(sections.Where(section => section.Kind is "program" or "fcgi-program"), context);
        _services = services;
        foreach (var group in sections.Where(section => section.Kind == "group"))
        {
            ReadGroup(group);
        }

        services.ForEach(Fill);
        return services;
    }

    private void ReadGroup(IniSection group)
    {
        if (group.Find("programs") is not { } programs)
        {
            context.Error(group, $"[{group.Name}] has no programs", "Write their names: programs = …");
            return;
        }

        foreach (var name in programs.Value.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (_services.All(service => service.Section.Title != name))
            {
                context.Error(programs, $"programs: there is no [program:{name}]", NearestName.Hint(name, _services.Select(service => service.Section.Title)));
            }
            else if (!_groups.TryAdd(name, group))
            {
                context.Error(programs, $"programs: '{name}' is in [{_groups[name].Name}] already", "A program belongs to one group.");
            }
        }
    }

    private void Fill(ImportedService service)
    {
        var section = service.Section;
        ReadEnvironment(service);
        if (section.Find("command") is not { } command)
        {
            context.Error(section, $"[{section.Name}] has no command", "Write the program and its arguments: command = …");
            return;
        }

        service.Instances = context.Number(section.Find("numprocs"), 1, 1, 256);
        service.Command = context.Words(command, Expand(command, service));
        service.Cwd = section.Find("directory") is { } folder ? Expand(folder, service) : null;
        service.User = section.Find("user")?.Value;
        service.Signal = context.Signal(section.Find("stopsignal"));
        service.Grace = context.Seconds(section.Find("stopwaitsecs"), DefaultGrace);
        if (section.Find("stdout_logfile") is { } log && log.Value.ToUpperInvariant() is not ("AUTO" or "NONE" or "SYSLOG" or "/DEV/STDOUT" or "/DEV/FD/1" or "/DEV/STDERR"))
        {
            service.LogFile = context.LogFile(log, Expand(log, service));
            service.LogBytes = context.Bytes(section.Find("stdout_logfile_maxbytes"));
            service.LogKeep = section.Find("stdout_logfile_backups") is { } keep ? context.Number(keep, 0, 0, 1000) : null;
        }

        service.MaxRetry = context.Number(section.Find("startretries"), DefaultRetries, 0, 1_000_000);
        service.Respawn = ReadAutorestart(section);
        ReadStart(service, section.Find("startsecs"));
        var own = context.Number(section.Find("priority"), DefaultPriority, -1_000_000, 1_000_000);
        service.Order = (_groups.TryGetValue(section.Title, out var group) ? context.Number(group.Find("priority"), DefaultPriority, -1_000_000, 1_000_000) : own, own);
        ReadSocket(service);
        service.Listens = service.Socket is null ? ListenAddress.In(service.Command) : null;
    }

    private void ReadStart(ImportedService service, IniEntry? startsecs)
    {
        var seconds = context.Seconds(startsecs, 1);
        service.ReadyAfter = Math.Min(seconds, LongestStart);
        if (seconds > LongestStart)
        {
            context.Note(startsecs!.Line, string.Create(CultureInfo.InvariantCulture, $"startsecs: a service counts as ready after {LongestStart} s."));
        }
    }

    private bool ReadAutorestart(IniSection section)
    {
        var entry = section.Find("autorestart");
        if (entry is not null && !entry.Value.Equals("unexpected", StringComparison.OrdinalIgnoreCase))
        {
            return context.IsTrue(entry);
        }

        context.Note(entry?.Line ?? section.Line, $"autorestart{(entry is null ? " (unexpected by default)" : "")}: Prony respawns a service that ends, whatever its exit code.");
        return true;
    }

    private void ReadSocket(ImportedService service)
    {
        var section = service.Section;
        if (section.Kind != "fcgi-program")
        {
            return;
        }

        var entry = section.Find("socket");
        var match = entry is null ? null : TcpSocket().Match(entry.Value);
        if (entry is null)
        {
            context.Error(section, $"[{section.Name}] has no socket", "Write socket = tcp://HOST:PORT.");
        }
        else if (match is not { Success: true } || !ushort.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            context.Error(entry, $"socket: '{entry.Value}' is not tcp://HOST:PORT", "Prony binds TCP; a program that binds a Unix socket itself can do so.");
        }
        else
        {
            // As FastCGI has it: the listening socket is the standard input.
            service.Socket = new ImportedSocket(context.Host(section, entry, match.Groups[1].Value), port, context.Number(section.Find("socket_backlog"), DefaultBacklog, 1, ushort.MaxValue), As: 0, entry.Line);
        }
    }

    /// <summary>KEY="value",KEY2=value2 of [supervisord], then of the program.</summary>
    private void ReadEnvironment(ImportedService service)
    {
        var entries = new[] { sections.FirstOrDefault(section => section.Name == "supervisord")?.Find("environment"), service.Section.Find("environment") };
        foreach (var entry in entries.OfType<IniEntry>())
        {
            var text = entry.Value.Replace('\n', ' ');
            var at = 0;
            while (at < text.Length && Pair().Match(text, at) is { Success: true } match)
            {
                var value = match.Groups[2].Success ? match.Groups[2].Value : match.Groups[3].Success ? match.Groups[3].Value : match.Groups[4].Value;
                service.Env[match.Groups[1].Value] = Expand(entry with { Value = value }, service);
                at = match.Index + match.Length;
            }

            if (text[at..].Trim(' ', ',').Length > 0)
            {
                context.Error(entry, $"environment: '{text[at..].Trim()}' is not KEY=\"value\"", "Pairs are joined by commas; values with other characters than letters and digits are quoted.");
            }
        }
    }

    private string Expand(IniEntry entry, ImportedService service) =>
        Expression().Replace(ImportNames.Literal(entry.Value, entry, _services, context), match => ValueOf(match, entry, service));

    private string ValueOf(Match match, IniEntry entry, ImportedService service)
    {
        if (match.Value == "%%")
        {
            return "%";
        }

        var (name, format) = (match.Groups[1].Value, match.Groups[2].Value);
        switch (name)
        {
            case "program_name":
                return service.Section.Title;
            case "group_name":
                return _groups.TryGetValue(service.Section.Title, out var group) ? group.Title : service.Section.Title;
            case "here":
                return "{dir}";
            case "numprocs":
                return context.Number(service.Section.Find("numprocs"), 1, 1, 256).ToString(CultureInfo.InvariantCulture);
            case "process_num" when format is "d" or "s":
                var start = context.Number(service.Section.Find("numprocs_start"), 0, 0, 1_000_000);
                return start == 1 ? "{instance}" : start == 0 ? "{instance-1}" : string.Create(CultureInfo.InvariantCulture, $"{{instance+{start - 1}}}");
            case "process_num":
                context.Error(entry, $"{entry.Key}: '{match.Value}' cannot be taken over", "A stack writes the number of an instance without leading zeros: write %(process_num)d.");
                return match.Value;
            case var variable when variable.StartsWith("ENV_", StringComparison.Ordinal):
                return "${" + variable[4..] + "}";
            default:
                context.Error(entry, $"{entry.Key}: '{match.Value}' is unknown here", NearestName.Hint(name, ["program_name", "group_name", "process_num", "numprocs", "here"], "Known are program_name, group_name, process_num, numprocs, here and ENV_NAME."));
                return match.Value;
        }
    }

    [GeneratedRegex(@"%\(([A-Za-z0-9_]+)\)([0-9]*[a-z])|%%")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^tcp://([^:/]+):([0-9]+)$")]
    private static partial Regex TcpSocket();

    [GeneratedRegex(@"\G[\s,]*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?:""([^""]*)""|'([^']*)'|([^\s,""']*))\s*(?=,|$)")]
    private static partial Regex Pair();
}
