using System.Text;
using Prony.Load.Checks;
using Shouldly;

namespace Prony.Load.Tests.Checks;

/// <summary>RFC 6901: the document and the results of its section 5, and what the ABNF of section 3 refuses.</summary>
public sealed class JsonPointerTests
{
    private const string Document = """
        {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8}
        """;

    [Theory]
    [InlineData("/foo/0", "bar")]
    [InlineData("/foo/1", "baz")]
    [InlineData("/", "0")]
    [InlineData("/a~1b", "1")]
    [InlineData("/c%d", "2")]
    [InlineData("/e^f", "3")]
    [InlineData("/g|h", "4")]
    [InlineData("/i\\j", "5")]
    [InlineData("/k\"l", "6")]
    [InlineData("/ ", "7")]
    [InlineData("/m~0n", "8")]
    public void The_examples_of_section_5(string pointer, string value)
    {
        Look(Document, pointer, value).ShouldBe(JsonFinding.Equal);
        Look(Document, pointer, "9").ShouldBe(JsonFinding.Different);
    }

    [Theory]
    [InlineData("", JsonFinding.Different)]   // the whole document, which is no scalar
    [InlineData("/foo", JsonFinding.Different)]
    [InlineData("/foo/2", JsonFinding.Absent)]
    [InlineData("/foo/-", JsonFinding.Absent)]
    [InlineData("/foo/01", JsonFinding.Absent)]
    [InlineData("/foo/+1", JsonFinding.Absent)]
    [InlineData("/foo/bar", JsonFinding.Absent)]
    [InlineData("/foo/99999999999", JsonFinding.Absent)]
    [InlineData("/bar", JsonFinding.Absent)]
    [InlineData("/a~1b/c", JsonFinding.Absent)]
    [InlineData("/~01", JsonFinding.Absent)]
    public void What_is_no_scalar_or_not_there(string pointer, object finding) => Look(Document, pointer, "x").ShouldBe((JsonFinding)finding);

    [Theory]
    [InlineData("7", "7", true)]
    [InlineData(" 7 ", "7", true)]
    [InlineData("\uFEFF7", "7", true)]
    [InlineData("true", "true", true)]
    [InlineData("\"a\\u0062\"", "ab", true)]
    [InlineData("1e2", "100", true)]
    [InlineData("-0", "0", true)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("1e-40", "0", false)]
    [InlineData("1", "true", false)]
    [InlineData("\"1\"", "1", false)]
    [InlineData("null", "false", false)]
    public void A_document_that_is_a_scalar(string document, string expected, bool equal) =>
        Look(document, "", expected).ShouldBe(equal ? JsonFinding.Equal : JsonFinding.Different);

    [Fact]
    public void Of_members_of_one_name_the_first_counts_at_its_own_level() =>
        Look("""{"x": {"id": 1}, "id": 2, "id": 3}""", "/id", "2").ShouldBe(JsonFinding.Equal);

    [Fact]
    public void Depth_beyond_a_thousand_is_refused_and_breaks_nothing() =>
        Look(new string('[', 100_000), "/0/0", "1").ShouldBe(JsonFinding.NotJson);

    [Theory]
    [InlineData("items", "expected one that begins with '/', such as /items")]
    [InlineData("/a~b", "'~' is written ~0")]
    [InlineData("/a~", "'~' is written ~0")]
    public void What_is_no_pointer_is_refused_with_the_reason(string text, string reason)
    {
        ResponseCheck.TryJson(text, JsonScalar.OfText("x"), out _, out var error).ShouldBeFalse();
        error.ShouldContain(reason);
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("\"5\"", "\"5\"")]
    [InlineData("null", "null")]
    [InlineData("ready", null)]
    [InlineData("{}", null)]
    [InlineData("[1]", null)]
    [InlineData("1 2", null)]
    [InlineData("", null)]
    public void A_scalar_is_read_as_json_writes_it(string text, string? shown)
    {
        JsonScalar.TryRead(text, out var scalar).ShouldBe(shown is not null);
        scalar?.Text.ShouldBe(shown);
    }

    private static JsonFinding Look(string document, string pointer, string expected)
    {
        JsonPointer.TryParse(pointer, out var parsed, out var error).ShouldBeTrue(error);
        var scalar = JsonScalar.TryRead(expected, out var read) ? read : JsonScalar.OfText(expected);
        return JsonBody.Look(Encoding.UTF8.GetBytes(document), parsed!, scalar, out _);
    }
}
