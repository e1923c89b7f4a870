using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Prony.Load.Requests;
using Shouldly;

namespace Prony.Load.Tests.Requests;

public sealed class PercentTextTests
{
    [Theory]
    [InlineData("plain-1.2_3~", "plain-1.2_3~", "plain-1.2_3~")]
    [InlineData("a b", "a%20b", "a%20b")]
    [InlineData("a%20b", "a%20b", "a%20b")]
    [InlineData("50%", "50%25", "50%25")]
    [InlineData("%zz%4", "%25zz%254", "%25zz%254")]
    [InlineData("dir/file.txt", "dir/file.txt", "dir/file.txt")]
    [InlineData("a?b", "a%3Fb", "a?b")]
    [InlineData("a#b", "a%23b", "a%23b")]
    [InlineData("x&y=1+1;z", "x&y=1+1;z", "x%26y=1%2B1%3Bz")]
    [InlineData("ü€", "%C3%BC%E2%82%AC", "%C3%BC%E2%82%AC")]
    [InlineData("a\r\nX: 1", "a%0D%0AX:%201", "a%0D%0AX:%201")]
    [InlineData("", "", "")]
    public void Values_are_encoded_as_their_place_needs_it(string value, string inPath, string inQuery)
    {
        Write(value, ValueEscape.Path).ShouldBe(inPath);
        Write(value, ValueEscape.Query).ShouldBe(inQuery);
    }

    [Fact]
    public void A_server_reads_back_what_was_written() => Prop.ForAll<NonNull<string>>(text =>
    {
        // Surrogates without partner have no UTF-8, and a value that is encoded already is meant so.
        var value = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get.Replace("%", "", StringComparison.Ordinal)));
        Uri.UnescapeDataString(Write(value, ValueEscape.Path)).ShouldBe(value);
        Uri.UnescapeDataString(Write(value, ValueEscape.Query)).ShouldBe(value);
    }).QuickCheckThrowOnFailure();

    private static string Write(string value, ValueEscape escape)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var buffer = new byte[bytes.Length * PercentText.MostBytesPerByte];
        return Encoding.ASCII.GetString(buffer, 0, PercentText.Write(bytes, escape, buffer));
    }
}
