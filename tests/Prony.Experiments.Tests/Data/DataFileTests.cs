using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Prony.Experiments.Data;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Load.Plans;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Data;

public sealed class DataFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prony-data-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", "1|2;3|4")]
    [InlineData("a,b\r\n1,2\r\n3,4", "1|2;3|4")]
    [InlineData("\uFEFFa,b\n1,2\n", "1|2")]
    [InlineData("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", "x,y|say \"hi\"")]
    [InlineData("a,b\n\"two\r\nlines\",\"\"\n,\n", "two\r\nlines|;|")]
    [InlineData("\n a , b \n\n1, 2 \n\r\n\n", "1| 2 ")]
    [InlineData("\"a\",b\nä€,𝄞\n", "ä€|𝄞")]
    public void Csv_follows_rfc_4180(string text, string rows) => Show(Read("x.csv", text)).ShouldBe("a|b:" + rows);

    [Fact]
    public void An_empty_value_of_a_single_column_is_quoted() => Show(Read("x.csv", "a\n\"\"\n\nb\n")).ShouldBe("a:;b");

    [Theory]
    [InlineData("", 0, "the data file is empty", "Its first row names the columns.")]
    [InlineData("a,b\n", 0, "the data file has no rows", "Below the names of the columns it needs at least one row.")]
    [InlineData("a,b\n1,2\n3\n", 3, "this row has 1 field, but there are 2 columns (a, b)", null)]
    [InlineData("a,b\n\"1\n\n\",2\n3,4,5\n", 5, "this row has 3 fields, but there are 2 columns (a, b)", "A field that holds a comma stands in double quotes.")]
    [InlineData("a,,c\n1,2,3\n", 1, "column 2 has no name", "The first row names the columns.")]
    [InlineData("\na,b,a\n1,2,3\n", 2, "two columns are named 'a'", null)]
    [InlineData("a\n1\n\"2\n3\n", 3, "a quoted field begins on this line and never ends", null)]
    [InlineData("a\n1\"2\n", 2, "a double quote stands inside a field without quotes", "Put the field in double quotes and write the quote twice.")]
    [InlineData("a\n\"1\"2\n", 2, "something stands behind a closing quote", "Inside a quoted field a double quote is written twice.")]
    public void Wrong_csv_is_an_error_with_its_line(string text, int line, string message, string? hint)
    {
        var wrong = Errors("x.csv", text);
        (wrong.Line, wrong.Column, wrong.Message, wrong.Hint).ShouldBe((line, 0, message, hint));
    }

    [Fact]
    public void Every_table_that_is_written_as_csv_is_read_back() => Prop.ForAll<NonEmptyArray<NonNull<string>>>(cells =>
    {
        var texts = cells.Get.Select(cell => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cell.Get))).ToList();
        var csv = "a,b\r\n" + string.Concat(texts.Select(text => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\",x\r\n"));
        var table = Read("x.csv", csv);
        Enumerable.Range(0, table.RowCount).Select(row => table.Text(row, 0)).ShouldBe(texts);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Json_lines_are_objects_of_scalars() =>
        Show(Read("x.jsonl", "{\"a\": \"x\\u00e4\\n\", \"b\": 1.50}\r\n\n{\"b\": true, \"a\": null}\n{\"a\":\"\",\"b\":-1e9}"))
            .ShouldBe("a|b:xä\n|1.50;null|true;|-1e9");

    [Theory]
    [InlineData("", 0, "the data file is empty")]
    [InlineData("{\"a\": 1}\n{\"a\": 1", 2, "this line is not JSON")]
    [InlineData("[1]\n", 1, "this line is JSON, but not an object")]
    [InlineData("{}\n", 1, "this object is empty, so there are no columns")]
    [InlineData("{\"a\": 1, \"b\": 2}\n\n{\"a\": 1}\n", 3, "the object lacks 'b', which the first one has")]
    [InlineData("{\"a\": 1}\n{\"a\": 1, \"c\": 2}\n", 2, "the object has 'c', which the first one has not")]
    [InlineData("{\"a\": 1}\n{\"a\": 1, \"a\": 2}\n", 2, "the object has a name twice")]
    [InlineData("{\"a\": 1, \"a\": 2}\n", 1, "two columns are named 'a'")]
    [InlineData("{\"a\": [1]}\n", 1, "'a' is a list or an object")]
    [InlineData("{\"a\": \"\\ud800\"}\n", 1, "'a' holds half of a surrogate pair, which no text can")]
    public void Wrong_json_lines_are_an_error_with_their_line(string text, int line, string message)
    {
        var wrong = Errors("x.ndjson", text);
        (wrong.Line, wrong.Message).ShouldBe((line, message));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error_with_their_line()
    {
        var path = Path.Combine(_folder.FullName, "x.csv");
        File.WriteAllBytes(path, [.. "a\nb\n"u8, 0xff, (byte)'\n']);

        DataFile.Read(path, "x", DataOrder.RoundRobin).Diagnostics[0].ShouldBe(new Diagnostic(path, 3, 0, "this line is not UTF-8", "Save the file as UTF-8."));
    }

    [Fact]
    public void Another_kind_of_file_is_an_error() => Errors("x.txt", "a\n1\n").Message.ShouldBe("the name of the data file ends in '.txt', which says nothing of its format");

    [Fact]
    public void A_missing_file_and_a_folder_are_errors()
    {
        Write("users.csv", "a\n1\n");

        var missing = DataFile.Read(Path.Combine(_folder.FullName, "user.csv"), "x", DataOrder.RoundRobin).Diagnostics[0];
        (missing.Message, missing.Hint).ShouldBe(("there is no such data file", "Did you mean 'users.csv'?"));
        DataFile.Read(_folder.FullName, "x", DataOrder.RoundRobin).Diagnostics[0].Message.ShouldBe("the data file is a folder");
    }

    [Fact]
    public void A_million_rows_are_read_and_one_more_is_refused()
    {
        var text = new StringBuilder("a\n");
        for (var i = 0; i < DataFile.MostRows; i++)
        {
            text.Append("1\n");
        }

        Read("x.csv", text.ToString()).RowCount.ShouldBe(DataFile.MostRows);
        var wrong = Errors("x.csv", text.Append("1\n").ToString());
        (wrong.Line, wrong.Message).ShouldBe((DataFile.MostRows + 2, "a data file has at most 1,000,000 rows, and this is one more"));
    }

    [Fact]
    public void A_file_that_is_too_large_and_too_many_columns_are_refused()
    {
        var path = Path.Combine(_folder.FullName, "x.csv");
        using (var file = File.Create(path))
        {
            file.SetLength(DataFile.MostBytes + 1);   // a hole: takes no disk
        }

        DataFile.Read(path, "x", DataOrder.RoundRobin).Diagnostics[0].Message.ShouldBe("the data file is larger than 256 MiB");
        Errors("x.csv", string.Join(',', Enumerable.Range(0, 1001))).Message.ShouldBe("a data file has at most 1,000 columns, but this has 1,001");
    }

    [Fact]
    public void The_sum_of_the_file_is_kept()
    {
        var data = DataFile.Read(Write("x.csv", "a\n1\n"), "shown", DataOrder.Random).Value!;

        (data.File, data.Sha256, data.Rows.Order).ShouldBe(("shown", Convert.ToHexStringLower(SHA256.HashData("a\n1\n"u8)), DataOrder.Random));
    }

    private static string Show(DataTable table) =>
        string.Join('|', table.Columns) + ":"
        + string.Join(';', Enumerable.Range(0, table.RowCount).Select(row => string.Join('|', table.Columns.Select((_, column) => table.Text(row, column)))));

    private DataTable Read(string name, string text)
    {
        var result = DataFile.Read(Write(name, text), name, DataOrder.RoundRobin);
        result.Succeeded.ShouldBeTrue(DiagnosticText.Format(result.Diagnostics));
        return result.Value.Rows.Table;
    }

    private Diagnostic Errors(string name, string text) => DataFile.Read(Write(name, text), name, DataOrder.RoundRobin).Diagnostics.ShouldHaveSingleItem();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
