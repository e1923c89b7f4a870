using Prony.Experiments.Files.Keys;

namespace Prony.Experiments.Files;

/// <summary>Keys of a service's metrics: what it tells of itself under load.</summary>
internal static class MetricKeys
{
    public static readonly Key<string> Http = new("http", KeyTypes.Text, "Address that is asked, such as \"http://{address}/stats;csv\"; with USER:PASSWORD@ where it wants them.");

    public static readonly Key<string> Unix = new("unix", KeyTypes.Text, "Path of a Unix socket that is asked.");

    public static readonly Key<string> Tcp = new("tcp", KeyTypes.Text, "HOST:PORT that is asked, such as \"127.0.0.1:{port}\".");

    public static readonly Key<IReadOnlyList<string>> Command = new(
        "command", KeyTypes.Command, "Program and arguments whose output is read; it runs once a second in the service's folder and environment, and its CPU counts for nobody.");

    public static readonly Key<string> Send = new("send", KeyTypes.Text, "What is sent to the socket; \"\\n\" in double quotes is the end of a line.") { OnlyWith = ["unix", "tcp"] };

    public static readonly Key<string> Read = new("read", KeyTypes.Choice("csv", "lines", "json"), "How the answer is written.") { Required = true };

    public static readonly Key<IReadOnlyList<NamedEntry<string>>> Row = new(
        "row",
        new MapType<string>("COLUMN", KeyTypes.Text, KeyTypes.Text, "mapping of columns to text"),
        "Values that columns of a row must have (csv); of several rows that have them the figures are added up.");

    public static readonly Key<string> Column = new("column", KeyTypes.Text, "Column of the figure (csv).");

    public static readonly Key<string> Matches = new(
        "matches", KeyTypes.Text, "Regular expression with one group that holds the figure (lines); figures of several lines that match are added up.");

    public static readonly Key<string> Path = new("path", KeyTypes.Text, "Path of the figure (json), such as server.pools[0].waiting.");

    public static readonly Key<bool> Counter = new("counter", KeyTypes.Boolean, "It only ever grows: its rate is told.") { Default = "false" };

    public static readonly KeyTable ValueTable = new("A figure of the answer.", Column, Matches, Path, Counter) { ExactlyOneOf = ["column", "matches", "path"] };

    public static readonly Key<IReadOnlyList<NamedEntry<TextOr>>> Values = new(
        "values",
        new MapType<TextOr>("NAME", KeyTypes.Name, new TextOrType(ValueTable), "mapping of names to figures", fewest: 1),
        "What is read, by the name that reports use: a text is the column, the regular expression or the path. queue and waiting tell how many requests wait at the service.")
    {
        Required = true,
    };

    public static readonly KeyTable SourceTable = new("A place where a service tells figures of its own.", Http, Unix, Tcp, Command, Send, Read, Row, Values)
    {
        ExactlyOneOf = ["http", "unix", "tcp", "command"],
    };

    public static readonly Key<IReadOnlyList<Placed<BoundTable>>> Metrics = new(
        "metrics",
        new ListType<BoundTable>(new TableType(SourceTable), "list of mappings", allowSingle: false),
        "What the service tells of itself, read once a second under load and shown beside what it used.");
}
