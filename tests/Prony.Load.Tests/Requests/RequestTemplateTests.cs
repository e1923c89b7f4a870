using System.Globalization;
using System.Text;
using Prony.Load.Plans;
using Prony.Load.Requests;
using Shouldly;

namespace Prony.Load.Tests.Requests;

public sealed class RequestTemplateTests
{
    private static readonly DataTable Users = new DataTableBuilder(["name", "token"]).AddRow("Zoë Smith", "t-1").AddRow("a/b&c", "t-2").Build();

    [Fact]
    public void Variables_stand_in_path_query_headers_and_body()
    {
        var text = Render(
            new RequestDefinition(
                "POST", "/users/{data.name}/{index}?q={data.name}", [new("Authorization", "Bearer {data.token}")], Encoding.UTF8.GetBytes("""{"n":"{data.name}","i":{index}}""")),
            index: 2);

        text.ShouldBe(
            "POST /users/Zo%C3%AB%20Smith/2?q=Zo%C3%AB%20Smith HTTP/1.1\r\nHost: example.test\r\nUser-Agent: prony/0.1.0\r\nAuthorization: Bearer t-1\r\n"
            + "Content-Length: 24\r\n\r\n{\"n\":\"Zoë Smith\",\"i\":2}");
    }

    [Fact]
    public void A_query_encodes_what_would_end_a_value_there() =>
        Render(new RequestDefinition("GET", "/{data.name}?q={data.name}&i={index}", [], default), index: 1).ShouldStartWith("GET /a/b&c?q=a/b%26c&i=1 HTTP/1.1\r\n");

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(999_999_999)]
    [InlineData(long.MaxValue)]
    public void The_length_of_the_body_is_that_of_the_rendered_one(long index)
    {
        var text = Render(new RequestDefinition("PUT", "/", [], "{index}{random}{random.1}{data.name}"u8.ToArray()), index);

        var parts = text.Split("\r\n\r\n");
        parts[0].ShouldEndWith("Content-Length: " + Encoding.UTF8.GetByteCount(parts[1]).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_body_without_variables_keeps_its_length_when_the_path_has_one() =>
        Render(new RequestDefinition("POST", "/{index}", [], "abc"u8.ToArray()), index: 5).ShouldEndWith("\r\nContent-Length: 3\r\n\r\nabc");

    [Fact]
    public void Random_numbers_stay_below_their_limit_and_differ_within_a_request()
    {
        var source = Source(new RequestDefinition("GET", "/{random.10}/{random.10}/{random}", [], default));
        var numbers = Enumerable.Range(0, 2000).Select(i => source.Of(i).PathAndQuery.Split('/')[1..].Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray()).ToList();

        numbers.Select(n => n[0]).Distinct().Order().ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        numbers.ShouldAllBe(n => n[2] >= 0 && n[2] < 1_000_000_000);
        numbers.Count(n => n[0] == n[1]).ShouldBeInRange(200 - 54, 200 + 54);   // independent: 1 in 10, four standard deviations of a binomial
    }

    [Fact]
    public void Parts_and_bytes_say_the_same()
    {
        var definition = new RequestDefinition("POST", "/{random}?r={random.5}", [new("X-R", "{random}-{index}")], "{random} {data.name}"u8.ToArray());

        var parts = Source(definition).Of(77);
        var bytes = Render(definition, 77);

        bytes.ShouldStartWith($"POST {parts.PathAndQuery} HTTP/1.1\r\n");
        bytes.ShouldContain($"\r\nX-R: {parts.Headers[0].Value}\r\n");
        bytes.ShouldEndWith("\r\n\r\n" + Encoding.UTF8.GetString(parts.Body.Span));
        (parts.Method, parts.Headers[0].Key).ShouldBe(("POST", "X-R"));
    }

    [Theory]
    [InlineData("/{data.nme}", "{data.nme} has no value: the columns are name, token.")]
    [InlineData("/{random.0}", "A random number {random.N} needs an N from 1 to 1000000000000000000.")]
    public void A_variable_without_a_value_is_refused(string path, string message) =>
        Should.Throw<ArgumentException>(() => Source(new RequestDefinition("GET", path, [], default))).Message.ShouldBe(message);

    [Fact]
    public void Data_without_rows_is_refused() =>
        Should.Throw<ArgumentException>(() => RequestBytes.Compile(new RequestDefinition("GET", "/{data.x}", [], default), "h", keepAlive: true, data: null))
            .Message.ShouldBe("{data.x} has no value: the plan has no data.");

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\0")]
    public void A_value_that_no_header_can_carry_is_refused_before_the_load(string character)
    {
        var data = new DataTableBuilder(["a"]).AddRow("fine").AddRow($"b{character}X-Evil: 1").Build();

        Should.Throw<ArgumentException>(() => RequestBytes.Compile(new RequestDefinition("GET", "/{data.a}", [new("X-A", "{data.a}")], default), "h", keepAlive: true, data))
            .Message.ShouldBe("The column 'a' of row 2 of the data holds a line break or control character, which the header X-A cannot carry.");
        RequestBytes.Compile(new RequestDefinition("GET", "/{data.a}", [], "{data.a}"u8.ToArray()), "h", keepAlive: true, data).Fixed.ShouldBeNull();
    }

    [Fact]
    public void What_could_become_too_large_is_refused()
    {
        var data = new DataTableBuilder(["a"]).AddRow(new string('x', 1 << 20)).Build();
        var body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{data.a}", 1025)));

        Should.Throw<ArgumentException>(() => RequestBytes.Compile(new RequestDefinition("PUT", "/", [], body), "h", keepAlive: true, data)).Message.ShouldContain("1024 MiB");
    }

    private static RequestSource Source(RequestDefinition definition) => new(Plan(definition));

    private static LoadPlan Plan(RequestDefinition definition) =>
        Loads.Plan(new System.Net.IPEndPoint(0, 0), new ClosedModel(1)) with { Requests = [definition], Data = new RequestData(Users) };

    private static string Render(RequestDefinition definition, long index)
    {
        var source = Source(definition);
        var buffer = new byte[source.MostBytes];
        return Encoding.UTF8.GetString(buffer, 0, source.Write(source.Choose(index), index, buffer));
    }
}
