using System.CommandLine;
using Prony.Cli.Control;
using Prony.Cli.Parsing;
using Prony.Experiments.Files.Nodes;

// A Unix socket; on other systems nothing can be started that could be steered.
#pragma warning disable CA1416

namespace Prony.Cli.Verbs;

/// <summary><c>prony ctl COMMAND</c>: steers a prony that keeps or runs services.</summary>
internal static class CtlVerb
{
    private static readonly Option<string?> Socket = new("--socket") { Description = "Control socket (default: that of the only prony that runs)", HelpName = "PATH", Recursive = true };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the answers as they come, one line of JSON each", Recursive = true };
    private static readonly Option<bool> NoColor = new("--no-color") { Description = "No colours (as NO_COLOR)", Recursive = true };

    public static Command Create()
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until Ctrl-C" };
        var interval = Values.Duration("--interval");
        interval.Description = "Between two readings, 100ms to 60s (default: 1s)";
        var rolling = new Option<bool>("--rolling") { Description = "One instance after the other; on a managed socket the new one is ready before the old one stops" };
        var by = new Argument<int>("N") { Description = "How many", DefaultValueFactory = static _ => 1 };
        var signal = new Argument<string>("SIGNAL") { Description = "Its name or number: SIGHUP, HUP, 1" };
        var instances = new Option<int?>("--instances") { Description = "To so many instances, the oldest first (default: all)", HelpName = "N" };
        return new Command("ctl", "Steer what prony up keeps or prony run runs, or look at what prony capacity and tune search: status, more and fewer instances, restarts, statistics")
        {
            Socket, Json, NoColor,
            Make("status", "What each service is", named: false, static (_, request) => request),
            Make("start", "Start a service that is stopped or was given up", named: true, static (_, request) => request),
            Make("stop", "Stop a service", named: true, static (_, request) => request),
            Make("restart", "Restart a service", named: true, (parsed, request) => request with { Rolling = parsed.GetValue(rolling) }, rolling),
            Make("incr", "Add instances to a service on a managed socket", named: true, (parsed, request) => request with { By = parsed.GetValue(by) }, by),
            Make("decr", "Take instances away, the youngest first; one stays", named: true, (parsed, request) => request with { By = parsed.GetValue(by) }, by),
            Make(
                "signal", "Send a signal", named: true, (parsed, request) => request with { Signal = parsed.GetValue(signal), Instances = parsed.GetValue(instances) }, signal, instances),
            Make(
                "stats", "CPU, memory, threads and connections of each process, and the queue of each socket", named: false,
                (parsed, request) => request with { Follow = parsed.GetValue(follow), IntervalS = parsed.GetValue(interval)?.TotalSeconds }, follow, interval),
            Make("events", "What happened last", named: false, (parsed, request) => request with { Follow = parsed.GetValue(follow) }, follow),
            Make("quit", "Stop everything, as Ctrl-C does", named: false, static (_, request) => request),
        };
    }

    private static Command Make(string name, string description, bool named, Func<ParseResult, ControlRequest, ControlRequest> complete, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        var service = new Argument<string>("NAME") { Description = "The service" };
        if (named)
        {
            command.Add(service);
        }

        foreach (var symbol in symbols)
        {
            if (symbol is Option option)
            {
                command.Add(option);
            }
            else
            {
                command.Add((Argument)symbol);
            }
        }

        command.SetAction((parsed, _) => RunAsync(
            parsed, complete(parsed, new ControlRequest { V = ControlProtocol.Version, Do = name, Service = named ? parsed.GetValue(service) : null })));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ControlRequest request)
    {
        var terminal = Terminal.Create(parsed.GetValue(NoColor));
        var path = ControlSocket.Find(parsed.GetValue(Socket));
        using var interrupts = new Interrupts(static _ => { });
        try
        {
            await foreach (var (answer, line) in ControlClient.AskAsync(path, request, interrupts.Stop.EndWindow))
            {
                if (parsed.GetValue(Json))
                {
                    await Console.Out.WriteLineAsync(line);
                }

                if (!answer.Ok)
                {
                    return Fail(terminal, request, answer);
                }

                if (!parsed.GetValue(Json))
                {
                    Show(terminal, request, answer);
                }
            }

            return ExitCodes.Done;
        }
        catch (OperationCanceledException) when (interrupts.ExitCode is not null)
        {
            return interrupts.ExitCode.Value;
        }
    }

    private static void Show(Terminal terminal, ControlRequest request, ControlAnswer answer)
    {
        if (answer.Services is { } services)
        {
            ControlText.Status(services, terminal.Output);
        }
        else if (answer.Stats is { } stats)
        {
            if (request.Follow && !Console.IsOutputRedirected && terminal.Live)
            {
                terminal.Output.Clear(home: true);
            }

            ControlText.Stats(stats, terminal.Output);
        }
        else if (answer.Event is { } happened)
        {
            Console.Out.WriteLine(ControlText.Event(happened));
        }
        else if (answer.Wanted is { } wanted)
        {
            Console.Out.WriteLine(FormattableString.Invariant($"{request.Service}: {wanted} instance{(wanted == 1 ? "" : "s")}"));
        }
    }

    private static int Fail(Terminal terminal, ControlRequest request, ControlAnswer answer)
    {
        var near = answer.Known is { Count: > 0 } known && request.Service is { } name && NearestName.Find(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        terminal.Fail(answer.Error + near);
        return answer.Kind switch
        {
            ControlProtocol.WrongUse => ExitCodes.WrongUse,
            ControlProtocol.NotReady => ExitCodes.CannotStart,
            _ => ExitCodes.Failed,
        };
    }
}
