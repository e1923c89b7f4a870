using Prony.Experiments.Files.Keys;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>The keys of a scenario's <c>load</c>.</summary>
internal static class LoadKeys
{
    private const int MostUsers = 100_000;

    public static readonly Key<TimeSpan> Over = new(
        "over", KeyTypes.Duration("100ms", "24h"), "Length of the ramp and of the window, in place of phases.measure.")
    {
        Required = true,
    };

    public static readonly Key<int> UsersFrom = new(
        "from", KeyTypes.Integer(0, MostUsers), "Users at the beginning of the window, and in the warm-up.")
    {
        Required = true,
    };

    public static readonly Key<int> UsersTo = new("to", KeyTypes.Integer(0, MostUsers), "Users at the end of the window.") { Required = true };

    public static readonly KeyTable UsersRampTable = new("A number of users that rises or falls evenly through the window.", UsersFrom, UsersTo, Over);

    public static readonly Key<OrRamp<IReadOnlyList<Placed<int>>>> Users = new(
        "users",
        new OrRampType<IReadOnlyList<Placed<int>>>(
            new CyclesType(new ListType<int>(KeyTypes.Integer(1, MostUsers), "whole number or list of whole numbers", allowSingle: true, allowEmpty: false)),
            UsersRampTable,
            "whole number, list of whole numbers or mapping"),
        "Closed model: virtual users with one request at a time each. A list such as [50, 100, 150], or 50:100:150 as Funkload writes its cycles, is measured load by load, "
        + "in an order that the seed decides, each after a warm-up of its own; {from: 10, to: 100, over: 60s} is a ramp.");

    public static readonly Key<double> From = new("from", KeyTypes.Rate, "Rate at the beginning of the window, and in the warm-up.") { Required = true };

    public static readonly Key<double> To = new("to", KeyTypes.Rate, "Rate at the end of the window.") { Required = true };

    public static readonly KeyTable RampTable = new("A rate that rises or falls evenly through the window.", From, To, Over);

    public static readonly Key<OrRamp<IReadOnlyList<Placed<double>>>> Rate = new(
        "rate",
        new OrRampType<IReadOnlyList<Placed<double>>>(
            new ListType<double>(KeyTypes.Rate, "rate or list of rates", allowSingle: true, allowEmpty: false), RampTable, "rate, list of rates or mapping"),
        "Open model: arrivals at this rate, whatever the server does. A list such as [100/s, 200/s] is measured load by load, as for users; "
        + "{from: 50/s, to: 400/s, over: 60s} is a ramp.");

    public static readonly Key<int> StageUsersFrom = new("from", KeyTypes.Integer(0, MostUsers), "Users at the beginning of the stage.") { Required = true };

    public static readonly Key<int> StageUsersTo = new("to", KeyTypes.Integer(0, MostUsers), "Users at its end.") { Required = true };

    public static readonly Key<OrRamp<int>> StageUsers = new(
        "users",
        new OrRampType<int>(
            KeyTypes.Integer(0, MostUsers),
            new KeyTable("A number of users that rises or falls evenly through the stage.", StageUsersFrom, StageUsersTo),
            "whole number or mapping"),
        "Users of the stage, or {from: 50, to: 400}.");

    public static readonly Key<double> StageRateFrom = new("from", KeyTypes.Rate, "Rate at the beginning of the stage.") { Required = true };

    public static readonly Key<double> StageRateTo = new("to", KeyTypes.Rate, "Rate at its end.") { Required = true };

    public static readonly Key<OrRamp<double>> StageRate = new(
        "rate",
        new OrRampType<double>(
            KeyTypes.Rate, new KeyTable("A rate that rises or falls evenly through the stage.", StageRateFrom, StageRateTo), "rate or mapping"),
        "Rate of the stage, or {from: 100/s, to: 500/s}.");

    public static readonly Key<TimeSpan> StageLength = new("for", KeyTypes.Duration("100ms", "24h"), "Length of the stage.") { Required = true };

    public static readonly KeyTable StageTable = new("A part of the window with a load of its own.", StageUsers, StageRate, StageLength)
    {
        ExactlyOneOf = ["users", "rate"],
    };

    public static readonly Key<IReadOnlyList<Placed<BoundTable>>> Stages = new(
        "stages",
        new ListType<BoundTable>(new TableType(StageTable), "list of mappings", allowSingle: false, allowEmpty: false),
        "Users, or rates, that follow one another in one window, which is as long as they are together: a spike, a staircase. "
        + "The warm-up has the load of the beginning.");

    public static readonly Key<string> Arrivals = new("arrivals", KeyTypes.Choice(ArrivalsName.Poisson, ArrivalsName.Uniform), "Open model: spacing of the arrivals.")
    {
        Default = ArrivalsName.Poisson,
    };

    public static readonly Key<int> Requests = new(
        "requests", KeyTypes.Integer(1, 1_000_000_000),
        "Exactly that many requests in the window, which then ends with the last of them, in place of phases.measure.");

    public static readonly Key<TimeSpan> Think = new(
        "think", KeyTypes.Duration("0s", "1h"),
        "Pause of a user between the end of a request and the instant at which the next is due.")
    {
        OnlyWith = ["users", "stages"],
    };

    public static readonly Key<TimeSpan> Pace = new(
        "pace", KeyTypes.Duration("0s", "1h"),
        "A user makes at most one request in this time; after a slower answer the next is due at once.")
    {
        OnlyWith = ["users", "stages"],
    };

    public static readonly Key<TimeSpan> Ramp = new(
        "ramp", KeyTypes.Duration("0s", "1h"),
        "Users begin one after the other over this time, counted from the start of the warm-up, and open their connections so; "
        + "with a warm-up as long, all are there when the window begins.")
    {
        OnlyWith = ["users"],
    };

    public static readonly Key<double> Spawn = new(
        "spawn", KeyTypes.Rate,
        "In place of 'ramp': so many users begin per second, as Locust's spawn rate has it. The ramp of each load is then its users divided by it.")
    {
        OnlyWith = ["users"],
    };

    public static readonly KeyTable LoadTable = new(
        "How requests come into being: users or a rate.", Users, Think, Pace, Ramp, Spawn, Rate, Stages, Arrivals, Requests)
    {
        ExactlyOneOf = ["users", "rate", "stages"],
        AtMostOneOf = ["users", "arrivals"],
    };

    public static readonly Key<BoundTable> Load = new(
        "load", new TableType(LoadTable),
        "How many ask, such as {users: 50} or {rate: 300/s}.")
    {
        Required = true,
    };
}
