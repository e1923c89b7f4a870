namespace Prony.Cli.Parsing;

/// <summary>What <c>--warmup</c> says.</summary>
/// <param name="Length">Null: auto, until the server is steady.</param>
internal readonly record struct WarmupLength(TimeSpan? Length);
