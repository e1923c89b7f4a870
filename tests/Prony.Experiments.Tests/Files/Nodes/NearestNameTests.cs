using FsCheck;
using FsCheck.Fluent;
using Prony.Experiments.Files.Nodes;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files.Nodes;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("warmpu", "warmup,measure", "warmup")]
    [InlineData("WARMUP", "warmup,measure", "warmup")]
    [InlineData("candidate", "candidates,scenarios", "candidates")]
    [InlineData("zzz", "warmup,measure", null)]
    [InlineData("a", "b,c", "b")]
    [InlineData("ab", "cd", null)]
    [InlineData("x", "", null)]
    [InlineData("kestrel", "kestrel-bench,gunicorn", "kestrel-bench")]
    [InlineData("kestrel", "kestrel-bench,kestrel-https", null)]
    [InlineData("ke", "kestrel-bench,gunicorn", null)]
    public void The_nearest_name_is_found_if_it_is_near(string written, string known, string? nearest) =>
        NearestName.Find(written, known.Split(',', StringSplitOptions.RemoveEmptyEntries)).ShouldBe(nearest);

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("ca", "abc", 3)]
    public void Distances_are_those_of_optimal_string_alignment(string a, string b, int distance) =>
        NearestName.Distance(a, b).ShouldBe(distance);

    [Fact]
    public void The_distance_is_symmetric_and_zero_only_for_the_same() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(), (a, b) =>
            NearestName.Distance(a.Get, b.Get) == NearestName.Distance(b.Get, a.Get)
            && (NearestName.Distance(a.Get, b.Get) == 0) == (a.Get == b.Get)
            && NearestName.Distance(a.Get, b.Get) <= Math.Max(a.Get.Length, b.Get.Length)).QuickCheckThrowOnFailure();
}
