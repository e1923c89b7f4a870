using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Prony.Experiments.Foreign;
using Shouldly;
using Xunit;
using static Prony.Experiments.Tests.Foreign.ForeignSamples;

namespace Prony.Experiments.Tests.Foreign;

/// <summary>Files come from strangers: whatever stands in them, they are read or refused.</summary>
public sealed class HostileForeignTests
{
    private static readonly string[] Pieces =
        ["\0", "\r", "\uFEFF", ",", ".", "-", "NaN", "-nan", "Infinity", "1e308", "1e999", "9223372036854775808", "%", "[", "]", "{", "}", "\"", "<pre>", "&lt;", "\n", "\n\n", ": ", "Summary:", "\t", "💥", "\ud800", "0", "99999999"];

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Random_damage_never_crashes(string name) =>
        Prop.ForAll(Arb.From(Damage(All[name])), ReadsOrRefuses).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_may_end_anywhere(string name)
    {
        var text = Encoding.UTF8.GetBytes(All[name]);
        for (var length = 0; length < text.Length; length += 7)
        {
            Reads(text[..length]).ShouldBeTrue();
        }
    }

    [Fact]
    public void Random_bytes_never_crash() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Reads(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("Summary:\n")]
    [InlineData("{\"latencies\":\n")]
    [InlineData("{\"a\":[\n")]
    [InlineData("Target URL: x\n")]
    [InlineData("Running 3s test @ x\n")]
    [InlineData("# Elapsed time   CPU (%)     Real (MB)\n")]
    [InlineData("Type,Name,Request Count,Failure Count,\n\"\n")]
    [InlineData("Concurrency Level: 1\n")]
    [InlineData("<pre>&lt;<\n")]
    public void What_begins_again_and_again_takes_no_longer_than_its_length(string line) =>
        Reads(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 20_000)))).ShouldBeTrue();

    [Fact]
    public void A_line_of_a_megabyte_is_read() => Reads(Encoding.UTF8.GetBytes("Summary:\n" + new string('9', 1 << 20) + "\n" + Hey)).ShouldBeTrue();

    private static bool ReadsOrRefuses(string text) => Reads(Encoding.UTF8.GetBytes(text));

    private static bool Reads(byte[] text)
    {
        var read = ForeignFile.Read("x", text, 1);
        if (read.Problems.Count > 0)
        {
            return read.Results.Count == 0 && read.Problems.All(problem => problem.Line >= 0 && problem.Message.Length > 0);
        }

        // What is taken can be named, written and said.
        var import = ForeignImport.Of([read], [], TimeProvider.System);
        return import.Plan is { Imported: { } imported }
            ? imported.Results.All(result => result.Times is not { } times || times.PercentilesNs.Values.All(ns => double.IsFinite(ns) && ns >= 0))
            : import.Problems.Count > 0;
    }

    /// <summary>A valid text with pieces put in, taken out, replaced or doubled at random places.</summary>
    private static Gen<string> Damage(string whole) =>
        from edits in Gen.Choose(1, 6)
        from places in Gen.Choose(0, Math.Max(0, whole.Length - 1)).ArrayOf(edits)
        from kinds in Gen.Choose(0, 3).ArrayOf(edits)
        from lengths in Gen.Choose(1, 40).ArrayOf(edits)
        from pieces in Gen.Elements(Pieces).ArrayOf(edits)
        select Enumerable.Range(0, edits).Aggregate(whole, (text, i) => Edit(text, places[i], kinds[i], lengths[i], pieces[i]));

    private static string Edit(string text, int place, int kind, int length, string piece)
    {
        var at = Math.Min(place, text.Length);
        var end = Math.Min(text.Length, at + length);
        return kind switch
        {
            0 => text[..at] + piece + text[at..],
            1 => text[..at] + text[end..],
            2 => text[..at] + piece + text[end..],
            _ => text[..at] + text[at..end] + text[at..],
        };
    }
}
