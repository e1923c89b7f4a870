using System.Globalization;

namespace Prony.Cli.Personalities.Ab;

/// <summary>A command line of ab, taken flag by flag as ab takes it and checked in its order.</summary>
internal sealed class AbLine
{
    private const int RequestsOfTimeLimit = 50_000;
    private const int MostConcurrency = 20_000;

    private readonly List<KeyValuePair<string, string>> _headers = [];

    private AbLine()
    {
    }

    /// <summary>-n.</summary>
    public int Requests { get; private set; } = 1;

    /// <summary>-c; 0 is possible and fails when the test begins.</summary>
    public int Concurrency { get; private set; } = 1;

    /// <summary>-t, seconds; 0 for none.</summary>
    public int TimeLimitS { get; private set; }

    /// <summary>-s, seconds.</summary>
    public int TimeoutS { get; private set; } = 30;

    /// <summary>-k.</summary>
    public bool KeepAlive { get; private set; }

    /// <summary>Without -q.</summary>
    public bool Progress { get; private set; } = true;

    /// <summary>Without -d.</summary>
    public bool Percentiles { get; private set; } = true;

    /// <summary>Without -S.</summary>
    public bool Confidence { get; private set; } = true;

    /// <summary>-l.</summary>
    public bool AnyLength { get; private set; }

    /// <summary>-r.</summary>
    public bool GoesOn { get; private set; }

    /// <summary>-g; null for none.</summary>
    public string? Gnuplot { get; private set; }

    /// <summary>-e; null for none.</summary>
    public string? Csv { get; private set; }

    /// <summary>-E; null for none.</summary>
    public string? Certificate { get; private set; }

    /// <summary>-X; null for none.</summary>
    public string? Proxy { get; private set; }

    /// <summary>-P; null for none.</summary>
    public string? ProxyCredentials { get; private set; }

    /// <summary>-i, -p, -u, -m.</summary>
    public string? Method { get; private set; }

    /// <summary>-p or -u; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; private set; }

    /// <summary>-T.</summary>
    public string ContentType { get; private set; } = "text/plain";

    /// <summary>-C, -A, -H, in that order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>The address with its scheme.</summary>
    public Uri Url { get; private set; } = new("http://localhost/");

    /// <summary>Path and query as they were given.</summary>
    public string Path { get; private set; } = "/";

    /// <summary>What getopt complained about, though ab goes on.</summary>
    public string Complaint { get; private init; } = "";

    /// <summary>Reads a line.</summary>
    /// <exception cref="ToolExitException">ab would not have run it either.</exception>
    /// <exception cref="UsageException">Prony cannot do what it asks for.</exception>
    public static AbLine Read(IReadOnlyList<string> words)
    {
        if (words is ["-h" or "--help", ..])
        {
            throw new ToolExitException(AbExit.InvalidArgument, ToolHelp.Mark(AbText.Usage, AbText.Flags));
        }

        var read = AbWords.Read(words);
        var line = new AbLine { Complaint = read.Complaint };
        foreach (var (letter, value) in read.Flags)
        {
            line.Take(letter, value);
        }

        if (read.Rest.Count != 1)
        {
            throw Wrong(read.Complaint + "ab: wrong number of arguments\n");
        }

        line.TakeUrl(read.Rest[0]);
        line.CheckCounts();
        return line;
    }

    private static ToolExitException Wrong(string problem) => new(AbExit.InvalidArgument, problem + AbText.Usage);

    private static ToolExitException Failed(string problem) => new(1, problem);

    private void Take(char letter, string value)
    {
        switch (letter)
        {
            case 'n':
                Requests = Number(value) is > 0 and var requests ? requests : throw Failed("Invalid number of requests\n\n");
                break;
            case 'c':
                Concurrency = Number(value);
                break;
            case 't':
                (TimeLimitS, Requests) = (Number(value), RequestsOfTimeLimit);
                break;
            case 's':
                TimeoutS = Number(value);
                break;
            case 'i' or 'p' or 'u' or 'm' or 'T':
                TakeRequest(letter, value);
                break;
            case 'C' or 'A' or 'H' or 'P' or 'X' or 'E':
                TakeHeader(letter, value);
                break;
            case 'V':
                throw new ToolExitException(0, "", Prony.Reporting.Personalities.Ab.AbLayout.Copyright);
            case 'h':
                throw Wrong("");
            case 'g':
                Gnuplot = value;
                break;
            case 'e':
                Csv = value;
                break;
            default:
                TakeSwitch(letter);
                break;
        }
    }

    private void TakeSwitch(char letter)
    {
        switch (letter)
        {
            case 'k':
                KeepAlive = true;
                break;
            case 'q':
                Progress = false;
                break;
            case 'd':
                Percentiles = false;
                break;
            case 'S':
                Confidence = false;
                break;
            case 'l':
                AnyLength = true;
                break;
            case 'r':
                GoesOn = true;
                break;
            default:
                throw ToolRefusal.Of("ab", AbText.Flags, "-" + letter);
        }
    }

    private void TakeRequest(char letter, string value)
    {
        switch (letter)
        {
            case 'T':
                ContentType = value;
                return;
            case 'm':
                Method = value;
                return;
            case 'i':
                Method = Method is null ? "HEAD" : throw Failed("Cannot mix HEAD with other methods\n\n");
                return;
            default:
                var name = letter == 'p' ? "POST" : "PUT";
                Method = Method is null ? name : throw Failed($"Cannot mix {name} with other methods\n\n");
                Body = ToolRequest.Body(value, error => Failed($"ab: Could not open POST data file ({value}): {(File.Exists(value) ? error : "No such file or directory")}\n"));
                return;
        }
    }

    private void TakeHeader(char letter, string value)
    {
        switch (letter)
        {
            case 'C':
                _headers.Add(new("Cookie", value));
                break;
            case 'A':
                _headers.Add(ToolRequest.Basic("Authorization", value.TrimStart()));
                break;
            case 'P':
                ProxyCredentials = value.TrimStart();
                break;
            case 'X':
                Proxy = value;
                break;
            case 'E':
                Certificate = value;
                break;
            default:
                var colon = value.IndexOf(':', StringComparison.Ordinal);
                _headers.Add(colon > 0
                    ? new(value[..colon].TrimEnd(), value[(colon + 1)..].Trim())
                    : throw ToolRefusal.OfValue("ab", "-H", $"'{value}'", "a header is 'Name: value'; Prony sends no other line."));
                break;
        }
    }

    private void TakeUrl(string text)
    {
        var secure = text.StartsWith("https://", StringComparison.Ordinal);
        var rest = secure ? text[8..] : text.StartsWith("http://", StringComparison.Ordinal) ? text[7..] : text;
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || !Uri.TryCreate($"{(secure ? "https" : "http")}://{rest}", UriKind.Absolute, out var url))
        {
            throw Wrong(Complaint + "ab: invalid URL\n");
        }

        (Url, Path) = (url, rest[slash..]);
    }

    private void CheckCounts()
    {
        if (Concurrency > Requests)
        {
            throw Wrong(Complaint + "ab: Cannot use concurrency level greater than total number of requests\n");
        }

        if (Concurrency is < 0 or > MostConcurrency)
        {
            throw Wrong(Complaint + string.Create(CultureInfo.InvariantCulture, $"ab: Invalid Concurrency [Range 0..{MostConcurrency}]\n"));
        }
    }

    /// <summary>atoi of C: digits in front, 0 without any.</summary>
    private static int Number(string text)
    {
        var start = text.TrimStart();
        var sign = start.StartsWith('-') || start.StartsWith('+') ? 1 : 0;
        var digits = start.Skip(sign).TakeWhile(char.IsAsciiDigit).Count();
        return int.TryParse(start[..(sign + digits)], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
