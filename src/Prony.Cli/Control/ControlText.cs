using System.Globalization;
using Prony.Measurement.Units;
using Spectre.Console;

namespace Prony.Cli.Control;

/// <summary>Answers for people.</summary>
internal static class ControlText
{
    private const double MebiByte = 1 << 20;

    public static void Status(IReadOnlyList<ServiceStatusRecord> services, IAnsiConsole console)
    {
        var table = Head("service", "state", "ready", "restarts", "since", "pids");
        foreach (var service in services)
        {
            table.AddRow(
                Text(service.Service), Text(service.State), Text($"{Number(service.Ready)}/{Number(service.Wanted)}"), Text(Number(service.Restarts)), Text(Age(service.InStateS)),
                Text(string.Join(' ', service.Pids.Select(pid => Number(pid)))));
        }

        console.Write(table);
    }

    public static void Stats(StatsRecord stats, IAnsiConsole console)
    {
        var table = Head("service", "pid", "process", "CPU %", "PSS MiB", "RSS MiB", "threads", "conn", "age");
        foreach (var service in stats.Services)
        {
            foreach (var process in service.Processes)
            {
                table.AddRow(
                    Text(service.Service), Text(Number(process.Pid)), Text(process.Name), Text(Percent(process.CpuCores)), Text(Memory(process.PssBytes)), Text(Memory(process.RssBytes)),
                    Text(Number(process.Threads)), Text(process.Connections is { } count ? Number(count) : "?"), Text(Age(process.AgeS)));
            }

            table.AddRow(
                Text(service.Service), Text("sum"), Text(Number(service.Processes.Count)), Text(Percent(service.CpuCores)), Text(Memory(service.PssBytes)), Text(Memory(service.RssBytes)),
                Text(Number(service.Processes.Sum(process => process.Threads))), Text(Number(service.Processes.Sum(process => process.Connections ?? 0))), Text(""));
        }

        console.Write(table);
        var sockets = Head("service", "port", "managed", "waiting", "limit", "accepted/s");
        foreach (var (service, socket) in stats.Services.SelectMany(service => service.Sockets.Select(socket => (service.Service, socket))))
        {
            sockets.AddRow(
                Text(service), Text(Number(socket.Port)), Text(socket.Managed ? "yes" : "no"), Text(socket.Waiting is { } waiting ? Number(waiting) : "-"),
                Text(socket.Limit is { } limit ? Number(limit) : "-"), Text(socket.AcceptedPerS.ToString("0.0", CultureInfo.InvariantCulture)));
        }

        console.Write(sockets);
        if (stats.MachineAcceptedPerS is { } all)
        {
            console.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"{all:0.0} connections a second were accepted on all sockets of this network namespace.\n")));
        }
    }

    public static string Event(ServiceEventRecord happened) => string.Create(
        CultureInfo.InvariantCulture, $"{happened.AtUtc:yyyy-MM-ddTHH:mm:ss.fffZ} {(happened.Service.Length == 0 ? "-" : happened.Service)} {happened.Kind}: {happened.Text}");

    private static Table Head(params string[] columns)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)) { NoWrap = true, Alignment = column is "service" or "state" or "process" or "pids" ? Justify.Left : Justify.Right });
        }

        return table;
    }

    private static Text Text(string text) => new(text);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double cores) => (cores * 100).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Memory(long? bytes) => bytes is { } known ? (known / MebiByte).ToString("0.0", CultureInfo.InvariantCulture) : "?";

    private static string Age(double seconds) => seconds < 60
        ? seconds.ToString("0 s", CultureInfo.InvariantCulture)
        : TimeSpan.FromSeconds(seconds).ToString(seconds < 86_400 ? @"h\:mm\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);
}
