namespace Prony.Reporting.Progress;

/// <summary>A bar of text: how much is done.</summary>
internal static class ProgressBar
{
    private const int Length = 24;

    /// <param name="share">Clamped to 0 to 1.</param>
    public static string Of(double share)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * Length);
        return new string('■', full) + new string('·', Length - full);
    }
}
