using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Runs;

public sealed class SecretMaskTests
{
    [Fact]
    public void Every_occurrence_of_a_secret_is_hidden()
    {
        var mask = new SecretMask();
        mask.Add("hunter2");
        mask.Mask("a hunter2 b hunter2").ShouldBe("a ••• b •••");
    }

    [Fact]
    public void What_another_hides_is_hidden_too_and_the_longest_whole()
    {
        var mask = new SecretMask();
        mask.Add("hunter");
        var other = new SecretMask();
        other.Add("hunter2");
        other.AddMany(["seventeen"]);
        mask.AddAll(other);
        mask.Mask("hunter hunter2 seventeen").ShouldBe("••• ••• •••");
    }

    [Fact]
    public void Many_secrets_are_hidden_as_few_are()
    {
        var mask = new SecretMask();
        mask.AddMany(Enumerable.Range(0, 100_000).Select(i => $"token-{i}").Concat(["abcd", "cdefgh", "xyz", ""]));
        mask.Add("hunter2");
        mask.Mask("a token-99999 b token-7 token-x hunter2").ShouldBe("a ••• b ••• token-x •••");
        mask.Mask("abcdefgh").ShouldBe("•••");   // they overlap
        mask.Mask("token-12token-345.").ShouldBe("••••••.");
        mask.Mask("xyz abc").ShouldBe("xyz abc");   // too short
        mask.Count.ShouldBe(100_003);
    }

    [Fact]
    public void The_longest_secret_is_hidden_first()
    {
        var mask = new SecretMask();
        mask.Add("abcd");
        mask.Add("abcdefgh");
        mask.Mask("abcdefgh abcd").ShouldBe("••• •••");
    }

    [Fact]
    public void A_short_value_is_not_hidden_unless_its_place_declares_it()
    {
        var mask = new SecretMask();
        mask.Add("1");
        mask.Add("");
        mask.AddDeclared("");
        mask.Mask("r01 100 users").ShouldBe("r01 100 users");
        mask.Count.ShouldBe(0);
        mask.AddDeclared("x=1");
        mask.Mask("Cookie: x=1").ShouldBe("Cookie: •••");
    }

    [Fact]
    public void The_same_value_counts_once()
    {
        var mask = new SecretMask();
        mask.Add("hunter2");
        mask.AddDeclared("hunter2");
        mask.Count.ShouldBe(1);
    }

    [Fact]
    public void The_longest_value_is_known_so_that_a_cut_text_can_be_masked()
    {
        var mask = new SecretMask();
        mask.LongestLength.ShouldBe(0);
        mask.Add("hunter2");
        mask.LongestLength.ShouldBe(7);
        mask.AddMany(["one of many", "four"]);
        mask.LongestLength.ShouldBe(11);
    }
}
