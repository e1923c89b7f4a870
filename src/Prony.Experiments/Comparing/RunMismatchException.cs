namespace Prony.Experiments.Comparing;

/// <summary>Two runs that cannot be compared at all; the message is for the person who named them.</summary>
public sealed class RunMismatchException(string message) : Exception(message);
