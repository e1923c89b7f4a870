using FsCheck;
using FsCheck.Fluent;
using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Definitions;

public class StartOrderTests
{
    [Fact]
    public void Without_needs_the_file_says_the_order() =>
        Order(Service("db"), Service("pool"), Service("web")).ShouldBe(["db", "pool", "web"]);

    [Fact]
    public void A_service_starts_after_what_it_needs_and_otherwise_as_early_as_the_file_says() =>
        Order(Service("proxy", "web"), Service("web", "db", "cache"), Service("db", []), Service("cache", []), Service("mail")).ShouldBe(["db", "cache", "web", "proxy", "mail"]);

    [Fact]
    public void Without_needs_a_service_needs_the_one_above_it()
    {
        ServiceDefinition[] services = [Service("db"), Service("pool"), Service("web", [])];
        Enumerable.Range(0, 3).Select(index => StartOrder.NeedsOf(services, index)).ShouldBe([[], ["db"], []]);
    }

    [Fact]
    public void A_circle_is_named()
    {
        ServiceDefinition[] services = [Service("db", []), Service("web", "proxy"), Service("proxy", "cache", "db"), Service("cache", "web")];
        StartOrder.FindCircle(services).ShouldBe(["web", "proxy", "cache", "web"]);
        Should.Throw<ArgumentException>(() => StartOrder.Of(services)).Message.ShouldContain("web -> proxy -> cache -> web");
        StartOrder.FindCircle([Service("web", "web")]).ShouldBe(["web", "web"]);
    }

    [Fact]
    public void A_name_that_no_service_has_holds_nobody_up() => Order(Service("web", "nobody")).ShouldBe(["web"]);

    /// <summary>Any graph: every service after all that it needs, none lost; or a circle that is one.</summary>
    [Fact]
    public void Every_service_comes_after_all_that_it_needs_or_there_is_a_circle() =>
        Prop.ForAll(Graphs(onlyUpwards: false), graph =>
        {
            var circle = StartOrder.FindCircle(graph);
            if (circle.Count > 0)
            {
                return circle.Count > 1 && circle[0] == circle[^1]
                    && circle.Zip(circle.Skip(1)).All(pair => graph.Single(service => service.Name == pair.First).Needs!.Contains(pair.Second));
            }

            var order = Order(graph).ToList();
            return order.Order().SequenceEqual(graph.Select(service => service.Name).Order())
                && graph.All(service => service.Needs!.All(need => order.IndexOf(need) < order.IndexOf(service.Name)));
        }).QuickCheckThrowOnFailure();

    /// <summary>Who needs only services written above it starts in the order of the file.</summary>
    [Fact]
    public void An_order_that_the_file_already_has_stays() =>
        Prop.ForAll(Graphs(onlyUpwards: true), graph => Order(graph).SequenceEqual(graph.Select(service => service.Name))).QuickCheckThrowOnFailure();

    private static Arbitrary<ServiceDefinition[]> Graphs(bool onlyUpwards)
    {
        var graphs =
            from count in Gen.Choose(1, 8)
            from edges in Gen.Choose(0, 9).ArrayOf(count * count)
            select Enumerable.Range(0, count)
                .Select(i => Service($"s{i}", [.. Enumerable.Range(0, onlyUpwards ? i : count).Where(j => edges[(i * count) + j] == 0).Select(j => $"s{j}")]))
                .ToArray();
        return graphs.ToArbitrary();
    }

    private static IEnumerable<string> Order(params ServiceDefinition[] services) => StartOrder.Of(services).Select(service => service.Name);

    private static ServiceDefinition Service(string name) => new() { Name = name, Command = ["x"] };

    private static ServiceDefinition Service(string name, params string[] needs) => Service(name) with { Needs = needs };
}
