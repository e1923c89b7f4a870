using FsCheck;
using FsCheck.Fluent;
using Prony.Load.Arrivals;
using Prony.Load.Plans;
using Shouldly;

namespace Prony.Load.Tests.Arrivals;

public sealed class UserProfileTests
{
    private const long Second = 1_000_000_000;
    private static readonly UserStage[] Spike = [Stage(50, 50, 10), Stage(400, 400, 5), Stage(50, 50, 10)];

    private static UserStage Stage(int from, int to, double seconds) => new(from, to, TimeSpan.FromSeconds(seconds));

    private static UserProfile Profile(UserStage[] stages, double warmupS = 0) =>
        UserProfile.Of(new ClosedModel(stages.Max(s => Math.Max(s.From, s.To))) { Stages = stages }, TimeSpan.FromSeconds(warmupS))!;

    [Fact]
    public void A_model_without_stages_has_no_profile() => UserProfile.Of(new ClosedModel(5), TimeSpan.Zero).ShouldBeNull();

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(49, 12 * Second, 12 * Second)]
    [InlineData(50, 0, 10 * Second)]                          // comes with the spike
    [InlineData(399, 15 * Second - 1, 15 * Second - 1)]
    [InlineData(50, 15 * Second, UserProfile.Never)]          // and leaves with it
    [InlineData(49, 25 * Second, UserProfile.Never)]          // nobody is there after the window
    public void Users_of_a_spike_are_there_as_long_as_it_lasts(long user, long fromNs, long expectedNs) =>
        Profile(Spike).NextActive(user, fromNs).ShouldBe(expectedNs);

    [Theory]
    [InlineData(9, 0)]                          // the first ten are there from the beginning
    [InlineData(10, 1)]                         // U(t) = 10 + 90·t/60 s is above 10 from the first nanosecond
    [InlineData(40, (20 * Second) + 1)]
    [InlineData(99, 59_333_333_334)]
    [InlineData(100, UserProfile.Never)]
    public void Users_of_a_rise_come_one_after_the_other(long user, long expectedNs) => Profile([Stage(10, 100, 60)]).NextActive(user, 0).ShouldBe(expectedNs);

    [Theory]
    [InlineData(40, (40 * Second) - 1, (40 * Second) - 1)]
    [InlineData(40, 40 * Second, UserProfile.Never)]          // U(t) = 100 − 90·t/60 s: user 40 is one too many from here
    [InlineData(9, (60 * Second) - 1, (60 * Second) - 1)]
    public void Users_of_a_fall_leave_the_last_first(long user, long fromNs, long expectedNs) => Profile([Stage(100, 10, 60)]).NextActive(user, fromNs).ShouldBe(expectedNs);

    [Fact]
    public void Users_who_left_come_back_when_there_are_as_many_again()
    {
        var valley = Profile([Stage(10, 0, 10), Stage(0, 10, 10)]);
        valley.NextActive(4, 5 * Second).ShouldBe(5 * Second);
        valley.NextActive(4, 6 * Second).ShouldBe((14 * Second) + 1);
    }

    [Fact]
    public void The_warm_up_before_has_the_users_of_the_beginning()
    {
        var profile = Profile([Stage(2, 4, 10)], warmupS: 3);
        profile.NextActive(1, 0).ShouldBe(0);
        profile.NextActive(2, 0).ShouldBe((3 * Second) + 1);
        profile.NextActive(3, 0).ShouldBe((8 * Second) + 1);
    }

    [Fact]
    public void Long_loads_of_many_users_do_not_overflow()
    {
        var month = Profile([new UserStage(0, 100_000, TimeSpan.FromDays(30)), new UserStage(100_000, 0, TimeSpan.FromDays(30))]);
        month.NextActive(99_999, 0).ShouldBe((long)(99_999m / 100_000 * 30 * 86_400 * Second) + 1);
        month.NextActive(99_999, 31L * 86_400 * Second).ShouldBe(UserProfile.Never);
    }

    /// <summary>Against the definition: active at t means U(t) > k, the answer is the first such t, and nobody is active between the question and the answer.</summary>
    [Fact]
    public void The_next_active_instant_is_the_first_one_of_the_definition()
    {
        var stage = from users in Gen.Choose(0, 6).Two() from ns in Gen.Choose(1, 40) select (users.Item1, users.Item2, Ns: ns * 100);
        var cases = from stages in stage.NonEmptyListOf() from user in Gen.Choose(0, 6) from warmup in Gen.Choose(0, 3) select (stages, user, warmup);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var stages = c.stages.Select(s => new UserStage(s.Item1, s.Item2, TimeSpan.FromTicks(s.Ns / 100))).ToArray();
            var profile = UserProfile.Of(new ClosedModel(9) { Stages = stages }, TimeSpan.FromTicks(c.warmup))!;
            var all = new[] { (From: stages[0].From, To: stages[0].From, Ns: c.warmup * 100) }.Concat(c.stages.Select(s => (From: s.Item1, To: s.Item2, s.Ns))).ToArray();
            var end = all.Sum(s => s.Ns);
            long next = UserProfile.Never;
            for (var t = end + 1; t >= 0; t--)
            {
                next = IsActive(all, c.user, t) ? t : next;
                if (profile.NextActive(c.user, t) != next)
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>U(t) > k by the definition, in exact arithmetic.</summary>
    private static bool IsActive((int From, int To, int Ns)[] stages, int user, long t)
    {
        foreach (var (from, to, ns) in stages)
        {
            if (t < ns)
            {
                return ((decimal)from * ns) + ((decimal)(to - from) * t) > (decimal)user * ns;
            }

            t -= ns;
        }

        return false;
    }
}
