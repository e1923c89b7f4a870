using Prony.Stacks.Definitions;
using Prony.Stacks.Layers;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Layers;

public sealed class MetricTextTests
{
    /// <summary>As haproxy 2.6 writes it, shortened.</summary>
    private const string Haproxy = """
        # pxname,svname,qcur,qmax,scur,stot,
        stats,FRONTEND,,,1,7,
        back,web1,3,9,25,1200,
        back,BACKEND,24,31,25,1300,

        """;

    private const string Redis = "$1234\r\n# Clients\r\nconnected_clients:51\r\nblocked_clients:0\r\n\r\n# Stats\r\ntotal_commands_processed:17542\r\n";

    [Fact]
    public void A_row_of_csv_is_chosen_by_the_values_of_its_columns()
    {
        var source = Source(MetricFormat.Csv, ("queue", "qcur"), ("requests", "stot")) with { Row = [new("pxname", "back"), new("svname", "BACKEND")] };

        Read(source, Haproxy).ShouldBe("queue 24, requests 1300");
    }

    [Fact]
    public void Figures_of_several_rows_are_added_up() =>
        Read(Source(MetricFormat.Csv, ("queue", "qcur")) with { Row = [new("pxname", "back")] }, Haproxy).ShouldBe("queue 27");

    [Fact]
    public void Fields_in_quotes_hold_commas_and_quotes() =>
        Read(Source(MetricFormat.Csv, ("n", "n")) with { Row = [new("name", "a, \"b\"")] }, "name,n\r\n\"a, \"\"b\"\"\",5\r\nother,6\r\n").ShouldBe("n 5");

    [Fact]
    public void Lines_are_searched_with_expressions_of_one_group() =>
        Read(Source(MetricFormat.Lines, ("clients", @"^connected_clients:(\d+)"), ("commands", @"total_commands_processed:(\d+)")), Redis).ShouldBe("clients 51, commands 17542");

    [Fact]
    public void Figures_of_several_lines_are_added_up() =>
        Read(Source(MetricFormat.Lines, ("waiting", @"^recipes\|.*?\|(\d+)")), "recipes|app|3|1\nrecipes|stats|2|0\npgbouncer|pgbouncer|1|0\n").ShouldBe("waiting 5");

    [Theory]
    [InlineData("a.b[1].c", "x 2.5")]
    [InlineData("text", "x 7")]
    [InlineData("yes", "x 1")]
    [InlineData("no", "x 0")]
    [InlineData("grid[1][0]", "x 3")]
    public void Json_is_walked_along_a_path(string path, string expected) =>
        Read(Source(MetricFormat.Json, ("x", path)), """{"a": {"b": [{"c": 1}, {"c": 2.5}]}, "text": "7", "yes": true, "no": false, "grid": [[1], [3]]}""").ShouldBe(expected);

    [Theory]
    [InlineData(MetricFormat.Csv, "colour", "a,b\n1,2", "x: there is no column 'colour'; there is a, b")]
    [InlineData(MetricFormat.Csv, "b", "a,b\n1,", "x: it is empty")]
    [InlineData(MetricFormat.Csv, "b", "a,b\n1", "x: it is empty")]
    [InlineData(MetricFormat.Csv, "b", "a,b\n1,many", "x: 'many' is no number")]
    [InlineData(MetricFormat.Csv, "b", "a,b\n1,NaN", "x: 'NaN' is no number")]
    [InlineData(MetricFormat.Csv, "b", "a,b\n", "the answer has a header and no row")]
    [InlineData(MetricFormat.Csv, "b", "", "the answer is empty")]
    [InlineData(MetricFormat.Lines, @"clients:(\d+)", "nothing of it", @"x: no line matches 'clients:(\d+)'")]
    [InlineData(MetricFormat.Lines, "clients:(.*)", "clients:many", "x: 'many' is no number")]
    [InlineData(MetricFormat.Lines, @"^((?:a|aa)+)$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "x: '^((?:a|aa)+)$' takes too long to be looked for")]
    [InlineData(MetricFormat.Json, "a.b", "{\"a\": 1}", "x: there is no 'a.b' in the answer")]
    [InlineData(MetricFormat.Json, "a[3]", "{\"a\": [1]}", "x: there is no 'a[3]' in the answer")]
    [InlineData(MetricFormat.Json, "a", "{\"a\": {}}", "x: 'a' is no number")]
    [InlineData(MetricFormat.Json, "a", "<html>", "the answer is no JSON")]
    public void What_cannot_be_read_is_told(MetricFormat format, string from, string text, string problem)
    {
        var reading = new MetricText(Source(format, ("x", from))).Read(text);

        reading.Problem.ShouldBe(problem);
        reading.Values.ShouldBeEmpty();
    }

    [Fact]
    public void A_row_that_is_not_there_is_named() =>
        new MetricText(Source(MetricFormat.Csv, ("x", "qcur")) with { Row = [new("pxname", "front"), new("svname", "BACKEND")] }).Read(Haproxy).Problem
            .ShouldBe("no row has pxname front, svname BACKEND");

    [Fact]
    public void What_can_be_read_is_read_beside_what_cannot()
    {
        var reading = new MetricText(Source(MetricFormat.Csv, ("good", "a"), ("bad", "c"))).Read("a,b\n1,2\n");

        reading.Values.ShouldHaveSingleItem().ShouldBe(new("good", 1));
        reading.Problem.ShouldBe("bad: there is no column 'c'; there is a, b");
    }

    [Theory]
    [InlineData(MetricFormat.Lines, @"a:\d+", @"'a:\d+' has 0 groups, but one in parentheses says where the number stands; write (?:…) for others")]
    [InlineData(MetricFormat.Lines, @"(a|b):(\d+)", @"'(a|b):(\d+)' has 2 groups, but one in parentheses says where the number stands; write (?:…) for others")]
    [InlineData(MetricFormat.Json, "a..b", "'a..b' is no path into JSON; expected one such as server.connections[0].active")]
    [InlineData(MetricFormat.Json, "a[x]", "'a[x]' is no path into JSON; expected one such as server.connections[0].active")]
    [InlineData(MetricFormat.Json, "a[]", "'a[]' is no path into JSON; expected one such as server.connections[0].active")]
    [InlineData(MetricFormat.Json, "", "'' is no path into JSON; expected one such as server.connections[0].active")]
    [InlineData(MetricFormat.Csv, " ", "a column has a name")]
    [InlineData(MetricFormat.Csv, "qcur", null)]
    [InlineData(MetricFormat.Json, "a.b[0].c", null)]
    [InlineData(MetricFormat.Lines, @"(?:a|b):(\d+)", null)]
    public void A_place_that_cannot_be_meant_is_found_before_anything_starts(MetricFormat format, string from, string? fault) => MetricPatterns.FindFault(format, from).ShouldBe(fault);

    [Fact]
    public void An_expression_that_is_none_is_named() =>
        MetricPatterns.FindFault(MetricFormat.Lines, "a(").ShouldNotBeNull().ShouldStartWith("'a(' is no regular expression: ");

    [Fact]
    public void Placeholders_stand_for_themselves_in_expressions()
    {
        var source = Source(MetricFormat.Lines, ("x", @"^{address} (\d{2,3})$")) with { Address = "{address}", Send = "{name}\n", Row = [new("a", "{name}")], Command = ["psql", "{name}"] };

        var resolved = MetricTexts.Resolve([source], new Dictionary<string, string> { ["address"] = "127.0.0.1:5", ["name"] = "db" }).ShouldHaveSingleItem();

        resolved.Values[0].From.ShouldBe(@"^127\.0\.0\.1:5 (\d{2,3})$");
        (resolved.Address, resolved.Send, resolved.Row[0].Value, resolved.Command[1]).ShouldBe(("127.0.0.1:5", "db\n", "db", "db"));
    }

    private static string Read(MetricSourceDefinition source, string text)
    {
        var reading = new MetricText(source).Read(text);
        reading.Problem.ShouldBeNull();
        return string.Join(", ", reading.Values.Select(value => FormattableString.Invariant($"{value.Key} {value.Value}")));
    }

    private static MetricSourceDefinition Source(MetricFormat format, params (string Name, string From)[] values) => new()
    {
        Transport = MetricTransport.Http,
        Format = format,
        Values = [.. values.Select(value => new MetricDefinition(value.Name, value.From))],
    };
}
