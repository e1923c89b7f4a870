using Prony.Measurement.Runs;

namespace Prony.Experiments.Verdicts;

/// <summary>Small phrases that several sentences share.</summary>
internal static class Texts
{
    /// <summary>"at 100 users", "at 300 requests/s"; "at 100 users (work)" where there are several scenarios.</summary>
    internal static string At(PointRecord point, string? scenario) =>
        scenario is null ? $"at {point.Text}" : $"at {point.Text} ({scenario})";

    /// <summary>"a", "a and b", "a, b and c".</summary>
    internal static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => string.Empty,
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}",
    };

    /// <summary>Ends with exactly one full stop.</summary>
    internal static string Sentence(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.Length == 0 || trimmed[^1] is '.' or '!' or '?' ? trimmed : trimmed + ".";
    }
}
