using Prony.Cli.Parsing;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Parsing;

public sealed class NumberTableTests
{
    [Theory]
    [InlineData("users,per_s\n1,20\n4,78.5\n")]
    [InlineData("users;per_s\n1;20\n4;78.5\n")]
    [InlineData("users\tper_s\n1\t20\n4\t78.5\n")]
    [InlineData("\uFEFFusers,per_s\r\n1,20\r\n\r\n4,78.5")]
    [InlineData("# a sweep of Monday\n\"users\",\"per_s\"\n \"1\" , 20 \n4,7.85e1\n")]
    [InlineData("1,20\n4,78.5\n")]
    public void Commas_semicolons_and_tabs_separate_and_names_are_optional(string text)
    {
        var table = NumberTable.Read(text, "t.csv");

        table.Numbers(table.Column("--n", null, 0)).ShouldBe([1, 4]);
        table.Numbers(table.Column("--x", null, 1)).ShouldBe([20, 78.5]);
    }

    [Fact]
    public void Columns_are_chosen_by_name_or_by_number()
    {
        var table = NumberTable.Read("date,in flight,per_s,\"1\"\nMonday,1,20,7\nTuesday,4,78,8\n", "t.csv");

        table.Numbers(table.Column("--n", "in flight", 0)).ShouldBe([1, 4]);
        table.Numbers(table.Column("--x", "3", 1)).ShouldBe([20, 78]);
        table.Numbers(table.Column("--x", "1", 1)).ShouldBe([7, 8], "a name goes before a number");
        table.NameOf(1).ShouldBe("in flight");
        NumberTable.Read("1,20\n", "t.csv").NameOf(1).ShouldBe("2");
    }

    [Theory]
    [InlineData("t.csv: the table is empty.", "")]
    [InlineData("t.csv: the table is empty.", "# nothing\n\n")]
    [InlineData("t.csv:2:1: there is no row below the names of the columns.", "\nn,x\n")]
    [InlineData("t.csv:1:1: the table has only one column.", "1\n2\n")]
    [InlineData("t.csv:3:3: 'many' is no number. Expected one such as 12.5.", "n,x\n1,20\n4,many\n")]
    [InlineData("t.csv:2:3: this cell is empty.", "n,x\n1,\n")]
    [InlineData("t.csv:2:3: 'NaN' is no number.", "n,x\n1,NaN\n")]
    [InlineData("t.csv:2:3: '1e999' is no number.", "n,x\n1,1e999\n")]
    [InlineData("t.csv:2:3: '78,5' is no number. Write decimals with a point: 78.5.", "n;x\n4;78,5\n")]
    [InlineData("t.csv:2:6: this row has 3 cells, the first has 2. Decimals are written with a point.", "n,x\n4,78,5\n")]
    [InlineData("t.csv:3:1: this row has 1 cell, the first has 2.", "n,x\n1,2\n4\n")]
    [InlineData("t.csv:2:3: '\"20\"0' is no number.", "n,x\n1,\"20\"0\n")]
    [InlineData("t.csv:2:4: 'many' is no number.", "n,x\n1, many\n")]
    [InlineData("t.csv:2:3: a quote begins here and does not end on this line.", "n,x\n1,\"20\n")]
    public void What_is_wrong_is_said_with_its_place(string expected, string text) => Problem(text).ShouldStartWith(expected);

    [Theory]
    [InlineData("--n usres: t.csv has no such column (it has users, per_s). Did you mean 'users'?", "users,per_s\n1,2\n", "usres")]
    [InlineData("--n 3: t.csv has no such column (it has users, per_s).", "users,per_s\n1,2\n", "3")]
    [InlineData("--n users: t.csv has no such column (it has columns 1 to 2, without names).", "1,2\n", "users")]
    public void An_unknown_column_gets_the_nearest_known_one(string expected, string text, string wanted) => Problem(text, wanted).ShouldBe(expected);

    [Fact]
    public void A_table_has_at_most_10000_rows() =>
        Problem("n,x\n" + string.Concat(Enumerable.Repeat("1,2\n", 10_001))).ShouldStartWith("t.csv:10002:1: a table has at most 10000 rows.");

    private static string Problem(string text, string? n = null) => Should.Throw<UsageException>(() =>
    {
        var table = NumberTable.Read(text, "t.csv");
        table.Numbers(table.Column("--n", n, 0));
        table.Numbers(table.Column("--x", null, 1));
    }).Message;
}
