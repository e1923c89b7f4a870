using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>Writes what is done to a candidate's services while it is loaded, and what happens to them, into events.jsonl.</summary>
internal static class SteeringEvents
{
    /// <summary>Until the result is disposed.</summary>
    /// <param name="stack">The candidate.</param>
    /// <param name="writer">Its trial's; takes events from any thread.</param>
    /// <param name="secondsAt">Where an instant lies on the axis of the slices.</param>
    /// <param name="secrets">Masked in what is written.</param>
    public static IDisposable Record(IRunningStack stack, TrialWriter writer, Func<long, double> secondsAt, SecretMask secrets) =>
        stack.Control.Watch(change => writer.WriteEvent(new EventRecord(secondsAt(change.AtNs), EventKind.ServicePrefix + change.Kind, change.Service, secrets.Mask(change.Text))));
}
