using System.Globalization;
using System.Text;

namespace Prony.Experiments.Files.Imports;

/// <summary>Writes services as the text of a stack.yaml, with the line of the other program's file behind each key.</summary>
internal sealed class StackWriter(string program, string fileName)
{
    private readonly StringBuilder _text = new();

    /// <summary>The whole file.</summary>
    /// <param name="services">In the order of the other file.</param>
    /// <param name="notes">What Prony does in another way.</param>
    public string Write(IReadOnlyList<ImportedService> services, IReadOnlyList<ImportNote> notes)
    {
        var front = services.LastOrDefault(service => service.Socket is not null) ?? services.LastOrDefault(service => service.Listens is not null) ?? services[^1];
        Line(0, $"# What {fileName}, a file of {program}, asks for, as a stack. Written by `prony import`; numbers behind keys are lines there.");
        foreach (var note in notes.OrderBy(note => note.Line))
        {
            Line(0, note.Line == 0 ? $"# {note.Text}" : string.Create(CultureInfo.InvariantCulture, $"# Line {note.Line}, {note.Text}"));
        }

        Line(0, $"name: {NameOf(fileName)}");
        Line(0, "services:");
        foreach (var service in services.Where(service => service != front).Append(front))
        {
            WriteService(service, NeedsOf(service, services), service == front);
        }

        if (front.Socket is null && front.Listens is null)
        {
            Line(0, "# No command says where it listens: put the address that is to be asked here.");
        }

        Line(0, $"target: {Quote(front.Socket is not null ? $"http://{{{front.Name}.address}}" : front.Listens?.Url ?? "http://127.0.0.1")}");
        return _text.ToString();
    }

    /// <summary>Those of the next lower order: they need those below themselves.</summary>
    private static List<string> NeedsOf(ImportedService service, IReadOnlyList<ImportedService> services)
    {
        var lower = services.Where(other => other.Order.CompareTo(service.Order) < 0).ToList();
        var next = lower.Count == 0 ? default : lower.Max(other => other.Order);
        return [.. lower.Where(other => other.Order == next).Select(other => other.Name)];
    }

    private void WriteService(ImportedService service, List<string> needs, bool isFront)
    {
        Key(1, service.Name + ":", service.Section.Line);
        Key(2, $"needs: [{string.Join(", ", needs)}]", service.LineOf("priority"));
        WriteSocket(service);
        Key(2, $"command: [{string.Join(", ", service.Command.Select(Quote))}]", service.LineOf("cmd", "command"));
        Optional(service.Instances != 1, 2, Invariant($"instances: {service.Instances}"), service.LineOf("numprocesses", "numprocs"));
        Optional(service.WarmupDelay > 0, 2, Invariant($"start-delay: {service.WarmupDelay}s"), service.LineOf("warmup_delay"));
        WriteRespawn(service);
        if (service.LogFile is { } log)
        {
            Key(2, $"log: {{file: {Quote(log)}{(service.LogBytes is { } bytes ? Invariant($", max-size: {bytes}B") : "")}{(service.LogKeep is { } keep ? Invariant($", keep: {keep}") : "")}}}", service.LineOf("stdout_stream.filename", "stdout_logfile"));
        }

        Optional(service.Cwd is not null, 2, $"cwd: {Quote(service.Cwd ?? "")}", service.LineOf("working_dir", "directory"));
        Optional(service.User is not null, 2, $"user: {Quote(service.User ?? "")}", service.LineOf("uid", "user"));
        Optional(service.Descriptors is not null, 2, Invariant($"limits: {{descriptors: {service.Descriptors}}}"), service.LineOf("rlimit_nofile"));
        if (service.Env.Count > 0)
        {
            Key(2, "env:", service.LineOf("environment"));
            foreach (var (name, value) in service.Env)
            {
                Line(3, $"{name}: {Quote(value)}");
            }
        }

        WriteReady(service, isFront);
        Line(2, "settled: false");
        Key(2, Invariant($"stop: {{signal: {service.Signal}, grace: {service.Grace}s}}"), service.LineOf("stop_signal", "graceful_timeout", "stopsignal", "stopwaitsecs"));
    }

    /// <summary>Both programs count starts that fail in a row, Prony deaths within a time.</summary>
    private void WriteRespawn(ImportedService service)
    {
        var line = service.LineOf("respawn", "autorestart", "max_retry", "startretries");
        Key(2, !service.Respawn ? "respawn: false" : service.MaxRetry is { } most ? Invariant($"respawn: {{max: {Math.Min(most, 1000)}}}") : "respawn: {max: 1000}", line);
    }

    private void WriteSocket(ImportedService service)
    {
        if (service.Socket is { } socket)
        {
            var number = socket.As is { } descriptor ? Invariant($", as: {descriptor}") : "";
            var port = socket.Port > 0 ? Invariant($", port: {socket.Port}, host: {socket.Host}") : "";
            Key(2, Invariant($"socket: {{backlog: {socket.Backlog}{number}{port}}}"), socket.Line);
        }
    }

    /// <summary>What listens is ready when it accepts; of the rest the other program knows no more than that it lives.</summary>
    private void WriteReady(ImportedService service, bool isFront)
    {
        if (service.Socket is null && !(isFront && service.Listens is not null))
        {
            Key(2, service.ReadyAfter > 0 ? Invariant($"ready: {{command: [sleep, \"{service.ReadyAfter}\"]}}") : "ready: {command: [\"true\"]}", service.LineOf("startsecs"));
        }
    }

    private void Optional(bool isThere, int depth, string text, int line)
    {
        if (isThere)
        {
            Key(depth, text, line);
        }
    }

    private void Key(int depth, string text, int line) => Line(depth, line == 0 ? text : Invariant($"{text}   # {line}"));

    private void Line(int depth, string text) => _text.Append(' ', 2 * depth).Append(text).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string NameOf(string fileName) => ImportNames.Of(Path.GetFileNameWithoutExtension(fileName)) is { Length: > 0 } name ? name : "imported";

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"";
}
