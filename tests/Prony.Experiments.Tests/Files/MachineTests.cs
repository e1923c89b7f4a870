using Prony.Experiments.Files;
using Prony.Experiments.Planning;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

/// <summary>The keys machine and machines: stated, printed, never enforced.</summary>
public sealed class MachineTests : IDisposable
{
    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void A_service_states_its_machine_and_the_plan_holds_it_beside_the_command()
    {
        _box.Write("stacks/hello/stack.yaml", FileSandbox.Stack + "\n    machine: {vcpus: 2, memory: 4GiB, storage: 80GB, price: \"28 USD/month\", note: NYC}");

        var plan = Plan(FileSandbox.Experiment);

        plan.Candidates[1].Setup.ShouldBe([new PlannedService("web", "server --port {port} --mode slow", new StatedMachine(2, 4L << 30, "80GB", new StatedPrice(28, "USD"), "NYC"))]);
    }

    [Fact]
    public void What_an_experiment_states_goes_before_what_the_stack_does()
    {
        _box.Write("stacks/hello/stack.yaml", FileSandbox.Stack + "\n    machine: {vcpus: 2}");

        Plan("machines: {web: {vcpus: 8}}\n" + FileSandbox.Experiment).Candidates.ShouldAllBe(candidate => candidate.Setup[0].Machine!.Vcpus == 8);
    }

    [Fact]
    public void An_include_states_it_for_all_its_services_and_a_shared_service_for_itself()
    {
        _box.Write("stacks/pair/stack.yaml", """
            name: pair
            services:
              back: {stack: ../hello, machine: {vcpus: 1.5}}
              front: {command: "proxy {port}"}
            """);
        var plan = Plan("services: {db: {command: \"db {port}\", machine: {price: 15.5 EUR/month}}}\n" + FileSandbox.Experiment.Replace("a: {stack: stacks/hello}", "a: {stack: stacks/pair}", StringComparison.Ordinal));

        plan.Candidates[0].Setup.Select(service => (service.Name, service.Machine?.Vcpus)).ShouldBe([("back", 1.5), ("front", null)]);
        plan.SharedSetup.ShouldHaveSingleItem().Machine!.Price.ShouldBe(new StatedPrice(15.5, "EUR"));
    }

    [Fact]
    public void A_plan_without_any_machine_holds_no_setup() =>
        (Plan(FileSandbox.Experiment) is { SharedSetup.Count: 0 } plan && plan.Candidates.All(candidate => candidate.Setup.Count == 0)).ShouldBeTrue();

    [Theory]
    [InlineData("{price: 28}", "'28' is not a price. Expected an amount, a currency and the month, such as \"28 USD/month\".")]
    [InlineData("{price: $28/mo}", "'$28/mo' is not a price. Expected an amount, a currency and the month, such as \"28 USD/month\".")]
    [InlineData("{price: 0.1 USD/hour}", "'0.1 USD/hour' is not a price. Expected an amount, a currency and the month, such as \"28 USD/month\".")]
    [InlineData("{vcpus: two}", "'two' is not a number of CPUs, such as 2.")]
    [InlineData("{vcpus: 0}", "0 is out of range: expected 0.01 to 4096.")]
    [InlineData("{memory: 4 GB}", "'4 GB' is not an amount of bytes.")]
    [InlineData("{memory: 0}", "0 is no memory.")]
    [InlineData("{cpus: 2}", "unknown key 'cpus' in machines.web | Did you mean 'vcpus'?")]
    public void A_mistake_in_a_machine_is_named(string machine, string expected) =>
        FileSandbox.Lines(_box.Read($"machines: {{web: {machine}}}\n" + FileSandbox.Experiment).Diagnostics).ShouldHaveSingleItem().ShouldContain(expected);

    [Fact]
    public void A_machine_of_no_service_is_a_mistake_but_for_what_a_profile_takes_away()
    {
        FileSandbox.Lines(_box.Read("machines: {wbe: {vcpus: 8}}\n" + FileSandbox.Experiment).Diagnostics).ShouldBe(["1:12 machines: no candidate has a service 'wbe' | Did you mean 'web'?"]);

        _box.Write("stacks/other/stack.yaml", FileSandbox.Stack.Replace("  web:", "  app:", StringComparison.Ordinal));
        var path = _box.Write("p.yaml", "machines: {app: {vcpus: 8}}\nprofiles: {small: {candidates: {c: null}}}\n" + FileSandbox.Experiment.Replace("scenarios:", "  c: {stack: stacks/other}\nscenarios:", StringComparison.Ordinal));
        ExperimentFile.Read(path, _box.Environment, ["small"]).Diagnostics.ShouldBeEmpty();
    }

    private PlanRecord Plan(string experiment)
    {
        var read = _box.Read(experiment);
        read.Diagnostics.ShouldBeEmpty();
        return Planner.Plan(read.Value!, "run", [.. read.Value!.Candidates.Select(c => c.Name)], [], preview: false, TimeProvider.System);
    }
}
