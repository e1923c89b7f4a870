using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>The stack that a bare command stands for: one service named web on a port of Prony's choice, ready when it accepts a connection.</summary>
internal static class CommandStack
{
    public const string MissingPort = "the command does not hold {port}, so it cannot know where to listen";

    public const string MissingPortHint = "Prony gives every start a free port: write {port} where the server takes it, as in 'uvicorn --port {port} app:app'.";

    private const string Service = "web";

    /// <summary>What its words may refer to.</summary>
    public static PlaceholderScope Scope { get; } =
        PlaceholderScope.OfService([], Placeholders.NamesOfService(new ServiceDefinition { Name = Service, Command = [] }), isPrepared: false);

    public static bool HasPort(IReadOnlyList<string> command) => command.Any(word => PlaceholderScope.UsesPort(word, Service));

    /// <summary>The stack.</summary>
    /// <param name="name">Of the candidate.</param>
    /// <param name="command">Words of the command.</param>
    /// <param name="folder">Where it runs.</param>
    public static CandidateDefinition Of(string name, IReadOnlyList<string> command, string folder)
    {
        var service = new ServiceDefinition
        {
            Name = Service,
            Command = command,
            Ready = new ReadyDefinition(Within: ReadyDefinition.DefaultWithin),
            Settled = new SettledDefinition(true, SettledDefinition.DefaultCpu, SettledDefinition.DefaultWithin),
            Stop = new StopDefinition(Grace: StopDefinition.DefaultGrace),
        };
        var stack = new StackDefinition
        {
            Name = name,
            Directory = folder,
            Services = [service],
            Target = $"http://{{{Service}.address}}",
            IsInline = true,
        };
        return new CandidateDefinition(name, stack, new Dictionary<string, string>());
    }
}
