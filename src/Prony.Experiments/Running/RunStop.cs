namespace Prony.Experiments.Running;

/// <summary>The two ways in which a person ends a run.</summary>
/// <param name="EndWindow">First Ctrl-C: end the window, keep what was measured, stop the candidate properly, conclude from the whole rounds.</param>
/// <param name="StopNow">Second Ctrl-C or SIGTERM: stop at once, and still leave nothing behind.</param>
public sealed record RunStop(CancellationToken EndWindow, CancellationToken StopNow);
