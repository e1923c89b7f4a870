namespace Prony.Cli.Personalities;

/// <summary>The tools whose command lines Prony understands.</summary>
internal static class PersonalityTable
{
    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<IPersonality> All { get; } =
    [
        new Hey.HeyPersonality(),
        new Oha.OhaTool(),
        new Wrk.WrkTool(rated: false),
        new Wrk.WrkTool(rated: true),
        new Ab.AbPersonality(),
        new Loadtest.LoadtestPersonality(),
        new Psrecord.PsrecordTool(),
    ];

    /// <summary>The one of that name; null when it is none of ours.</summary>
    public static IPersonality? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
