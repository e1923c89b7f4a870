namespace Prony.Measurement.Runs;

/// <summary>A file of a run directory is not what it should be: damaged, or of a schema that this version does not know.</summary>
/// <param name="file">The file concerned.</param>
/// <param name="problem">What was found and what was expected.</param>
/// <param name="cause">The error underneath, or null.</param>
public sealed class RunFormatException(string file, string problem, Exception? cause = null)
    : FormatException($"{file}: {problem}", cause)
{
    /// <summary>Path of the file concerned.</summary>
    public string File { get; } = file;
}
