using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>Keeps two programs from writing one run directory. Ends with the process, however that ends.</summary>
internal sealed class RunLock : IDisposable
{
    private const int MostLooks = 5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Null when another program has it.</summary>
    /// <exception cref="IOException">It cannot be written: the disk is full, or is mounted for reading only.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    internal static RunLock? TryTake(string folder)
    {
        var run = new RunDirectory(folder);
        for (var look = 1; ; look++)
        {
            try
            {
                // Opened without sharing, which .NET turns into flock(2) on Unix: the kernel gives it back when the process dies.
                return new RunLock(new FileStream(run.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
            }
            catch (IOException) when (look < MostLooks)
            {
                // Somebody may only have looked whether it is held (RunReader.IsBeingWritten), which takes an instant.
                Thread.Sleep(BetweenLooks);
            }
            catch (IOException) when (RunReader.IsBeingWritten(run))
            {
                return null;
            }
        }
    }

    /// <summary>For a run that goes on. Taken before anything of it is read: two that read it at once would both go on with it.</summary>
    /// <param name="folder">The run directory.</param>
    /// <returns>The lock, or why the run cannot go on; neither where there is no plan, of which whoever reads it tells.</returns>
    internal static (RunLock? Own, RunProblem? Problem) TakeToResume(string folder)
    {
        if (!File.Exists(new RunDirectory(folder).PlanFile))
        {
            return (null, null);
        }

        try
        {
            return TryTake(folder) is { } own ? (own, null) : (null, ResumedRun.Cannot(folder, "another prony is at work in it.", []));
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return (null, ResumedRun.Cannot(folder, denied.Message, []));
        }
    }

    public void Dispose() => _file.Dispose();
}
