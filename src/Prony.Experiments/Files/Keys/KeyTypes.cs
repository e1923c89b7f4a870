using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Plans;
using Prony.Measurement.Units;

namespace Prony.Experiments.Files.Keys;

/// <summary>A duration, or null for `auto`.</summary>
internal readonly record struct AutoDuration(TimeSpan? Length);

/// <summary>A number of rounds; null: as many as it takes until the run is decided.</summary>
internal readonly record struct RoundCount(int? Rounds);

/// <summary>The types that keys are made of.</summary>
internal static partial class KeyTypes
{
    private const string NamePattern = "^[a-z0-9]+(-[a-z0-9]+)*$";
    private const string UntilDecided = "until-decided";

    private const string DurationPattern = @"^(0|([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+)$";

    public static KeyType<string> Text { get; } = new ScalarType<string>("text", ReadText, SchemaParts.AnyScalar);

    public static KeyType<string> Name { get; } = new ScalarType<string>("name", ReadName, () => SchemaParts.Text(NamePattern));

    public static KeyType<string> VariableName { get; } =
        new ScalarType<string>("name of an environment variable", ReadVariableName, () => SchemaParts.Text("^[A-Za-z_][A-Za-z0-9_]*$"));

    public static KeyType<string> HeaderName { get; } =
        new ScalarType<string>("name of a header", ReadHeaderName, () => SchemaParts.Text("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"));

    public static KeyType<string> HeaderValue { get; } = new ScalarType<string>("text", ReadHeaderValue, SchemaParts.AnyScalar);

    public static KeyType<string> RequestPath { get; } = new ScalarType<string>("path", ReadPath, () => SchemaParts.Text(@"^/|\$\{"));

    /// <summary>A path in a stack file, which may begin with a placeholder.</summary>
    public static KeyType<string> ServicePath { get; } = new ScalarType<string>("path", ReadServicePath, () => SchemaParts.Text(@"^[/{]|\$\{"));

    public static KeyType<bool> Boolean { get; } = new ScalarType<bool>(
        "true or false", ReadBoolean, () => SchemaParts.AnyOf(new() { ["type"] = "boolean" }, SchemaParts.FromEnvironment()));

    public static KeyType<ulong> Seed { get; } = new ScalarType<ulong>(
        "whole number", ReadSeed, () => SchemaParts.Number("integer", 0, ulong.MaxValue));

    public static KeyType<double> Rate { get; } = new ScalarType<double>(
        "rate", ReadRate, () => SchemaParts.Text(@"^[0-9]+(\.[0-9]+)?k?/(s|min|m|h)$|\$\{"));

    public static KeyType<StatusSet> Status { get; } = new StatusType();

    public static KeyType<IReadOnlyList<string>> Command { get; } = new CommandType();

    public static KeyType<Uri> HttpAddress { get; } = new ScalarType<Uri>("http:// or https:// address", ReadAddress, () => SchemaParts.Text(@"^https?://|\$\{"));

    /// <summary>1.1 or 2, which YAML takes for numbers.</summary>
    public static KeyType<string> HttpVersion { get; } = new ScalarType<string>("HTTP version", ReadHttpVersion, () => SchemaParts.AnyOf(
        new JsonObject { ["enum"] = new JsonArray(1.1, 2) }, SchemaParts.Enumeration(["1.1", "2"]), SchemaParts.FromEnvironment()));

    public static KeyType<int> Integer(int least, int most) => new ScalarType<int>(
        "whole number",
        (string text, out int value, out string? error) => ReadInteger(text, least, most, out value, out error),
        () => SchemaParts.Number("integer", least, most),
        string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));

    /// <summary>A number of rounds, or <c>until-decided</c>.</summary>
    public static KeyType<RoundCount> Rounds(int least, int most) => new ScalarType<RoundCount>(
        "whole number or until-decided",
        (string text, out RoundCount value, out string? error) =>
        {
            if (text == UntilDecided)
            {
                (value, error) = (default, null);
                return true;
            }

            var read = ReadInteger(text, least, most, out var rounds, out error);
            error = read || text.All(char.IsAsciiDigit) ? error : $"'{text}' is neither a whole number nor {UntilDecided}.";
            value = new RoundCount(rounds);
            return read;
        },
        () => SchemaParts.AnyOf(SchemaParts.Enumeration([UntilDecided]), SchemaParts.Number("integer", least, most)),
        string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));

    public static KeyType<TimeSpan> Duration(string least, string most) => new ScalarType<TimeSpan>(
        "duration",
        (string text, out TimeSpan value, out string? error) => ReadDuration(text, least, most, out value, out error),
        () => SchemaParts.AnyOf(SchemaParts.Text(DurationPattern), Zero(), SchemaParts.FromEnvironment()),
        $"{least} to {most}");

    public static KeyType<AutoDuration> DurationOrAuto(string least, string most) => new ScalarType<AutoDuration>(
        "duration or auto",
        (string text, out AutoDuration value, out string? error) =>
        {
            if (text == "auto")
            {
                (value, error) = (default, null);
                return true;
            }

            var read = ReadDuration(text, least, most, out var length, out error);
            value = new AutoDuration(length);
            return read;
        },
        () => SchemaParts.AnyOf(SchemaParts.Enumeration(["auto"]), SchemaParts.Text(DurationPattern), Zero(), SchemaParts.FromEnvironment()),
        $"{least} to {most}");

    /// <summary>An amount of memory or data.</summary>
    public static KeyType<int> Bytes(int least, int most) => new ScalarType<int>(
        "bytes",
        (string text, out int value, out string? error) =>
        {
            var read = ByteText.TryParse(text, out var bytes, out error);
            error = !read || (bytes >= least && bytes <= most) ? error : $"{text} is out of range: expected {BytesRange(least, most)}.";
            value = error is null ? (int)bytes : 0;
            return error is null;
        },
        () => SchemaParts.AnyOf(
            new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most }, SchemaParts.Text(@"^[0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB)?$"), SchemaParts.FromEnvironment()),
        BytesRange(least, most));

    /// <summary>A share above 0 and below 1.</summary>
    public static KeyType<double> Share { get; } = new ScalarType<double>(
        "share", ReadInnerShare, () => SchemaParts.AnyOf(
            new() { ["type"] = "number", ["exclusiveMinimum"] = 0, ["exclusiveMaximum"] = 1 },
            SchemaParts.Text(@"^[0-9]+(\.[0-9]+)?%$"),
            SchemaParts.FromEnvironment()),
        "above 0%, below 100%");

    public static KeyType<string> Choice(params string[] words) => new ScalarType<string>(
        "one of " + string.Join(", ", words),
        (string text, out string value, out string? error) => ReadChoice(text, words, out value, out error),
        () => SchemaParts.Enumeration(words));

    private static string BytesRange(int least, int most) => $"{ByteText.Short(least)} to {ByteText.Short(most)}";

    /// <summary>`pause: 0` needs no unit.</summary>
    private static JsonObject Zero() => new() { ["const"] = 0 };

    private static bool ReadText(string text, out string value, out string? error)
    {
        (value, error) = (text, null);
        return true;
    }

    private static bool ReadName(string text, out string value, out string? error)
    {
        value = text;
        if (text.Length > 64)
        {
            error = $"'{text}' is too long a name: at most 64 characters.";
            return false;
        }

        if (NameRegex().IsMatch(text))
        {
            error = null;
            return true;
        }

        var close = CloseName(text);
        error = $"'{text}' is not a name. Expected small letters, digits and single hyphens between them"
            + (close.Length > 0 ? $", such as {close}." : ", such as two-workers.");
        return false;
    }

    /// <summary>The name that is nearest to a text: small letters and digits, everything else a hyphen; empty when nothing is left.</summary>
    public static string CloseName(string text) =>
        NotInNames().Replace(text.ToLowerInvariant(), "-").Trim('-');

    private static bool ReadVariableName(string text, out string value, out string? error)
    {
        value = text;
        error = VariableRegex().IsMatch(text)
            ? null
            : $"'{text}' is not the name of an environment variable. Expected letters, digits and _, such as LOG_LEVEL.";
        return error is null;
    }

    private static bool ReadHeaderName(string text, out string value, out string? error)
    {
        value = text;
        error = HeaderRegex().IsMatch(text) ? null : $"'{text}' is not the name of a header. Expected letters, digits and hyphens, such as Accept.";
        return error is null;
    }

    private static bool ReadHeaderValue(string text, out string value, out string? error)
    {
        value = text;
        error = text.Any(c => c is '\r' or '\n' or '\0') ? "a header is one line." : null;
        return error is null;
    }

    private static bool ReadServicePath(string text, out string value, out string? error)
    {
        if (!text.StartsWith('{'))
        {
            return ReadPath(text, out value, out error);
        }

        (value, error) = (text, null);
        return true;
    }

    private static bool ReadPath(string text, out string value, out string? error)
    {
        value = text;
        error = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                ? $"'{text}' is an address, but only its path is wanted, such as /work: the candidate says where it listens."
            : !text.StartsWith('/') ? $"'{text}' is not a path. Expected one that begins with '/', such as /{text.TrimStart('.')}."
            : RequestVariable.WithoutAny(text).Any(c => c <= ' ' || c == '\x7f') ? $"'{text}' holds a space or control character; write %20 for a space."
            : RequestVariable.WithoutAny(text).Contains('#', StringComparison.Ordinal) ? $"'{text}' holds a '#', which is never sent; write %23 if it is meant."
            : null;
        return error is null;
    }

    private static bool ReadBoolean(string text, out bool value, out string? error)
    {
        value = text == "true";
        error = text is "true" or "false" ? null
            : text.ToLowerInvariant() is "yes" or "on" or "y" or "true" ? $"'{text}' is neither true nor false; write true."
            : text.ToLowerInvariant() is "no" or "off" or "n" or "false" ? $"'{text}' is neither true nor false; write false."
            : $"'{text}' is neither true nor false.";
        return error is null;
    }

    private static bool ReadSeed(string text, out ulong value, out string? error)
    {
        error = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            ? null
            : $"'{text}' is not a whole number from 0 to {ulong.MaxValue.ToString(CultureInfo.InvariantCulture)}.";
        return error is null;
    }

    private static bool ReadInteger(string text, int least, int most, out int value, out string? error)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            error = $"'{text}' is not a whole number.";
            value = 0;
            return false;
        }

        error = number < least || number > most
            ? string.Create(CultureInfo.InvariantCulture, $"{number} is out of range: expected {least} to {most}.")
            : null;
        value = error is null ? (int)number : 0;
        return error is null;
    }

    private static bool ReadDuration(string text, string least, string most, out TimeSpan value, out string? error)
    {
        if (!DurationText.TryParse(text, out value, out error))
        {
            return false;
        }

        _ = DurationText.TryParse(least, out var low, out _) & DurationText.TryParse(most, out var high, out _);
        error = value < low || value > high ? $"{text} is out of range: expected {least} to {most}." : null;
        return error is null;
    }

    private static bool ReadRate(string text, out double value, out string? error) => RateText.TryParse(text, out value, out error);

    private static bool ReadInnerShare(string text, out double value, out string? error)
    {
        if (!ShareText.TryParse(text, out value, out error))
        {
            return false;
        }

        error = value is <= 0 or >= 1 ? $"{text} is out of range: expected more than 0% and less than 100%." : null;
        return error is null;
    }

    private static bool ReadChoice(string text, string[] words, out string value, out string? error)
    {
        value = text;
        error = words.Contains(text)
            ? null
            : $"'{text}' is none of {string.Join(", ", words)}.{(NearestName.Hint(text, words) is { } hint ? " " + hint : "")}";
        return error is null;
    }

    private static bool ReadHttpVersion(string text, out string value, out string? error)
    {
        value = text;
        error = text is "1.1" or "2" ? null : $"'{text}' is not a version of HTTP that prony speaks. Choose 1.1 or 2.";
        return error is null;
    }

    private static bool ReadAddress(string text, out Uri value, out string? error)
    {
        error = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out value!) || value.Scheme is not ("http" or "https") || value.Host.Length == 0)
        {
            error = $"'{text}' is not an address. Expected one such as http://127.0.0.1:8080/.";
        }
        else if (value.UserInfo.Length > 0)
        {
            error = "a user and password in the address are not sent; give the scenario an Authorization header.";
        }
        else if (value.PathAndQuery != "/" || value.Fragment.Length > 0)
        {
            error = $"'{text}' holds a path, but the path is the scenario's. Expected {value.GetLeftPart(UriPartial.Authority)}.";
        }

        return error is null;
    }

    [GeneratedRegex(NamePattern)]
    private static partial Regex NameRegex();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex VariableRegex();

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")]
    private static partial Regex HeaderRegex();
}
