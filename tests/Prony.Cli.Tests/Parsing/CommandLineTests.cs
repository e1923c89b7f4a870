using System.CommandLine;
using System.Text.RegularExpressions;
using Prony.Cli.Parsing;
using Prony.Experiments.Files;
using Prony.Testing;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Parsing;

public class CommandLineTests
{
    public static TheoryData<string> ExampleLines => [.. Examples.ByCommand.Values.SelectMany(lines => lines).Where(line => line.StartsWith("prony ", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(ExampleLines))]
    public void Every_example_of_the_help_is_understood(string line)
    {
        Program.CreateRoot().Parse(Words(line)).Errors.Select(error => error.Message).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(ExampleLines))]
    public void Every_file_of_the_clone_that_an_example_names_is_there_with_the_profiles_that_it_asks_for(string line)
    {
        var words = Words(line);
        foreach (var path in words.Where(word => Regex.IsMatch(word, "^(experiments|stacks)(/|$)")))
        {
            Path.Exists(Path.Combine(CloneFolder.Root, path)).ShouldBeTrue(path);
        }

        for (var i = Array.IndexOf(words, "--profile"); i >= 0; i = Array.IndexOf(words, "--profile", i + 1))
        {
            ExperimentFile.ProfileNames(Path.Combine(CloneFolder.Root, words[1])).ShouldContain(words[i + 1]);
        }
    }

    [Fact]
    public void Every_verb_has_examples() =>
        Program.CreateRoot().Subcommands.Select(verb => verb.Name).ShouldBeSubsetOf(Examples.ByCommand.Keys);

    [Fact]
    public void No_flag_of_a_verb_has_two_meanings()
    {
        foreach (var verb in Program.CreateRoot().Subcommands)
        {
            var names = verb.Options.SelectMany(option => option.Aliases.Append(option.Name)).ToList();
            names.ShouldBeUnique($"flags of {verb.Name}");
        }
    }

    [Fact]
    public void Every_flag_and_argument_is_described()
    {
        var undescribed = Program.CreateRoot().Subcommands.SelectMany(verb => verb.Options.Cast<Symbol>().Concat(verb.Arguments))
            .Where(symbol => string.IsNullOrWhiteSpace(symbol.Description));
        undescribed.Select(symbol => symbol.Name).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Unrecognized command or argument '--duratoin'.", "'--duratoin' is not known here. Did you mean '--duration'?")]
    [InlineData("Unrecognized command or argument '--zzzzzzzz'.", "'--zzzzzzzz' is not known here.")]
    [InlineData("Something else is wrong.", "Something else is wrong.")]
    public void An_unknown_flag_gets_the_nearest_known_one(string complaint, string expected) =>
        Suggestions.Improve(complaint, Program.CreateRoot().Parse(["load", "http://127.0.0.1/"])).ShouldBe(expected);

    [Theory]
    [InlineData("'rnu' is not known here. Did you mean 'run'?", "rnu", "x")]
    [InlineData("'rnu' is not known here. Did you mean 'run'?", "--quick", "rnu", "x.yaml", "--out", "y")]
    [InlineData("'hye' is not known here. Did you mean 'hey'?", "hye", "-n", "5", "http://127.0.0.1/")]
    [InlineData("'--versoin' is not known here. Did you mean '--version'?", "--versoin")]
    [InlineData("'zzzzzz' is not known here.", "zzzzzz", "x")]
    public void Of_a_line_with_a_mistyped_verb_that_word_alone_is_told(string expected, params string[] words) =>
        Suggestions.Complaints(Program.CreateRoot().Parse(words, Program.Configuration(words))).ShouldBe([expected]);

    [Fact]
    public void Of_a_line_with_a_verb_every_mistake_is_told() =>
        Suggestions.Complaints(Program.CreateRoot().Parse(["load", "http://127.0.0.1/", "--duratoin", "1s", "--uesrs", "3"])).ShouldContain("'--uesrs' is not known here. Did you mean '--users'?");

    /// <summary>The words behind prony, single quotes as the shell reads them.</summary>
    private static string[] Words(string line)
    {
        // A comment stands behind two or more spaces; a shell takes what is behind '>' .
        var command = Regex.Split(line, "  +| > ")[0];
        return [.. Regex.Matches(command, @"'([^']*)'|(\S+)").Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Groups[2].Value).Skip(1)];
    }
}
