namespace Prony.Measurement.Runs;

/// <summary>A machine that a file states for a service: told in reports, never enforced, never looked up.</summary>
/// <param name="Vcpus">Its CPUs; null when not stated.</param>
/// <param name="MemoryBytes">Its memory; null likewise.</param>
/// <param name="Storage">Its storage as it was written; null likewise.</param>
/// <param name="Price">What it costs; null likewise.</param>
/// <param name="Note">Anything else, such as the region; null likewise.</param>
public sealed record StatedMachine(double? Vcpus, long? MemoryBytes, string? Storage, StatedPrice? Price, string? Note);

/// <summary>A price as the file states it.</summary>
/// <param name="PerMonth">Amount per month, 0 or more.</param>
/// <param name="Currency">As it was written ("USD"); amounts of different currencies are never added.</param>
public sealed record StatedPrice(double PerMonth, string Currency);

/// <summary>A service as the set-up table shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Command">Its command with the candidate's parameters; secrets masked.</param>
/// <param name="Machine">The machine that is stated for it; null: none is.</param>
public sealed record PlannedService(string Name, string Command, StatedMachine? Machine);
