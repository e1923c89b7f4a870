using System.Text.RegularExpressions;
using Prony.Cli.Personalities;
using Prony.Cli.Personalities.Ab;
using Prony.Cli.Personalities.Hey;
using Prony.Cli.Personalities.Loadtest;
using Prony.Cli.Personalities.Wrk;
using Prony.Testing;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Personalities;

/// <summary>The tables against the help of the originals: what those print where they are installed, and what Prony prints in their place.</summary>
public class OriginalHelpTests
{
    [OriginalFact("hey")]
    public void Every_flag_of_hey_s_help_is_in_the_table_and_Pronys_copy_of_it_is_the_same() =>
        Compare("hey", Originals.Run(Originals.PathOf("hey")).Error.TrimEnd('\n'), HeyText.Usage.TrimEnd('\n'));

    [OriginalFact("ab")]
    public void Every_flag_of_ab_s_help_is_in_the_table_and_Pronys_copy_of_it_is_the_same()
    {
        var path = Originals.PathOf("ab");
        Compare("ab", Originals.Run(path, "-h").Error.Replace(path + " [", "ab [", StringComparison.Ordinal), AbText.Usage);
    }

    [OriginalFact("wrk")]
    public void Every_flag_of_wrk_s_help_is_in_the_table_and_Pronys_copy_of_it_is_the_same()
    {
        var (code, help, _) = Originals.Run(Originals.PathOf("wrk"), "--help");
        code.ShouldBe(1);
        Compare("wrk", help, WrkFlags.WrkUsage, "-L", "-T");   // its parser knows these two, its help does not
    }

    [OriginalFact("loadtest")]
    public void Every_flag_of_loadtest_s_help_is_in_the_table_and_Pronys_copy_of_it_is_the_same()
    {
        var (code, help, error) = Originals.Run(Originals.PathOf("loadtest"), "--help");
        code.ShouldBe(0, error);
        Compare("loadtest", WithoutCores(help), WithoutCores(LoadtestText.Usage));
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
        HeyText.Kinds.Keys.Select(flag => "-" + flag).ShouldBe(PersonalityTable.Find("hey")!.Flags.SelectMany(flag => flag.Names).Append("-h"), ignoreOrder: true);

    [Fact]
    public void Flags_of_other_versions_are_named_with_their_version() =>
        PersonalityTable.All.SelectMany(tool => tool.Flags.Where(flag => flag.Version.Length > 0).Select(flag => $"{tool.Name} {flag.Names[0]}: {flag.Version}")).ShouldBe(
            ["hey -U: hey after 0.1.4", "oha -j: versions of oha before --output-format"]);

    private static void Compare(string tool, string help, string copy, params string[] hidden)
    {
        FlagsOf(help).ShouldBe(Table(tool).Except(hidden), ignoreOrder: true);
        copy.ShouldBe(help);
    }

    /// <summary>Those of the version that is imitated.</summary>
    private static string[] Table(string name) => [.. PersonalityTable.Find(name)!.Flags.Where(flag => flag.Version.Length == 0).SelectMany(flag => flag.Names)];

    private static string[] FlagsOf(string help) =>
        [.. Regex.Matches(help, @"^ +(-{1,2}[A-Za-z0-9][\w-]*)(?:, (--\w+))?[ \t]", RegexOptions.Multiline).SelectMany(m => m.Groups.Values.Skip(1).Where(g => g.Success).Select(g => g.Value))];

    /// <summary>Node counts CPUs of the machine, .NET those that may be used.</summary>
    private static string WithoutCores(string help) => Regex.Replace(help, "\"[0-9]+\" by default", "half by default");
}
