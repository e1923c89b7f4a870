namespace Prony.Stacks.Definitions;

/// <summary>A place where a service tells figures of its own, and which of them are read once a second under load. Immutable.</summary>
public sealed record MetricSourceDefinition
{
    /// <summary>How it is asked.</summary>
    public required MetricTransport Transport { get; init; }

    /// <summary>Whom to ask: an http:// address, the path of a Unix socket, or HOST:PORT; empty for a command. May hold placeholders.</summary>
    public string Address { get; init; } = "";

    /// <summary>Program and arguments; empty for the others. May hold placeholders.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>What is sent to a socket after it is open; null: nothing. May hold placeholders.</summary>
    public string? Send { get; init; }

    /// <summary>How the answer is written.</summary>
    public required MetricFormat Format { get; init; }

    /// <summary>Columns and the values that they must have, for CSV; of rows that match the values are added up. Default: every row. Values may hold placeholders.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Row { get; init; } = [];

    /// <summary>What is read; at least one.</summary>
    public required IReadOnlyList<MetricDefinition> Values { get; init; }
}

/// <summary>One figure of an answer.</summary>
/// <param name="Name">Its name in records and reports. <c>queue</c> and <c>waiting</c> tell how many requests wait at the service.</param>
/// <param name="From">Where it stands: a column (CSV), a regular expression with one group (lines), a path such as <c>a.b[0].c</c> (JSON).</param>
/// <param name="Counter">It only ever grows, so that its rate is told. Default: false, a value that goes up and down.</param>
public sealed record MetricDefinition(string Name, string From, bool Counter = false);

/// <summary>Ways to ask for metrics.</summary>
public enum MetricTransport
{
    /// <summary>GET of an address.</summary>
    Http,

    /// <summary>A Unix socket.</summary>
    Unix,

    /// <summary>A TCP connection.</summary>
    Tcp,

    /// <summary>The output of a program.</summary>
    Command,
}

/// <summary>How metrics are written.</summary>
public enum MetricFormat
{
    /// <summary>Comma-separated values (RFC 4180) with a header, which may begin with '#'.</summary>
    Csv,

    /// <summary>Lines of text that regular expressions are looked for in.</summary>
    Lines,

    /// <summary>JSON (RFC 8259).</summary>
    Json,
}
