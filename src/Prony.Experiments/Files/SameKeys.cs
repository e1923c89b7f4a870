using Prony.Experiments.Files.Keys;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>The keys of a scenario about doing the same work.</summary>
internal static class SameKeys
{
    public static readonly Key<string> Body = new(
        "body", KeyTypes.Choice(SameBodyName.Exact, SameBodyName.Length, SameBodyName.Any),
        "What has to be alike of the answers' content: every byte (one answer to each request is fetched before each window and compared), its mean length, or nothing.")
    {
        Default = SameBodyName.Length,
    };

    public static readonly Key<double> Tolerance = new(
        "tolerance", KeyTypes.Share, "How much the mean length of the content may differ from the baseline's; with body: length only.")
    {
        DefaultNote = "2%",
    };

    public static readonly KeyTable Table = new("What has to be alike of the candidates' answers.", Body, Tolerance);

    public static readonly Key<BoundTable> Same = new(
        "same", new TableType(Table),
        "What has to be alike of the candidates' answers; candidates that do different work get no verdict. Status and compression have to be alike, too, the latter unless body is any.");

    public static readonly Key<string> KeepAlive = new(
        "keepalive", KeyTypes.Choice(KeepAliveName.Auto, KeepAliveName.Required),
        "Whether a server may close connections that were to be kept: with required it gets no verdict (above 1 % of the responses), with auto a doubt.")
    {
        Default = KeepAliveName.Auto,
    };
}
