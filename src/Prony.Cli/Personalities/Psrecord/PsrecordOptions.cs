using System.Globalization;
using Prony.Reporting.Usage;
using Prony.Stacks.Recording;

namespace Prony.Cli.Personalities.Psrecord;

/// <summary>A command line of psrecord.</summary>
/// <param name="What">The process or the command.</param>
/// <param name="Settings">How it is recorded.</param>
/// <param name="Log">File for the figures; null for none.</param>
/// <param name="Plot">File for the picture; null for none.</param>
/// <param name="Format">How the log is written.</param>
/// <param name="IncludeIo">With input and output.</param>
internal sealed record PsrecordOptions(string What, RecorderSettings Settings, string? Log, string? Plot, PsrecordFormat Format, bool IncludeIo)
{
    /// <summary>Longest duration that can be waited for; beyond it there is no end.</summary>
    private static readonly double LongestS = TimeSpan.FromDays(365).TotalSeconds;

    /// <summary>The process to look at; null when a command is to be started.</summary>
    public int? Pid => int.TryParse(What, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    /// <exception cref="ArgparseException">A value is none.</exception>
    /// <exception cref="UsageException">Something that cannot be done here.</exception>
    public static PsrecordOptions Read(ArgparseLine line)
    {
        if (line.Given.FirstOrDefault(flag => flag.State == FlagState.Refused) is { } refused)
        {
            throw new UsageException($"{refused.Names[0]} is not done here ({refused.Meaning}): {refused.Instead}.");
        }

        var plot = line.Value("--plot");
        if (plot is not null && !IsPng(plot) && !plot.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"--plot {plot}: the picture is a PNG or an SVG file here: --plot {Path.ChangeExtension(plot, ".png")}.");
        }

        var duration = SecondsOf(line, "--duration");
        if (duration <= 0)
        {
            throw new UsageException("--duration: it must be above 0.");
        }

        return new PsrecordOptions(
            line.Operand,
            new RecorderSettings
            {
                Interval = IntervalOf(line),
                Duration = duration is { } s && s < LongestS ? TimeSpan.FromSeconds(s) : null,
                Children = line.Has("--include-children"),
            },
            line.Value("--log"),
            plot,
            FormatOf(line.Value("--log-format")),
            line.Has("--include-io"));
    }

    /// <summary>Whether a picture is to be a PNG.</summary>
    public static bool IsPng(string plot) => plot.EndsWith(".png", StringComparison.OrdinalIgnoreCase);

    private static TimeSpan IntervalOf(ArgparseLine line)
    {
        var interval = SecondsOf(line, "--interval") ?? 0;
        return interval == 0 ? RecorderSettings.ShortestInterval
            : interval < RecorderSettings.ShortestInterval.TotalSeconds || interval > LongestS
                ? throw new UsageException("--interval: at least 0.01; what /proc tells is no finer.")
            : TimeSpan.FromSeconds(interval);
    }

    private static double? SecondsOf(ArgparseLine line, string name) =>
        line.Value(name) is not { } text ? null
        : text.Trim().ToLowerInvariant() is "inf" or "infinity" or "+inf" ? double.PositiveInfinity
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !double.IsNaN(value) ? value
        : throw new ArgparseException($"argument {name}: invalid float value: '{text}'");

    private static PsrecordFormat FormatOf(string? text) => text switch
    {
        null or "plain" => PsrecordFormat.Plain,
        "csv" => PsrecordFormat.Csv,
        _ => throw new PsrecordFailure($"ValueError: Unknown log format: '{text}', should be either 'plain' or 'csv'"),
    };
}

/// <summary>What psrecord ends with after its command line was read: the last line of Python's report, exit code 1.</summary>
internal sealed class PsrecordFailure(string message) : Exception(message);
