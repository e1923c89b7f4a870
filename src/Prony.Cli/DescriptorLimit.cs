using System.Globalization;
using Prony.Measurement.Machine;

namespace Prony.Cli;

/// <summary>Whether this process may open as many files as the work needs. Without this check the first place that finds none fails, with whatever it can say.</summary>
/// <remarks>The .NET runtime has raised the soft limit to the hard one by now.</remarks>
internal static class DescriptorLimit
{
    /// <summary>What Prony itself opens: the runtime and its libraries (about 80), the files of a trial, pipes and probes.</summary>
    private const int Own = 128;

    /// <param name="connections">Connections at once.</param>
    /// <returns>What is wrong and what to do; null when the limit is high enough.</returns>
    public static string? FindProblem(long connections = 0)
    {
        var limit = ProcessLimits.OpenFiles();
        var needed = Own + connections;
        if (limit >= needed)
        {
            return null;
        }

        var wanted = connections > 0 ? string.Create(CultureInfo.InvariantCulture, $"{connections} connections need {needed}") : string.Create(CultureInfo.InvariantCulture, $"Prony needs {needed}");
        return string.Create(CultureInfo.InvariantCulture, $"Only {limit} files (connections are files) may be open at once, and {wanted}. Raise the limit: ulimit -n {needed}");
    }
}
