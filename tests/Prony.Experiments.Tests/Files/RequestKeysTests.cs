using System.Text;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Planning;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

/// <summary>Several requests, bodies and data from files.</summary>
public sealed class RequestKeysTests : IDisposable
{
    private const string Users = "name,token\nann,t0ken-ann\nbob,t0ken-bob\n";

    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void Several_requests_have_weights()
    {
        var scenario = Read("request: {get: /work}", """
            requests:
                  - {get: /items, weight: 9}
                  - {post: "/items/{index}", headers: {X-R: "{random}"}, body: '{"n":{index}}'}
            """).Scenarios[0];

        scenario.Requests.Select(r => (r.Method, r.PathAndQuery, r.Weight)).ShouldBe([("GET", "/items", 9), ("POST", "/items/{index}", 1)]);
        Encoding.UTF8.GetString(scenario.Requests[1].Body.Span).ShouldBe("""{"n":{index}}""");
        scenario.Data.ShouldBeNull();
    }

    [Fact]
    public void A_body_file_lies_beside_the_experiment_and_is_taken_byte_by_byte()
    {
        File.WriteAllBytes(Path.Combine(_box.Folder, "body.bin"), [0, 255, 13, 10]);

        Read("{get: /work}", "{put: /work, body-file: body.bin}").Scenarios[0].Requests[0].Body.ToArray().ShouldBe([0, 255, 13, 10]);
    }

    [Fact]
    public void A_body_file_that_cannot_be_read_is_an_error_at_its_place() =>
        Errors("{get: /work}", "{put: /work, body-file: nobody.bin}").ShouldHaveSingleItem().ShouldStartWith("7:38 body-file: Could not find file");

    [Theory]
    [InlineData("data: users.csv", DataOrder.RoundRobin)]
    [InlineData("data: {file: users.csv}", DataOrder.RoundRobin)]
    [InlineData("data: {file: users.csv, order: round-robin}", DataOrder.RoundRobin)]
    [InlineData("data: {file: users.csv, order: random}", DataOrder.Random)]
    public void Data_lie_beside_the_experiment(string text, DataOrder order)
    {
        _box.Write("users.csv", Users);

        var data = Read("{get: /work}", "{get: \"/{data.name}\"}\n    " + text).Scenarios[0].Data.ShouldNotBeNull();

        (data.File, data.Rows.Order, data.Rows.Table.RowCount).ShouldBe(("users.csv", order, 2));
    }

    [Fact]
    public void An_unknown_column_is_an_error_at_its_place_with_the_nearest_name()
    {
        _box.Write("users.csv", Users);

        Errors("{get: /work}", "{post: \"/{data.nmae}\", headers: {X: \"{data.tokn}\"}, body: \"{data.zzzzzz}\"}\n    data: users.csv").ShouldBe(
        [
            "7:21 {data.nmae}: the data have no column 'nmae' | Did you mean 'name'?",
            "7:50 {data.tokn}: the data have no column 'tokn' | Did you mean 'token'?",
            "7:72 {data.zzzzzz}: the data have no column 'zzzzzz' | The columns are name, token.",
        ]);
    }

    [Fact]
    public void A_wrong_row_is_an_error_with_the_line_of_its_file()
    {
        _box.Write("users.csv", "name\nann\nbob,2\n");

        var result = _box.Read("{get: /work}", "{get: \"/{data.name}\"}\n    data: users.csv");

        var wrong = result.Diagnostics.ShouldHaveSingleItem();
        (Path.GetFileName(wrong.File), wrong.Line, wrong.Message).ShouldBe(("users.csv", 3, "this row has 2 fields, but there are 1 columns (name)"));
        DiagnosticText.Format(wrong).ShouldContain("users.csv:3: this row has 2 fields");
    }

    [Fact]
    public void A_column_with_line_breaks_fits_into_a_body_but_not_into_a_header()
    {
        _box.Write("users.csv", "note\nfine\n\"two\nlines\"\n");

        Read("{get: /work}", "{post: /, body: \"{data.note}\"}\n    data: users.csv").Scenarios[0].Data.ShouldNotBeNull();
        Errors("{get: /work}", "{get: /, headers: {X-Note: \"{data.note}\"}}\n    data: users.csv").ShouldBe(
            ["7:41 The column 'note' on line 3 of the data holds a line break or control character, which the header X-Note cannot carry. | "]);
    }

    [Fact]
    public void A_column_in_a_secret_header_is_secret_and_variables_are_not()
    {
        _box.Write("users.csv", Users);

        var experiment = Read("{get: /work}", "{get: \"/{data.name}/{index}\", headers: {Cookie: \"sid={data.token}; n={index}; fixed=sEcret9\"}}\n    data: users.csv");

        experiment.Secrets.Mask("log: t0ken-ann, ann, sEcret9, {index}").ShouldBe("log: •••, ann, •••, {index}");
        var planned = Plan(experiment);
        planned.Path.ShouldBe("/{data.name}/{index}");
        experiment.Texts["x.yaml"].ShouldNotContain("sEcret9");
    }

    [Fact]
    public void The_plan_names_all_requests_and_the_data()
    {
        _box.Write("users.csv", Users);

        var planned = Plan(Read("request: {get: /work}", "requests: [{get: /items, weight: 9}, {post: \"/{data.name}\"}]\n    data: {file: users.csv, order: random}"));

        (planned.Method, planned.Path).ShouldBe(("GET", "/items"));
        planned.Requests.ShouldBe([new PlannedRequest("GET", "/items", 9), new PlannedRequest("POST", "/{data.name}", 1)]);
        (planned.Data!.File, planned.Data.Rows, planned.Data.Order).ShouldBe(("users.csv", 2, "random"));
    }

    private static PlannedScenario Plan(ExperimentDefinition experiment) =>
        Planner.Plan(experiment, "run", ["a", "b"], [], preview: false, TimeProvider.System).Scenarios[0];

    private ExperimentDefinition Read(string old, string replacement)
    {
        var result = _box.Read(old, replacement);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        return result.Value;
    }

    private IReadOnlyList<string> Errors(string old, string replacement) => FileSandbox.Lines(_box.Read(old, replacement).Diagnostics);
}
