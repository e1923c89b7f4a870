using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Checking;

/// <summary>What is missing, as records have it.</summary>
internal static class MissingRequirements
{
    public static MissingRecord ToRecord(MissingRequirement missing) => new(missing.Name, missing.Debian, missing.Npm, missing.Get, missing.Advice);
}
