using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Cli.Parsing;

/// <summary>A stage as it is typed: "50:10s", "50..400:20s", "100/s:10s" or "100/s..500/s:20s".</summary>
internal static class StageSpec
{
    private const string Expected = "Expected LOAD:DURATION, such as 50:10s for users, 100/s:10s for a rate, or 50..400:20s and 100/s..500/s:20s for one that rises or falls.";
    private const int MostUsers = 100_000;

    /// <summary>Reads one stage; false with what is wrong.</summary>
    public static bool TryParse(string text, out StageRecord? stage, out string? error)
    {
        stage = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0)
        {
            error = $"'{text}' is not a stage. {Expected}";
            return false;
        }

        var (load, length) = (text[..colon], text[(colon + 1)..]);
        if (!DurationText.TryParse(length, out var time, out error))
        {
            return false;
        }

        if (time < TimeSpan.FromMilliseconds(1))
        {
            error = $"'{text}': a stage lasts at least 1ms.";
            return false;
        }

        var ends = load.Split("..");
        if (ends.Length > 2)
        {
            error = $"'{text}' is not a stage. {Expected}";
            return false;
        }

        return load.Contains('/', StringComparison.Ordinal)
            ? ReadRates(ends[0], ends[^1], time, out stage, out error)
            : ReadUsers(ends[0], ends[^1], time, out stage, out error);
    }

    private static bool ReadRates(string from, string to, TimeSpan length, out StageRecord? stage, out string? error)
    {
        stage = null;
        if (!RateText.TryParse(from, out var fromPerS, out error) || !RateText.TryParse(to, out var toPerS, out error))
        {
            return false;
        }

        stage = StageRecord.OfRate(fromPerS, toPerS, length.TotalSeconds);
        return true;
    }

    private static bool ReadUsers(string from, string to, TimeSpan length, out StageRecord? stage, out string? error)
    {
        stage = null;
        if (!ReadCount(from, out var fromUsers, out error) || !ReadCount(to, out var toUsers, out error))
        {
            return false;
        }

        stage = StageRecord.OfUsers(fromUsers, toUsers, length.TotalSeconds);
        return true;
    }

    private static bool ReadCount(string text, out int users, out string? error)
    {
        var read = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out users) && users <= MostUsers;
        error = read ? null : string.Create(CultureInfo.InvariantCulture, $"'{text}' is neither a whole number of users from 0 to {MostUsers} nor a rate such as 100/s.");
        return read;
    }
}
