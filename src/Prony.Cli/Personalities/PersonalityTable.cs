using Prony.Cli.Personalities.Oha;
using Prony.Cli.Personalities.Psrecord;
using Prony.Cli.Personalities.Wrk;

namespace Prony.Cli.Personalities;

/// <summary>The tools whose command lines Prony understands.</summary>
internal static class PersonalityTable
{
    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<IPersonality> All { get; } =
    [
        new OhaTool(),
        new WrkTool(rated: false),
        new WrkTool(rated: true),
        new PsrecordTool(),
    ];

    /// <summary>The one of that name; null when it is none of ours.</summary>
    public static IPersonality? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
