using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Foreign;

/// <summary>Addresses and errors of other tools' outputs, as they may be written down: without passwords, in bounded number and length.</summary>
internal static class ForeignTexts
{
    private const int LongestText = 200;
    private const int MostErrors = 20;
    private const string Others = "other errors";

    public static string Safe(string text)
    {
        var mask = new SecretMask();
        UrlPasswords.Hide(text, mask);
        var masked = mask.Mask(text);
        return masked.Length > LongestText ? string.Concat(masked.AsSpan(0, LongestText), "…") : masked;
    }

    /// <summary>Counts an error; after some kinds the rest is counted as one.</summary>
    public static void Add(Dictionary<string, long> errors, string text, long count)
    {
        var key = Safe(text);
        key = errors.ContainsKey(key) || errors.Count < MostErrors ? key : Others;
        errors[key] = errors.GetValueOrDefault(key) + count;
    }

    /// <summary>Responses with a status that hey, oha and vegeta would follow or take: all but 200 to 399.</summary>
    public static long NotOk(IReadOnlyDictionary<string, long> status) =>
        status.Where(pair => pair.Key is not [>= '2' and <= '3', _, _]).Sum(pair => pair.Value);
}
