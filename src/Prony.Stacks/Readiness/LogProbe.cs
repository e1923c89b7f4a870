using System.Globalization;
using System.Text;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Readiness;

/// <summary>Looks in what a service wrote since its start for a line that says it is ready, once for each instance.</summary>
/// <remarks>Reads only what is new at each look. Not thread-safe.</remarks>
/// <param name="service">Whose output.</param>
/// <param name="expected">What the line holds.</param>
/// <param name="from">Where in the output's file it begins to look.</param>
/// <param name="instances">So many lines are needed.</param>
internal sealed class LogProbe(RunningService service, TextPattern expected, long from, int instances)
{
    /// <summary>A line without an end, such as a progress bar, is not kept for longer.</summary>
    private const int LineCharactersMax = 64 * 1024;

    private readonly long _from = from;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private long _at = from;
    private string _open = string.Empty;
    private int _found;

    internal ProbeResult Look()
    {
        var lines = (_open + ReadNew()).Split('\n');
        _found += lines[..^1].Count(expected.IsIn);
        _open = lines[^1][Math.Max(0, lines[^1].Length - LineCharactersMax)..];

        // The last line may never get an end: a program that asks for input, or that ends it with the next one.
        var found = _found + (expected.IsIn(_open) ? 1 : 0);
        return found >= instances ? new ProbeResult(true, true, $"its output holds {expected}") : new ProbeResult(true, false, Missing(found));
    }

    private string Missing(int found)
    {
        var times = instances == 1 ? $"its output does not hold {expected}" : string.Create(
            CultureInfo.InvariantCulture, $"its output holds {expected} {found} times, but there are {instances} instances");
        var last = new FileInfo(service.LogFilePath) is { Exists: true } file && file.Length > _from ? service.LogTail(1) : [];
        return last.Count == 0 ? times + "; it has written nothing" : $"{times}; its last line is '{last[0]}'";
    }

    private string ReadNew()
    {
        try
        {
            using var file = new FileStream(service.LogFilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(_at, SeekOrigin.Begin);
            var bytes = new byte[Math.Max(0, file.Length - _at)];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            _at += count;
            var text = new char[Encoding.UTF8.GetMaxCharCount(count)];
            return new string(text, 0, _decoder.GetChars(bytes, 0, count, text, 0));
        }
        catch (IOException)
        {
            // Nothing was started yet, so nothing was written.
            return string.Empty;
        }
    }
}
