using Prony.Measurement.Machine;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Processes;

/// <summary>The CPUs that a service may run on.</summary>
internal static class CpuSets
{
    /// <summary>What a service asks for, or else what all services get.</summary>
    /// <param name="text">Its list; null: it asks for none.</param>
    /// <param name="byDefault">What services get that ask for none; null: all.</param>
    /// <param name="usable">What Prony itself may use.</param>
    /// <param name="service">For messages.</param>
    /// <exception cref="StackStartException">It is no list, or names a CPU that cannot be had.</exception>
    internal static IReadOnlyList<int>? Of(string? text, IReadOnlyList<int>? byDefault, IReadOnlyList<int> usable, string service)
    {
        if (text is null)
        {
            return byDefault;
        }

        if (!CpuList.TryParse(text, out var cpus, out var error))
        {
            throw Invalid(service, error.TrimEnd('.'));
        }

        var missing = cpus.Except(usable).ToList();
        return missing.Count == 0
            ? cpus
            : throw Invalid(service, $"cpus names {CpuList.Format(missing)}, but prony may use {CpuList.Format(usable)} of this machine");
    }

    /// <summary>Words in front of a command that bind it, and become it; none without a set.</summary>
    internal static IReadOnlyList<string> Prefix(IReadOnlyList<int>? cpus, string service)
    {
        if (cpus is null)
        {
            return [];
        }

        var program = ProgramFinder.Find("taskset", "/") ?? throw new StackStartException(
            StartFailureKind.NotFound, service, $"'taskset', which binds '{service}' to its CPUs, was not found. On Debian or Ubuntu: apt-get install util-linux.", []);
        return [program, "-c", CpuList.Format(cpus)];
    }

    private static StackStartException Invalid(string service, string problem) =>
        new(StartFailureKind.Invalid, service, $"Service '{service}' cannot be started: {problem}.", []);
}
