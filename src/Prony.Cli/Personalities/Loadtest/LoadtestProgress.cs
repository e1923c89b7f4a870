using Prony.Reporting.Personalities.Loadtest;

namespace Prony.Cli.Personalities.Loadtest;

/// <summary>loadtest's lines while it runs, every five seconds on standard output.</summary>
/// <param name="line">What was asked for.</param>
/// <param name="log">What ended so far.</param>
internal sealed class LoadtestProgress(LoadtestLine line, Func<AnswerLog> log)
{
    private const int EverySeconds = 5;

    private LoadtestCount _before = new(0, 0, 0, 0, 0);

    /// <summary>A second of the window is complete.</summary>
    public void SecondEnded(long number)
    {
        if (line.Quiet || number % EverySeconds != 0 || (line.Seconds is { } most && number >= most))
        {
            return;
        }

        var so = log();
        var total = so.Times.Total;
        var now = new LoadtestCount(so.Times.Ended, so.Failed, total.Count, total.Count == 0 ? 0 : total.MeanNs * total.Count / 1e6, number);
        var part = new LoadtestCount(now.Requests - _before.Requests, now.Errors - _before.Errors, now.Answers - _before.Answers, now.SumMs - _before.SumMs, now.Seconds - _before.Seconds);
        _before = now;
        if (now.Requests > 0)
        {
            ToolOutput.Write(LoadtestLayout.Progress(now, part, line.Requests));
        }
    }
}
