using System.Globalization;

namespace Prony.Cli.Personalities.Ab;

/// <summary>ab's lines while it runs: one for every tenth of the requests, from 151 requests on and no more often than every 100.</summary>
internal sealed class AbProgress
{
    private const int WithoutLines = 150;
    private const int LeastStep = 100;

    private readonly AbLine _line;
    private readonly long _step;
    private long _told;

    /// <param name="line">What was asked for.</param>
    public AbProgress(AbLine line)
    {
        _line = line;
        _step = line.Progress && line.Requests > WithoutLines ? Math.Max(LeastStep, line.Requests / 10) : 0;
    }

    /// <summary>Before the first request, on standard output.</summary>
    public string Greeting() =>
        $"Benchmarking {Experiments.Running.TargetAddress.HostOf(_line.Url)} {(_line.Proxy is { } proxy ? $"[through {proxy}] " : "")}(be patient){(_step > 0 ? "\n" : "...")}";

    /// <summary>So many requests are complete: lines on standard error.</summary>
    public void Completed(long count)
    {
        while (_step > 0 && _told + _step <= count)
        {
            _told += _step;
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"Completed {_told} requests\n"));
        }
    }

    /// <summary>After the last request: a line on standard error, or the end of the one on standard output.</summary>
    public string Finished(long count)
    {
        if (_step == 0)
        {
            return "..done\n";
        }

        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"Finished {count} requests\n"));
        return "";
    }
}
