namespace Prony.Cli.Personalities;

/// <summary>The two words that every personality takes besides its original's: they may stand anywhere on the line.</summary>
/// <param name="Truth">Whether to say what the original would have got wrong; <c>--no-truth</c> silences it.</param>
/// <param name="Yes"><c>--yes</c>: the address may be loaded although it is not on this machine or its network.</param>
/// <param name="Rest">The line without them: the original's.</param>
internal sealed record OwnFlags(bool Truth, bool Yes, IReadOnlyList<string> Rest)
{
    /// <summary>The word that silences the block of truth.</summary>
    public const string NoTruthWord = "--no-truth";

    /// <summary>The word that permits an address.</summary>
    public const string YesWord = "--yes";

    /// <summary>Takes them out of a command line.</summary>
    public static OwnFlags Take(IReadOnlyList<string> arguments) => new(
        !arguments.Contains(NoTruthWord),
        arguments.Contains(YesWord),
        [.. arguments.Where(word => word is not (NoTruthWord or YesWord))]);
}
