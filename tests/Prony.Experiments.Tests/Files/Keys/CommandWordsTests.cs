using FsCheck;
using FsCheck.Fluent;
using Prony.Experiments.Files.Keys;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files.Keys;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("a b  c", "a|b|c")]
    [InlineData("  a\tb\n", "a|b")]
    [InlineData("a 'b c' d", "a|b c|d")]
    [InlineData("a \"b c\" d", "a|b c|d")]
    [InlineData("a b'c d'e", "a|bc de")]
    [InlineData("a \"\" ''", "a||")]
    [InlineData("a b\\ c", "a|b c")]
    [InlineData("a \"b\\\"c\"", "a|b\"c")]
    [InlineData("a \"b\\nc\"", "a|b\\nc")]
    [InlineData("a 'b\\c'", "a|b\\c")]
    [InlineData("a '|' \"&&\" \\;", "a|PIPE|&&|;")]
    [InlineData("a --x=1 {port} $HOME *", "a|--x=1|{port}|$HOME|*")]
    [InlineData("'A=1' b", "A=1|b")]
    [InlineData("a|b", "aPIPEb")]
    public void Words_are_split_like_a_shell_would(string text, string words)
    {
        CommandWords.TrySplit(text, out var read, out var error).ShouldBeTrue(error);
        read.Select(word => word.Replace("|", "PIPE", StringComparison.Ordinal)).ShouldBe(words.Split('|'));
    }

    [Theory]
    [InlineData("", "the command is empty.")]
    [InlineData("a 'b", "the quote ' is not closed.")]
    [InlineData("a \"b", "the quote \" is not closed.")]
    [InlineData("a && b", "'&&' needs a shell, and commands run without one; write it as a list: [sh, -c, \"exec …\"].")]
    [InlineData("a > b", "'>' needs a shell, and commands run without one; write it as a list: [sh, -c, \"exec …\"].")]
    [InlineData("A_1=x b", "'A_1=x' is an assignment of the shell; put 'env' before it: env A_1=x …")]
    public void What_is_no_command_says_why(string text, string message)
    {
        CommandWords.TrySplit(text, out var words, out var error).ShouldBeFalse();
        words.ShouldBeEmpty();
        error.ShouldBe(message);
    }

    [Fact]
    public void Quoted_words_come_back_as_they_were() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<NonNull<string>>>(), words =>
        {
            var quoted = string.Join(' ', words.Get.Select(word => "'" + word.Get.Replace("'", "'\\''", StringComparison.Ordinal) + "'"));
            CommandWords.TrySplit(quoted, out var read, out var error).ShouldBeTrue(error);
            read.ShouldBe(words.Get.Select(word => word.Get));
        }).QuickCheckThrowOnFailure();
}
