using System.Net;
using Prony.Load.Plans;
using Prony.Load.Requests;
using Prony.Measurement.Units;
using Shouldly;

namespace Prony.Load.Tests.Requests;

public sealed class RequestSourceTests
{
    private static readonly DataTable Letters = new DataTableBuilder(["l"]).AddRow("a").AddRow("b").AddRow("c").Build();

    [Fact]
    public void Requests_are_chosen_by_weight()
    {
        const int count = 100_000;
        int[] weights = [90, 9, 1];
        var source = Source(new ClosedModel(1), 1, [.. weights.Select((weight, i) => Get($"/{i}", weight))]);

        var byPath = Path(source, count).CountBy(path => path).ToDictionary();
        for (var i = 0; i < weights.Length; i++)
        {
            var p = weights[i] / 100.0;
            Math.Abs(byPath[$"/{i}"] - (count * p)).ShouldBeLessThan(4 * Math.Sqrt(count * p * (1 - p)));   // binomial
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    public void Many_requests_are_all_chosen(int requests)
    {
        var source = Source(new ClosedModel(1), 3, [.. Enumerable.Range(0, requests).Select(i => Get($"/{i}", 1 + (i % 3)))]);

        Enumerable.Range(0, 10_000).Select(i => source.Of(i).PathAndQuery).Distinct().Count().ShouldBe(requests);
    }

    [Fact]
    public void Rows_come_round_robin() =>
        Path(Source(new ClosedModel(1), 1, Get("/{data.l}")), 7).ShouldBe(["/a", "/b", "/c", "/a", "/b", "/c", "/a"]);

    [Fact]
    public void Rows_in_random_order_are_equally_frequent()
    {
        const int count = 30_000;
        var source = new RequestSource(Plan(new ClosedModel(1), 1, Get("/{data.l}")) with { Data = new RequestData(Letters, DataOrder.Random) });

        var seen = Path(source, count).CountBy(p => p).ToDictionary();

        seen.Count.ShouldBe(3);
        seen.Values.ShouldAllBe(n => Math.Abs(n - (count / 3.0)) < 4 * Math.Sqrt(count * 2 / 9.0));
    }

    [Fact]
    public void The_same_seed_and_number_give_the_same_request_and_another_seed_another()
    {
        RequestDefinition[] requests = [Get("/a/{random}"), Get("/b/{data.l}/{random}", 3)];

        Path(Source(new ClosedModel(5), 9, requests), 50).ShouldBe(Path(Source(new OpenModel(5, ArrivalKind.Poisson, 1), 9, requests), 50));
        Path(Source(new ClosedModel(5), 9, requests), 50).ShouldNotBe(Path(Source(new ClosedModel(5), 10, requests), 50));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(2UL)]   // shares no bit with the constant of SplitMix64
    public void The_choice_does_not_depend_on_the_gaps_between_arrivals(ulong seed)
    {
        const int count = 20_000;
        var source = Source(new ClosedModel(1), seed, Get("/0"), Get("/1"));
        var gaps = new SplitMix64(seed);
        _ = gaps.NextUnit();

        var agree = 0;
        for (var i = 0; i < count; i++)
        {
            agree += (gaps.NextUnit() >= 0.5) == (source.Of(i).PathAndQuery == "/1") ? 1 : 0;
        }

        Math.Abs(agree - (count / 2)).ShouldBeLessThan((int)(4 * Math.Sqrt(count / 4.0)));
    }

    [Fact]
    public void One_request_without_variables_is_the_only_one()
    {
        Source(new ClosedModel(1), 1, Get("/")).Only.ShouldNotBeNull().ToHead.ShouldBeFalse();
        Source(new ClosedModel(1), 1, Get("/{index}")).Only.ShouldBeNull();
        Source(new ClosedModel(1), 1, Get("/"), Get("/b")).Only.ShouldBeNull();
    }

    private static RequestDefinition Get(string path, int weight = 1) => new("GET", path, [], default) { Weight = weight };

    private static List<string> Path(RequestSource source, int count) => [.. Enumerable.Range(0, count).Select(i => source.Of(i).PathAndQuery)];

    private static RequestSource Source(LoadModel model, ulong seed, params RequestDefinition[] requests) => new(Plan(model, seed, requests));

    private static LoadPlan Plan(LoadModel model, ulong seed, params RequestDefinition[] requests) =>
        Loads.Plan(new IPEndPoint(0, 0), model) with { Requests = requests, Seed = seed, Data = new RequestData(Letters) };
}
