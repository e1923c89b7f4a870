using System.Net;
using Prony.Experiments.Targets;
using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>Where a run writes and how it is meant.</summary>
/// <param name="OutputFolder">Parent of the run directory; created when absent.</param>
/// <param name="CacheFolder">Results of prepare steps, outside of any clone.</param>
/// <param name="Preview">Too short for a verdict (<c>--quick</c>): every verdict is marked so.</param>
public sealed record RunSettings(string OutputFolder, string CacheFolder, bool Preview)
{
    /// <summary>A run directory whose run goes on; null: a new run.</summary>
    public string? Resume { get; init; }

    /// <summary>How the run was asked for, with the full path of the file; null: not known.</summary>
    public InvocationRecord? Invocation { get; init; }

    /// <summary>Told what runs from now on and may be steered; null: nothing does. From the thread of the run. Default: nobody is.</summary>
    public Action<IRunningStack?> Steered { get; init; } = static _ => { };

    /// <summary>Whether a host may be loaded at an address; asked for every candidate before each of its loads, since a name may stand for another address by then. Default: this machine and private networks.</summary>
    public Func<string, IPAddress, bool> MayLoad { get; init; } = static (host, address) => TargetGuard.IsAllowed(host, address, allowedHosts: null);
}
