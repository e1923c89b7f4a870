using System.Text.RegularExpressions;
using Prony.Cli.Personalities;
using Prony.Reporting.Personalities;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Personalities;

public class PersonalityTableTests
{
    public static TheoryData<string> Names => [.. PersonalityTable.All.Select(tool => tool.Name)];

    [Fact]
    public void A_personality_is_found_by_its_verb() =>
        CalledAs.Find("/usr/bin/prony", ["hey", "-n", "1"]).ShouldNotBeNull().Words.ShouldBe(["-n", "1"]);

    [Fact]
    public void A_personality_is_found_by_the_name_of_the_executable() =>
        CalledAs.Find("/home/me/bin/ab", ["hey", "-n", "1"]).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.Tool.Name.ShouldBe("ab"),
            found => found.Words.ShouldBe(["hey", "-n", "1"]));

    [Theory]
    [InlineData("prony", "load")]
    [InlineData("dotnet", "heyday")]
    [InlineData("", "--help")]
    public void Any_other_line_is_Pronys_own(string startedAs, string word) => CalledAs.Find(startedAs, [word]).ShouldBeNull();

    [Fact]
    public void The_word_that_this_process_was_started_with_is_known() => CalledAs.StartedAs().ShouldNotBeEmpty();

    [Fact]
    public void Two_words_are_Pronys_own_wherever_they_stand()
    {
        var flags = PersonalityTable.Find("hey")!.Flags;
        var own = OwnFlags.Take(["-n", "5", "--no-truth", "http://127.0.0.1/", "--yes"], flags);
        own.Truth.ShouldBeFalse();
        own.Yes.ShouldBeTrue();
        own.Rest.ShouldBe(["-n", "5", "http://127.0.0.1/"]);
        OwnFlags.Take(["-k"], flags).ShouldSatisfyAllConditions(none => none.Truth.ShouldBeTrue(), none => none.Yes.ShouldBeFalse());
    }

    [Theory]
    [InlineData("hey", "-d", "--yes", "http://192.0.2.1/")]
    [InlineData("hey", "--d", "--yes", "http://192.0.2.1/")]
    [InlineData("hey", "-disable-keepalive", "-d", "--yes", "http://192.0.2.1/")]
    [InlineData("hey", "--", "--yes")]
    [InlineData("ab", "-kH", "--yes", "http://192.0.2.1/")]
    [InlineData("wrk", "--header", "--yes", "http://192.0.2.1/")]
    [InlineData("wrk", "--head", "--yes", "http://192.0.2.1/")]
    [InlineData("oha", "-d", "--yes", "http://192.0.2.1/")]
    [InlineData("loadtest", "-P", "--yes", "http://192.0.2.1/")]
    [InlineData("psrecord", "--log", "--yes", "1")]
    public void The_value_of_a_flag_permits_nothing(string tool, params string[] line)
    {
        var own = OwnFlags.Take(line, PersonalityTable.Find(tool)!.Flags);
        own.Yes.ShouldBeFalse();
        own.Rest.ShouldBe(line);
    }

    [Theory]
    [InlineData("hey", "-disable-keepalive", "--yes", "http://192.0.2.1/")]
    [InlineData("hey", "-n=5", "--yes", "http://192.0.2.1/")]
    [InlineData("ab", "-n5", "--yes", "http://192.0.2.1/")]
    [InlineData("ab", "-kq", "--yes", "http://192.0.2.1/")]
    [InlineData("wrk", "--latency", "--yes", "http://192.0.2.1/")]
    [InlineData("oha", "-d", "x", "--yes", "http://192.0.2.1/")]
    public void Behind_a_switch_and_behind_a_value_it_is_Pronys(string tool, params string[] line)
    {
        var own = OwnFlags.Take(line, PersonalityTable.Find(tool)!.Flags);
        own.Yes.ShouldBeTrue();
        own.Rest.ShouldBe(line.Where(word => word != "--yes"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_help_lists_every_tool_and_the_completion_knows_its_flags(string name)
    {
        var root = Program.CreateRoot();
        var command = root.Subcommands.Single(verb => verb.Name == name);
        command.Description.ShouldNotBeNullOrWhiteSpace();
        var tool = PersonalityTable.Find(name)!;
        var known = command.Options.SelectMany(option => option.Aliases.Append(option.Name)).ToList();
        tool.Flags.Where(f => f.State == FlagState.Supported).SelectMany(f => f.Names).Except(["-h", "--help", "-?"]).ShouldBeSubsetOf(known);
    }

    [Fact]
    public void A_half_written_flag_is_no_flag_with_a_value_while_a_shell_asks()
    {
        Program.Configuration(["[suggest:8]", "hey -dis"]).EnablePosixBundling.ShouldBeFalse();
        Program.Configuration(["load", "-c100"]).EnablePosixBundling.ShouldBeTrue();
        Program.CreateRoot().Parse(["hey", "-dis"], Program.Configuration(["[suggest:8]"])).GetCompletions().Select(c => c.Label)
            .ShouldBe(["-disable-compression", "-disable-keepalive", "-disable-redirects"], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_refused_flag_names_the_nearest_way_and_a_supported_one_does_not(string name)
    {
        foreach (var flag in PersonalityTable.Find(name)!.Flags)
        {
            (flag.Instead.Length > 0).ShouldBe(flag.State == FlagState.Refused, string.Join(' ', flag.Names));
            flag.Meaning.ShouldNotBeNullOrWhiteSpace();
            flag.Names.ShouldAllBe(n => n.StartsWith('-'));
        }

        PersonalityTable.Find(name)!.Flags.SelectMany(f => f.Names).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_script_of_the_clone_knows_the_name(string name)
    {
        var names = Regex.Match(File.ReadAllText(Clone.PathOf("prony")), @"^ *([a-z0-9|]+)\) set -- ", RegexOptions.Multiline).Groups[1].Value.Split('|');
        names.ShouldContain(name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_flags_that_a_doubt_advises_are_the_tool_s(string name)
    {
        const string Advice = "(--connections, -c) (--connections) (-c) (--threads) say --no-keepalive (no --no-keepalive) use --duration 3m --cert FILE --key FILE --insecure";
        var words = ToolWords.Of(name, Advice).Replace("prony load --cert FILE --key FILE", "", StringComparison.Ordinal).Replace("prony load --", "", StringComparison.Ordinal);
        if (name != "psrecord")   // it makes no load
        {
            Regex.Matches(words, @"(?<![\w-])-{1,2}[A-Za-z][\w-]*").Select(match => match.Value).ShouldBeSubsetOf(PersonalityTable.Find(name)!.Flags.SelectMany(flag => flag.Names));
        }
    }

    [Fact]
    public void The_document_of_the_flags_is_current() => Clone.ShouldBeCurrent("docs/personalities.md", PersonalityDocument.Text());
}
