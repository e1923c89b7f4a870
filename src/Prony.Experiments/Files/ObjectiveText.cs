using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Prony.Experiments.Files.Nodes;
using Prony.Experiments.Objectives;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Files;

/// <summary>Reads objectives such as "response.p99 &lt;= 500ms". Pure and thread-safe.</summary>
public static partial class ObjectiveText
{
    private static readonly string[] Metrics =
        [.. Distribution.Empty.Percentiles.Keys.Select(p => "response.p" + p), "response.mean", "failures", "throughput"];

    /// <summary>Reads one objective.</summary>
    /// <param name="text">METRIC &lt;= LIMIT or METRIC &gt;= LIMIT; the limit is a duration, a share or a rate.</param>
    /// <param name="objective">The objective; null when the text is none.</param>
    /// <param name="error">What is wrong and what is expected; null otherwise.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Objective? objective, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        objective = null;
        var parts = Shape().Match(text);
        if (!parts.Success)
        {
            error = $"'{text}' is not an objective. Expected a metric, <= or >=, and a limit, such as \"response.p99 <= 500ms\".";
            return false;
        }

        var (metric, sign, limitText) = (parts.Groups[1].Value, parts.Groups[2].Value, parts.Groups[3].Value);
        if (!Metrics.Contains(metric))
        {
            error = $"unknown metric '{metric}'. {NearestName.Hint(metric, Metrics) ?? "Known are " + string.Join(", ", Metrics) + "."}";
            return false;
        }

        if (sign is not ("<=" or ">="))
        {
            error = $"'{sign}' is not a comparison of objectives; write {sign[0]}=.";
            return false;
        }

        if (!TryReadLimit(metric, limitText, out var limit, out error))
        {
            return false;
        }

        objective = new Objective(text, metric, sign == "<=", limit);
        return true;
    }

    private static bool TryReadLimit(string metric, string text, out double limit, [NotNullWhen(false)] out string? error)
    {
        if (metric == "failures")
        {
            return ShareText.TryParse(text, out limit, out error);
        }

        if (metric == "throughput")
        {
            return RateText.TryParse(text, out limit, out error);
        }

        var read = DurationText.TryParseNs(text, out var ns, out error);
        limit = ns;
        return read;
    }

    [GeneratedRegex(@"^\s*([A-Za-z][A-Za-z0-9.-]*)\s*([<>]=?)\s*(\S.*?)\s*$")]
    private static partial Regex Shape();
}
