using System.Diagnostics;
using System.Text.RegularExpressions;
using Prony.Cli.Personalities;
using Prony.Cli.Personalities.Ab;
using Prony.Cli.Personalities.Hey;
using Prony.Cli.Personalities.Loadtest;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Personalities;

/// <summary>The tables against the help of the originals: what those print where they are installed, and what Prony prints in their place.</summary>
public class OriginalHelpTests
{
    [Theory]
    [InlineData("hey", "")]
    [InlineData("ab", "-h")]
    public void Every_flag_of_an_installed_tool_s_help_is_in_the_table_and_Pronys_copy_of_it_is_the_same(string name, string ask)
    {
        if (!File.Exists("/usr/bin/" + name))
        {
            return;   // ./test does not install it; the copy is held against the table below all the same
        }

        var help = HelpOf("/usr/bin/" + name, ask);
        FlagsOf(help).ShouldBe(Table(name), ignoreOrder: true);
        (name == "hey" ? help.TrimEnd('\n') : help).ShouldBe(name == "hey" ? HeyText.Usage.TrimEnd('\n') : AbText.Usage);
    }

    [Fact]
    public void The_tables_are_those_of_the_help_that_Prony_prints()
    {
        FlagsOf(HeyText.Usage).ShouldBe(Table("hey"), ignoreOrder: true);
        FlagsOf(AbText.Usage).ShouldBe(Table("ab"), ignoreOrder: true);
        FlagsOf(LoadtestText.Usage).ShouldBe(Table("loadtest"), ignoreOrder: true);
    }

    [Fact]
    public void Every_letter_that_ab_s_parser_knows_is_in_the_table() =>
        AbText.Letters.Where(char.IsAsciiLetter).Select(letter => "-" + letter).ShouldBe(Table("ab"), ignoreOrder: true);

    [Fact]
    public void Every_flag_that_hey_s_parser_knows_is_in_the_table_but_the_one_that_its_help_hides() =>
        HeyText.Kinds.Keys.Select(flag => "-" + flag).ShouldBe(Table("hey").Append("-h"), ignoreOrder: true);

    private static string[] Table(string name) => [.. PersonalityTable.Find(name)!.Flags.SelectMany(flag => flag.Names)];

    private static string[] FlagsOf(string help) =>
        [.. Regex.Matches(help, @"^ +(-{1,2}[A-Za-z0-9][\w-]*)(?:, (--\w+))?[ \t]", RegexOptions.Multiline).SelectMany(m => m.Groups.Values.Skip(1).Where(g => g.Success).Select(g => g.Value))];

    private static string HelpOf(string program, string ask)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ask.Length > 0 ? [ask] : []) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var text = process.StandardError.ReadToEnd();
        process.WaitForExit(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        return text.Replace(program + " [", Path.GetFileName(program) + " [", StringComparison.Ordinal);
    }
}
