namespace Prony.Stacks.Definitions;

/// <summary>What happens when an instance of a service ends by itself.</summary>
/// <param name="Max">Times that the service is started again within <paramref name="Within"/>; once more, and it is given up. 0: it is not started again. Default: 5.</param>
/// <param name="Within">How far back deaths are counted. Default: 60 s.</param>
/// <param name="Backoff">Pause before the second start in that time; doubled for each further one, at most 60 s. The first is at once. Default: 1 s.</param>
public sealed record RespawnDefinition(int Max = 5, TimeSpan? Within = null, TimeSpan? Backoff = null)
{
    /// <summary>Default of <see cref="Within"/>.</summary>
    public static readonly TimeSpan DefaultWithin = TimeSpan.FromSeconds(60);

    /// <summary>Default of <see cref="Backoff"/>.</summary>
    public static readonly TimeSpan DefaultBackoff = TimeSpan.FromSeconds(1);

    /// <summary>Not started again.</summary>
    public static readonly RespawnDefinition Never = new(0);
}

/// <summary>Where the output of a service goes when it is kept up.</summary>
/// <param name="File">The file; relative to the folder of the stack file.</param>
/// <param name="MaxBytes">At this size it becomes FILE.1, what was that FILE.2. Default: 10 MiB.</param>
/// <param name="Keep">So many old ones are kept. Default: 5.</param>
public sealed record LogDefinition(string File, long MaxBytes = LogDefinition.DefaultMaxBytes, int Keep = 5)
{
    /// <summary>Default of <see cref="MaxBytes"/>.</summary>
    public const long DefaultMaxBytes = 10L << 20;
}
