using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.CommandLine;

/// <summary><c>prony fit</c> as a user runs it.</summary>
public sealed class FitTests : IDisposable
{
    private const string RayTracer = "processors,rays_per_s\n1,20\n4,78\n8,130\n12,170\n16,190\n20,200\n";

    private readonly Workspace _work = new();

    [Fact]
    public void A_table_gives_coefficients_as_text_and_as_json()
    {
        _work.Write("sweep.csv", RayTracer);

        var result = _work.Run("fit", "sweep.csv", "--json", "fit.json");

        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldContain("alpha      0.02444    0.008391");
        result.Output.ShouldContain("at N* = 24.49");
        result.Output.ShouldContain("Doubt extrapolated:");
        using var json = JsonDocument.Parse(File.ReadAllText(_work.PathOf("fit.json")));
        json.RootElement.GetProperty("alpha").GetDouble().ShouldBe(0.02444404, 1e-7);
        json.RootElement.GetProperty("n_column").GetString().ShouldBe("processors");
    }

    [Fact]
    public void Standard_output_can_be_json_alone()
    {
        _work.Write("sweep.csv", RayTracer);

        var result = _work.Run("fit", "sweep.csv", "--json", "-");

        using var json = JsonDocument.Parse(result.Output);
        json.RootElement.GetProperty("beta").GetDouble().ShouldBe(0.001626809, 1e-8);
        result.Error.ShouldContain("Peak:");
        _work.Run("fit", "sweep.csv", "--quiet").ToString().ShouldNotContain("Peak:");
    }

    [Fact]
    public void A_table_without_an_answer_ends_with_code_5_and_the_reason()
    {
        _work.Write("sweep.csv", "n,x\n1,20\n2,39\n4,78\n");

        var result = _work.Run("fit", "sweep.csv", "--json", "fit.json");

        result.ExitCode.ShouldBe(5, result.ToString());
        result.Error.ShouldContain("prony: sweep.csv: no fit. 3 different N are too few");
        File.ReadAllText(_work.PathOf("fit.json")).ShouldContain("\"alpha\": null");
    }

    [Theory]
    [InlineData("sweep.csv:3:3: 'many' is no number.", "n,x\n1,20\n2,many\n")]
    [InlineData("sweep.csv: the table is empty.", "")]
    public void A_table_that_cannot_be_read_ends_with_code_2_and_the_place(string expected, string text)
    {
        _work.Write("sweep.csv", text);

        var result = _work.Run("fit", "sweep.csv");

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Error.ShouldContain(expected);
    }

    [Fact]
    public void A_file_that_is_missing_or_no_text_ends_with_code_2()
    {
        File.WriteAllBytes(_work.PathOf("sweep.csv"), [0xFF, 0xFE, 0x31]);

        _work.Run("fit", "sweep.csv").ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(2), r => r.Error.ShouldContain("sweep.csv: this is not UTF-8 text."));
        _work.Run("fit", "missing.csv").ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(2), r => r.Error.ShouldContain("missing.csv: there is no such file."));
        _work.Run("fit", "-").ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(2), r => r.Error.ShouldContain("-: the table is empty."));
    }

    public void Dispose() => _work.Dispose();
}
