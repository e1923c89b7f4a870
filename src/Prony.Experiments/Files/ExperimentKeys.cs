using System.Text.Json.Nodes;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Files;

/// <summary>Every key of an experiment file.</summary>
internal static class ExperimentKeys
{
    /// <summary>Metrics that may decide a verdict, besides the other percentiles of the response.</summary>
    private static readonly string[] PrimaryMetrics =
        [Metrics.Throughput, Metrics.ResponseP50, Metrics.ResponseP99, Metrics.ResponseMean, Metrics.Failures, Metrics.CpuPerRequest, Metrics.Memory];

    public static readonly Key<string> Name = new(
        "name", KeyTypes.Name,
        "Name of the experiment; run directories carry it.")
    {
        Required = true,
    };

    public static readonly Key<string> Question = new(
        "question", KeyTypes.Text,
        "What the experiment is to answer; the report begins with it.");

    public static readonly Key<string> Baseline = new("baseline", KeyTypes.Name, "The candidate that the others are compared with.")
    {
        DefaultNote = "the first candidate",
    };

    public static readonly Key<IReadOnlyList<Placed<string>>> Factor = new(
        "factor",
        new ListType<string>(KeyTypes.Text, "list of names", allowSingle: true),
        "What is meant to differ between candidates: parameters of their stacks, what they declare, or stack, command, processes, backlog, keep-alive, access-log, version. "
        + "Other differences are doubts (V26); without a factor all are listed and none is judged.");

    public static readonly Key<string> Primary = new(
        "primary",
        new PartType<string>(
            new ScalarType<string>("metric", ReadMetric, MetricSchema),
            node => node is ScalarNode { Text: "capacity" },
            "capacity",
            $"`prony capacity` with this file searches for it. In the file choose one of {string.Join(", ", PrimaryMetrics)}."),
        "The metric that decides the verdict: throughput, response.pNN, response.mean, failures, cpu-per-request or memory.")
    {
        DefaultNote = "throughput for users, response.p99 for a rate",
    };

    public static readonly Key<double> Margin = new(
        "margin", KeyTypes.Share,
        "Smallest difference worth acting on; smaller ones are equivalent.")
    {
        Default = "5%",
    };

    public static readonly Key<RoundCount> Rounds = new(
        "rounds", KeyTypes.Rounds(1, 1000),
        "How often every candidate is measured; the interval of the verdict comes from them. Fewer than 6 give a preview only. "
        + "until-decided: at most 24, with looks after 6, 10, 16 and 24 rounds; the run ends at the first look at which every comparison of the primary metric is decided.")
    {
        Default = "10",
    };

    public static readonly Key<ulong> Seed = new(
        "seed", KeyTypes.Seed,
        "Decides the order of candidates, the arrivals and what requests hold; the same seed gives the same plan.")
    {
        Default = "1",
    };

    public static readonly Key<AutoDuration> Warmup = new(
        "warmup",
        KeyTypes.DurationOrAuto("0s", "1h"),
        "Load before the window, recorded and left out of the result. "
        + "auto: until response and CPU per request are steady (MSER-5), at least 5s and at most 60s after the last user has begun; 5s for a load with stages or with from, to and over, and 1s with --quick.")
    {
        Default = "auto",
    };

    public static readonly Key<TimeSpan> Measure = new(
        "measure", KeyTypes.Duration("100ms",
        "24h"), "Length of the measured window.") { Default = "20s" };

    public static readonly Key<AutoDuration> Drain = new(
        "drain",
        KeyTypes.DurationOrAuto("0s", "1h"),
        "Longest wait for answers after the window, ended early when nothing is in flight. "
        + "auto: the greater of 2s and twice the p99 so far, at most the timeout.")
    {
        Default = "auto",
    };

    public static readonly Key<TimeSpan> Pause = new(
        "pause", KeyTypes.Duration("0s",
        "1h"), "Quiet time between the stop of one candidate and the start of the next.")
    {
        Default = "2s",
    };

    public static readonly Key<TimeSpan> Idle = new(
        "idle", KeyTypes.Duration("0s",
        "1h"), "Time between readiness and load in which idle CPU is measured.")
    {
        Default = "2s",
    };

    public static readonly KeyTable PhasesTable = new("Lengths of the phases of each trial.", Warmup, Measure, Drain, Pause, Idle);

    public static readonly Key<BoundTable> Phases = new("phases", new TableType(PhasesTable), "Lengths of the phases of each trial.");

    public static readonly Key<IReadOnlyList<NamedEntry<BoundTable>>> SharedServices = new(
        "services",
        new MapType<BoundTable>("NAME", KeyTypes.Name, new TableType(StackKeys.ServiceTable), "mapping of names to services"),
        "Started once before the first round and stopped after the last, in sight of all candidates, such as a database; the same keys as in a stack. "
        + "Their addresses stand in 'with' and 'run' of candidates: \"{NAME.address}\".");

    public static readonly Key<string> Stack = new(
        "stack", KeyTypes.Text, "Folder of a stack (with a stack.yaml), or its file; relative to this file.");

    public static readonly Key<IReadOnlyList<NamedEntry<string>>> With = new(
        "with", new MapType<string>("NAME", KeyTypes.Name, KeyTypes.Text, "mapping of names to text"), "Parameters of the stack that differ from its defaults; the texts may name shared services: \"{database.address}\".")
    {
        OnlyWith = ["stack"],
    };

    public static readonly Key<IReadOnlyList<string>> Run = new(
        "run", KeyTypes.Command, "A command that serves on {port}. A text is split into words without a shell; it runs in the folder of this file.");

    public static readonly Key<Uri> Url = new(
        "url", KeyTypes.HttpAddress, "A server that runs already: not started, not stopped, its resources unknown unless pid is given.");

    public static readonly Key<int> Pid = new(
        "pid", KeyTypes.Integer(1, 4_194_304),
        "Process of that server, whose tree is accounted.")
    {
        OnlyWith = ["url"],
    };

    public static readonly Key<bool> Optional = new(
        "optional", KeyTypes.Boolean,
        "Leave the candidate out, with the reason, where it cannot run.")
    {
        Default = "false",
    };

    public static readonly Key<IReadOnlyList<NamedEntry<string>>> Declares = new(
        "declares",
        new MapType<string>("NAME", KeyTypes.Name, KeyTypes.Text, "mapping of names to text"),
        "What is to be known of the candidate, shown beside the others', such as {access-log: \"off\", version: \"1.2\"}; added to what its stack declares.");

    public static readonly Key<IReadOnlyList<NamedEntry<IReadOnlyList<Placed<string>>>>> Matrix = new(
        "matrix",
        new MapType<IReadOnlyList<Placed<string>>>(
            "NAME", KeyTypes.Name, new ListType<string>(KeyTypes.Text, "list of text", allowSingle: true, allowEmpty: false), "mapping of names to lists of text", fewest: 1),
        "Parameters of the stack with several values each: one candidate for each combination, named after them (many-workers-2-threads-8); at most 64.")
    {
        OnlyWith = ["stack"],
    };

    public static readonly KeyTable CandidateTable = new(
        "One alternative under comparison: a stack, a command or an address.", Stack, With, Matrix, Run, Url, Pid, Declares, Optional)
    {
        ExactlyOneOf = [CandidateKind.Stack, CandidateKind.Run, CandidateKind.Url],
    };

    public static readonly Key<IReadOnlyList<NamedEntry<BoundTable>>> Candidates = new(
        "candidates",
        new MapType<BoundTable>("NAME", KeyTypes.Name, new TableType(CandidateTable), "mapping of names to candidates", fewest: 2, fewestWritten: 1),
        "The alternatives under comparison, at least two (a matrix makes several of one); for one address there is `prony load`.")
    {
        Required = true,
    };

    public static readonly string[] Methods = ["get", "post", "put", "delete", "patch", "head"];

    public static readonly IReadOnlyList<Key<string>> MethodKeys =
        [.. Methods.Select(method => new Key<string>(method, KeyTypes.RequestPath, $"Path (and query) of a {method.ToUpperInvariant()} request."))];

    public static readonly Key<IReadOnlyList<NamedEntry<string>>> Headers = new(
        "headers",
        new MapType<string>("NAME", KeyTypes.HeaderName, KeyTypes.HeaderValue, "mapping of names to text"),
        "Headers of the request, in this order. Values of Cookie, Authorization, Proxy-Authorization and Set-Cookie are secret.");

    public static readonly Key<string> Body = new("body", KeyTypes.Text, "Body of the request, UTF-8.");

    public static readonly Key<string> BodyFile = new("body-file", KeyTypes.Text, "File that holds the body, at most 256 MiB; relative to this file.");

    public static readonly KeyTable RequestTable = new(
        "The request that is sent again and again.",
        [.. MethodKeys, Headers, Body, BodyFile])
    {
        ExactlyOneOf = Methods,
        AtMostOneOf = ["body", "body-file"],
    };

    public static readonly Key<BoundTable> Request = new(
        "request", new TableType(RequestTable),
        "What is asked, such as {get: /}. Path, header values and body may hold variables: {index} is the number of the request, {random} and {random.N} are whole numbers "
        + "(below 1,000,000,000 and below N), {data.COLUMN} is a value of the request's row; all other braces are literal.");

    public static readonly Key<int> Weight = new(
        "weight", KeyTypes.Integer(1, RequestDefinition.MostWeight), "How often the request is chosen in relation to the others.")
    {
        Default = "1",
    };

    public static readonly KeyTable WeightedRequestTable = new("One of several requests, with variables as in 'request'.", [.. RequestTable.Keys, Weight])
    {
        ExactlyOneOf = RequestTable.ExactlyOneOf,
        AtMostOneOf = RequestTable.AtMostOneOf,
    };

    public static readonly Key<IReadOnlyList<Placed<BoundTable>>> RequestList = new(
        "requests", new ListType<BoundTable>(new TableType(WeightedRequestTable), "list of mappings", allowSingle: false, allowEmpty: false),
        "Several requests; each request of the load is one of them, chosen at random by weight, the same for all candidates of a round.");

    public static readonly Key<string> DataPath = new(
        "file", KeyTypes.Text, "CSV with a header row (.csv) or JSON lines (.jsonl), at most 1,000,000 rows and 256 MiB; relative to this file.")
    {
        Required = true,
    };

    public static readonly Key<string> DataRowOrder = new(
        "order", KeyTypes.Choice(DataOrderName.RoundRobin, DataOrderName.Random), "Which row a request gets: one after the other, or drawn from the seed.")
    {
        Default = DataOrderName.RoundRobin,
    };

    public static readonly KeyTable DataTable = new("Rows that requests are filled with.", DataPath, DataRowOrder);

    public static readonly Key<BoundTable> Data = new(
        "data", new TextOrTableType(DataPath, DataTable),
        "A file of rows for {data.COLUMN}. A column that stands in a secret header is secret.");

    public static readonly Key<StatusSet> ExpectStatus = new(
        "status", KeyTypes.Status,
        "Status codes that count as success: 200, 3xx or several.")
    {
        Default = "2xx,3xx",
    };

    public static readonly KeyTable ExpectTable = new("What counts as success.", ExpectStatus, ExpectKeys.Headers, ExpectKeys.Body, ExpectKeys.Every);

    public static readonly Key<BoundTable> Expect = new("expect", new TableType(ExpectTable), "What counts as success.");

    public static readonly Key<TimeSpan> Timeout = new(
        "timeout", KeyTypes.Duration("1ms", "1h"), "A request that is not answered this long after it was due has failed.")
    {
        Default = "30s",
    };

    public static readonly Key<int> HeadLimit = new(
        "head-limit", KeyTypes.Bytes(LoadPlan.LeastHeadLimit, LoadPlan.MostHeadLimit),
        "Most bytes of a response's head, interim responses included, and of its trailers; a longer one has the outcome protocol.")
    {
        Default = ByteText.Short(LoadPlan.DefaultHeadLimit),
    };

    public static readonly KeyTable ScenarioTable = new("What is asked of every candidate.", Request, RequestList, Data, Expect, Timeout, HeadLimit, LoadKeys.Load, WayKeys.Engine, WayKeys.Http, WayKeys.Tls, WayKeys.Proxy, WayKeys.Redirects, SameKeys.Same, SameKeys.KeepAlive, TimelineKeys.Events)
    {
        ExactlyOneOf = ["request", "requests"],
    };

    public static readonly Key<IReadOnlyList<NamedEntry<BoundTable>>> Scenarios = new(
        "scenarios",
        new MapType<BoundTable>("NAME", KeyTypes.Name, new TableType(ScenarioTable), "mapping of names to scenarios", fewest: 1),
        "What is asked of every candidate; each candidate is measured in each scenario.")
    {
        Required = true,
    };

    public static readonly Key<IReadOnlyList<Placed<string>>> ObjectiveTexts = new(
        "objectives",
        new ListType<string>(KeyTypes.Text, "list of text", allowSingle: true),
        "Bounds such as \"response.p99 <= 500ms\", \"failures <= 0.1%\" or \"throughput >= 300/s\"; one that a candidate misses makes exit code 4.");

    public static readonly Key<IReadOnlyList<NamedEntry<BoundTable>>> Profiles = new(
        "profiles",
        new MapType<BoundTable>("NAME", KeyTypes.Name, new TableType(ProfileKeys.Table), "mapping of names to changes"),
        "Named changes that --profile NAME puts over this file, such as {full: {rounds: 10, phases: {measure: 120s}}}: mappings are merged key by key, "
        + "all else replaces, null takes away.");

    /// <summary>The whole file.</summary>
    public static readonly KeyTable Root = new(
        "An experiment: candidates that are compared under the same load.",
        Name, Question, Baseline, Factor, Primary, Margin, Rounds, Seed, Phases, SharedServices, MachineKeys.Machines, Candidates, Scenarios, ObjectiveTexts, ClaimKeys.Claims, LimitKeys.Limits, Profiles);

    private static JsonObject MetricSchema() =>
        SchemaParts.AnyOf(SchemaParts.Enumeration(PrimaryMetrics), SchemaParts.Text(@"^response\.p[0-9]+(\.[0-9]+)?$"));

    private static bool ReadMetric(string text, out string value, out string? error)
    {
        value = text;
        error = PrimaryMetrics.Contains(text) || Metrics.PercentileOf(text) is not null ? null
            : $"'{text}' is none of {string.Join(", ", PrimaryMetrics)}.{(NearestName.Hint(text, PrimaryMetrics) is { } hint ? " " + hint : "")}";
        return error is null;
    }
}
