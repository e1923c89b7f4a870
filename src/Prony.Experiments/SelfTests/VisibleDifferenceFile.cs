using System.Text.Json;
using Prony.Measurement.Runs;

namespace Prony.Experiments.SelfTests;

/// <summary>The file in which full self-tests keep what a machine can show: selftest.json in the cache folder.</summary>
public static class VisibleDifferenceFile
{
    private const string Name = "selftest.json";

    /// <summary>What the last full self-test of this machine found; empty when there was none.</summary>
    /// <param name="cacheFolder">It need not exist.</param>
    /// <param name="machine">Every part of it must be as it was: another kernel or runtime is another machine.</param>
    public static IReadOnlyList<VisibleDifference> Read(string cacheFolder, MachineRecord machine) =>
        ReadAll(cacheFolder).Machines.LastOrDefault(entry => entry.Machine == machine)?.Visible ?? [];

    /// <summary>Puts the findings in the place of those of an earlier self-test of this machine.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public static void Write(string cacheFolder, MachineRecord machine, IReadOnlyList<VisibleDifference> visible)
    {
        Directory.CreateDirectory(cacheFolder);
        var all = ReadAll(cacheFolder);
        all = all with { Machines = [.. all.Machines.Where(entry => entry.Machine != machine), new MachineDifferences(machine, visible)] };
        AtomicFile.Write(Path.Combine(cacheFolder, Name), JsonSerializer.SerializeToUtf8Bytes(all, RunJson.Files.VisibleDifferences));
    }

    private static VisibleDifferences ReadAll(string cacheFolder)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(cacheFolder, Name));
            return JsonSerializer.Deserialize(file, RunJson.Files.VisibleDifferences) is { Schema: VisibleDifferences.CurrentSchema } all ? all : new VisibleDifferences();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            // A cache: what cannot be read is as good as not there, and the next full self-test writes it anew.
            return new VisibleDifferences();
        }
    }
}
