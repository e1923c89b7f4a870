using FsCheck;
using FsCheck.Fluent;
using Prony.Experiments.Files;
using Prony.Experiments.Templates;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

/// <summary>Whatever a file holds, it is read or refused with positions, and never ends the program.</summary>
public sealed class HostileFileTests : IDisposable
{
    private const string Odd = "{}[]:,&*!|>'\"%@`#-?~ \n\t$\\0aé\0\u2028";

    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void A_damaged_experiment_is_read_or_refused_with_positions()
    {
        var whole = File.ReadAllText(InitTemplate.Write(Path.Combine(_box.Folder, "new"))[0]);
        Prop.ForAll(Arb.From(Damage(whole)), ReadsOrRefuses).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Fact]
    public void Any_text_is_read_or_refused_with_positions() =>
        Prop.ForAll(Arb.From(Gen.Elements(Odd.ToCharArray()).ArrayOf().Select(c => new string(c))), ReadsOrRefuses)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    /// <summary>One to four pieces cut out or odd characters put in.</summary>
    private static Gen<string> Damage(string whole)
    {
        var edit =
            from at in Gen.Choose(0, whole.Length - 1)
            from cut in Gen.Choose(0, 12)
            from put in Gen.Elements(Odd.ToCharArray()).ArrayOf(1)
            from puts in Gen.Elements(true, false)
            select (At: at, Cut: cut, Put: puts ? new string(put) : "");
        return from count in Gen.Choose(1, 4)
               from edits in edit.ArrayOf(count)
               select edits.Aggregate(whole, (text, e) => e.At >= text.Length
                   ? text + e.Put
                   : text.Remove(e.At, Math.Min(e.Cut, text.Length - e.At)).Insert(e.At, e.Put));
    }

    private void ReadsOrRefuses(string text)
    {
        var result = ExperimentFile.Read(_box.Write("new/x.yaml", text), _box.Environment);
        (result.Value is null).ShouldBe(result.Diagnostics.Count > 0);
        foreach (var diagnostic in result.Diagnostics)
        {
            diagnostic.Line.ShouldBeGreaterThan(0);
            diagnostic.Column.ShouldBeGreaterThan(0);
            DiagnosticText.Format(diagnostic).ShouldStartWith(diagnostic.File);
        }
    }
}
