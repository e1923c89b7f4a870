using System.Globalization;
using System.Text.Json;
using Prony.EndToEnd.Tests.Torture;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary>Every stack of the folder stacks/, started once by <c>./prony check</c>: what installs here works here, and what does not says how to get it.</summary>
[Trait("Speed", "Slow")]
public sealed class ShippedStackTests : IDisposable
{
    /// <summary>A stack behind something else, which has to be there first: a parameter of this name is its address.</summary>
    private const string Upstream = "upstream";

    private readonly Workspace _work = new();

    private static IReadOnlyDictionary<string, IReadOnlyList<MissingRequirement>> Stacks { get; } = FindStacks();

    public static TheoryData<string> Installed => [.. Stacks.Where(stack => stack.Value.Count == 0).Select(stack => stack.Key)];

    public static TheoryData<string> NotToBeHad => [.. Stacks.Where(stack => CannotBeHad(stack.Value)).Select(stack => stack.Key)];

    /// <summary>What packages would bring, and how; null when nothing of that is missing.</summary>
    public static string? Lacking { get; } = LackingOf([.. Stacks.Values.Where(missing => !CannotBeHad(missing)).SelectMany(missing => missing).Select(m => m.Advice).Distinct()]);

    [Theory]
    [MemberData(nameof(Installed))]
    public void It_is_ready_and_settled_answers_and_stops_with_nothing_left(string name)
    {
        var stack = WithWhatItStandsBefore(name);
        var result = _work.Start("check", stack, "--json", "-").WaitForEnd(TimeSpan.FromMinutes(9));
        result.ExitCode.ShouldBe(0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        var check = json.RootElement.GetProperty("stacks")[0];
        check.GetProperty("state").GetString().ShouldBe("good");
        check.GetProperty("settled").GetBoolean().ShouldBeTrue();
        check.GetProperty("services").EnumerateArray().ShouldAllBe(service => service.GetProperty("processes").GetInt32() > 0 && service.GetProperty("pss_bytes").GetInt64() > 0);
        var status = check.GetProperty("answer").GetProperty("status");
        (status.ValueKind == JsonValueKind.Null || status.GetInt32() == 200).ShouldBeTrue(result.ToString());
        check.GetProperty("stops").EnumerateArray().ShouldAllBe(stop => stop.GetProperty("expected").GetBoolean() && !stop.GetProperty("escalated").GetBoolean());
        check.GetProperty("left").GetArrayLength().ShouldBe(0);
        Remains.WaitForNone("check-" + check.GetProperty("name").GetString() + ".", TimeSpan.FromSeconds(5)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(NotToBeHad))]
    public void What_no_package_brings_is_skipped_and_says_how_to_get_it(string name)
    {
        var result = _work.Run("check", Clone.PathOf("stacks", name));
        result.ExitCode.ShouldBe(3, result.ToString());
        result.Output.ShouldContain("skipped: not installed: ");
        string.Join(' ', result.Output.Split('\n', StringSplitOptions.TrimEntries)).ShouldContain(Stacks[name].First(m => m.Get is not null).Advice);
    }

    [MissingPackagesFact]
    public void Everything_that_packages_bring_is_installed() => Lacking.ShouldBeNull();

    public void Dispose() => _work.Dispose();

    /// <summary>A proxy answers only when there is something behind it: then a stack of both, the proxy its front.</summary>
    private string WithWhatItStandsBefore(string name)
    {
        var folder = Clone.PathOf("stacks", name);
        if (!ShippedStack.Read(folder).Parameters.Any(parameter => parameter.Key == Upstream))
        {
            return folder;
        }

        _work.Write("stack.yaml", $$"""
            name: before-{{name}}
            services:
              server: {stack: {{Clone.PathOf("stacks", "uvicorn")}} }
              proxy: {stack: {{folder}}, with: {upstream: "{server.address}"} }
            target: "http://{proxy.address}"
            """);
        return _work.PathOf("stack.yaml");
    }

    private static bool CannotBeHad(IReadOnlyList<MissingRequirement> missing) => missing.Any(m => m.Get is not null && m.Debian.Count == 0);

    private static string? LackingOf(IReadOnlyList<string> advice) =>
        advice.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"./prony doctor --install --yes stacks (as root) brings what is missing. {string.Join(' ', advice)}");

    private static Dictionary<string, IReadOnlyList<MissingRequirement>> FindStacks()
    {
        var names = Directory.GetDirectories(Clone.PathOf("stacks")).Where(folder => File.Exists(Path.Combine(folder, "stack.yaml"))).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal).ToList();
        var missing = Requirements.FindMissing([.. names.Select(name => ShippedStack.Read(Clone.PathOf("stacks", name)))]);
        return names.Zip(missing).ToDictionary(stack => stack.First, stack => stack.Second);
    }

    /// <summary>Skipped, with what to install, where a package is missing: on a machine that is to test everything that counts as a failure.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class MissingPackagesFactAttribute : FactAttribute
    {
        public MissingPackagesFactAttribute() => Skip = Lacking;
    }
}
