using System.CommandLine;
using Prony.Load.Checks;
using Prony.Measurement.Runs;

namespace Prony.Cli.Verbs;

/// <summary>From the flags <c>--expect-…</c> of <c>prony load</c> to checks of responses.</summary>
internal static class LoadChecks
{
    private delegate bool Reader(string text, out ResponseCheck? check, out string? error);

    /// <exception cref="UsageException">A flag holds no check, or one that cannot be made.</exception>
    public static ResponseChecks Read(LoadOptions options, ParseResult parsed, string method, SecretMask secrets)
    {
        var checks = new List<ResponseCheck>();
        checks.AddRange(parsed.GetValue(options.ExpectHeader)!.Select(text => ReadHeader(text, secrets)));
        if (parsed.GetValue(options.ExpectBodyLength) is { } length)
        {
            checks.Add(ResponseCheck.BodyLength(length));
        }

        Add(options.ExpectBody.Name, parsed.GetValue(options.ExpectBody)!, (string text, out ResponseCheck? check, out string? error) =>
            ResponseCheck.TryBody(TextRelation.Contain, text, out check, out error));
        Add(options.ExpectBodySha256.Name, parsed.GetValue(options.ExpectBodySha256) is { } hash ? [hash] : [], ResponseCheck.TryBodySha256);
        Add(options.ExpectJson.Name, parsed.GetValue(options.ExpectJson)!, ReadJson);
        Add(options.ExpectBodyRegex.Name, parsed.GetValue(options.ExpectBodyRegex)!, (string text, out ResponseCheck? check, out string? error) =>
            ResponseCheck.TryBody(TextRelation.Match, text, out check, out error));
        if (method == "HEAD" && checks.Exists(check => check.LooksAtBody))
        {
            throw new UsageException("--expect-body…, --expect-json: the answer to a HEAD request has no body. Check headers only, or use --method GET.");
        }

        var every = parsed.GetValue(options.CheckEvery);
        return every is null || checks.Count > 0
            ? new ResponseChecks(checks, (int)(every ?? 1))
            : throw new UsageException("--check-every: there is nothing that could be checked less often; the status always is. Add --expect-body or another check.");

        void Add(string flag, IEnumerable<string> texts, Reader read)
        {
            foreach (var text in texts)
            {
                checks.Add(read(text, out var check, out var error) ? check! : throw new UsageException($"{flag}: {error}"));
            }
        }
    }

    private static ResponseCheck ReadHeader(string text, SecretMask secrets)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon > 0 ? text[..colon].Trim() : "";
        var value = colon > 0 ? text[(colon + 1)..].Trim() : "";
        if (name.Length == 0 || name.Any(c => c is <= ' ' or > '~'))
        {
            throw new UsageException($"--expect-header '{text}': expected 'Name: value'.");
        }

        if (SecretHeader.IsSecret(name))
        {
            SecretHeader.Hide(value, secrets);
        }

        return ResponseCheck.TryHeader(name, TextRelation.Equal, value, out var check, out var error) ? check : throw new UsageException($"--expect-header: {error}");
    }

    /// <summary>A value that is no JSON is a text, so that texts need no quotes inside the shell's.</summary>
    private static bool ReadJson(string text, out ResponseCheck? check, out string? error)
    {
        var sign = text.IndexOf('=', StringComparison.Ordinal);
        if (sign < 0)
        {
            (check, error) = (null, $"'{text}' has no value: expected a pointer, '=' and a value, such as /items/0/id=5.");
            return false;
        }

        var value = text[(sign + 1)..];
        return ResponseCheck.TryJson(text[..sign], JsonScalar.TryRead(value, out var scalar) ? scalar : JsonScalar.OfText(value), out check, out error);
    }
}
