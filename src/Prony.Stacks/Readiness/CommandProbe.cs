using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Readiness;

/// <summary>Runs a program that ends with 0 when the service is ready, in the service's environment and as its user.</summary>
/// <param name="service">The service.</param>
/// <param name="instance">Whose environment it gets.</param>
/// <param name="command">Program and arguments, without placeholders.</param>
internal sealed class CommandProbe(RunningService service, ServiceLaunch instance, IReadOnlyList<string> command)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs it once; what it leaves behind is ended.</summary>
    internal async Task<ProbeResult> RunAsync(CancellationToken ct)
    {
        // Beside the service's output, which belongs to the service alone.
        var output = Path.ChangeExtension(service.LogFilePath, ".ready.log");
        File.Delete(output);
        var running = service.StartBeside(command, instance, output);
        ExitStatus? exit = null;
        try
        {
            var deadlineNs = MonotonicClock.NowNs + MonotonicClock.ToNs(Within);
            while ((exit = running.FirstExit()) is null && MonotonicClock.NowNs < deadlineNs)
            {
                await Task.Delay(Poll, ct).ConfigureAwait(false);
            }
        }
        finally
        {
            await running.StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        }

        var text = exit is { } status
            ? $"'{string.Join(' ', command.Skip(1).Prepend(Path.GetFileName(command[0])))}' ended with {status.Text}"
            : string.Create(CultureInfo.InvariantCulture, $"'{Path.GetFileName(command[0])}' did not end within {Within.TotalSeconds:0} s");
        var said = LogFile.Tail(output, 1);
        File.Delete(output);
        return new ProbeResult(true, exit?.Code == 0, said.Count == 0 ? text : $"{text}: {said[0]}");
    }
}
