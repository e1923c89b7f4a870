using System.Text;
using Prony.Measurement.Runs;
using Prony.Reporting.Personalities;
using Prony.Reporting.Personalities.Oha;

namespace Prony.Cli.Personalities.Oha;

/// <summary>oha, with the layout of 1.15 or, with <c>--as 0.5</c>, of that version.</summary>
internal sealed class OhaTool : IPersonality
{
    /// <summary>Chooses the layout; no flag of oha's.</summary>
    private const string AsWord = "--as";

    private const int Failed = 1;
    private const int WrongUse = 2;

    public string Name => "oha";

    public string Original => "oha 1.15.0";

    public IReadOnlyList<ToolFlag> Flags => OhaFlags.All;

    public int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            var own = OwnFlags.Take(arguments, Flags);
            var (layout, words) = TakeLayout(own.Rest);
            if (words.Count == 0)
            {
                Console.Error.Write(OhaHelp.Text(Flags));
                return WrongUse;
            }

            var line = ClapLine.Read(words, Flags, OhaFlags.Many);
            if (line.Has("-h") || line.Has("-V"))
            {
                ToolOutput.Write(line.Has("-h") ? OhaHelp.Text(Flags) : $"{(layout == OhaLayout.Old ? "oha 0.5" : Original)} as read by prony {ToolRecord.Current.Version}\n");
                return ExitCodes.Done;
            }

            return Run(OhaOptions.Read(line, layout), own);
        }
        catch (ClapException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return WrongUse;
        }
        catch (UsageException wrong)
        {
            Console.Error.WriteLine("prony: " + wrong.Message);
            return WrongUse;
        }
        catch (OhaFailure failure)
        {
            Console.Error.WriteLine($"Error: {failure.Message}");
            return Failed;
        }
    }

    /// <summary>Takes <c>--as VERSION</c> out of a line.</summary>
    private static (OhaLayout Layout, IReadOnlyList<string> Words) TakeLayout(IReadOnlyList<string> words)
    {
        var at = words.ToList().FindIndex(word => word == AsWord || word.StartsWith(AsWord + "=", StringComparison.Ordinal));
        if (at < 0)
        {
            return (OhaLayout.Current, words);
        }

        var apart = words[at] == AsWord;
        var version = apart ? words.ElementAtOrDefault(at + 1) : words[at][(AsWord.Length + 1)..];
        IReadOnlyList<string> rest = [.. words.Take(at), .. words.Skip(at + (apart ? 2 : 1))];
        return version switch
        {
            "0.5" => (OhaLayout.Old, rest),
            "1.15" => (OhaLayout.Current, rest),
            _ => throw ToolRefusal.OfValue("oha", AsWord, version ?? "(nothing)", "expected 0.5 or 1.15."),
        };
    }

    private int Run(OhaOptions options, OwnFlags own)
    {
        var plan = OhaPlan.Of(options);
        using var output = OpenOutput(options.Line.Value("-o"));
        var keep = options.Format is OhaFormat.Json or OhaFormat.Csv;
        var cuts = options.Duration is not null && !options.Waits;
        var tally = new ToolTally(cuts ? (long)(plan.Measure.TotalSeconds * 1e9) : null, keep: keep, fromDue: options.Corrected);
        var result = ToolLoad.Run(plan, own.Yes, new TallyObserver(tally, cuts));
        if (result.Record is not { } load)
        {
            return result.Signal ?? ExitCodes.Interrupted;
        }

        var figures = FiguresOf(options, load, tally);
        Write(options.Format, figures, output);
        if (own.Truth)
        {
            TruthOutput.Write(TruthBlock.Lines(Name, load, [.. OhaFaults.Find(load, tally, figures), .. DroppedRows.In(load)], figures.Durations, tally.Response));
        }

        return ExitCodes.Done;   // oha ends so whatever the answers were, and after Ctrl-C too
    }

    private static OhaFigures FiguresOf(OhaOptions options, LoadRecord load, ToolTally tally)
    {
        var answered = load.Requests.Completed == 0 ? 0 : tally.Answered / (double)load.Requests.Completed;
        return new OhaFigures
        {
            Layout = options.Layout,
            TotalS = options.Waits ? Math.Max(load.Window.DurationS, tally.LastNs / 1e9) : load.Window.DurationS,
            Durations = options.Corrected ? tally.Response : tally.Whole,
            Good = tally.Good,
            Bad = tally.Bad,
            FirstByte = tally.FirstByte,
            BodyBytes = (long)Math.Round(load.Bytes.Body * answered),
            Dialup = Triple(load.ConnectNs.Count, load.ConnectNs.Mean, load.ConnectNs.Min, load.ConnectNs.Max),
            Lookup = load.PartsNs is { Dns: var dns } ? Triple(load.ConnectNs.Count, dns.Mean, dns.Min, dns.Max) : OhaTriple.None,
            Statuses = tally.Statuses,
            Errors = OhaErrors.In(tally, options.Layout),
            Breakdown = options.Line.Has("--stats-success-breakdown"),
            Unit = options.Unit,
            Rows = tally.Rows,
            FromDue = options.Corrected,
            StartNs = tally.WindowStartNs,
            HeadBytes = load.Requests.Completed == 0 ? 0 : (load.Bytes.Received - load.Bytes.Body) / (double)load.Requests.Completed,
        };
    }

    private static OhaTriple Triple(long count, double meanNs, long minNs, long maxNs) =>
        count == 0 ? OhaTriple.None : new OhaTriple(meanNs / 1e9, minNs / 1e9, maxNs / 1e9);

    private static void Write(OhaFormat format, OhaFigures figures, StreamWriter? output)
    {
        var text = format switch
        {
            OhaFormat.Text => OhaText.Render(figures),
            OhaFormat.Json => OhaJson.Render(figures),
            OhaFormat.Csv => OhaCsv.Render(figures),
            _ => "",
        };
        if (output is null)
        {
            ToolOutput.Write(text);
            return;
        }

        output.Write(text);
    }

    /// <summary>Created before anything runs, so that a bad path fails in the first second.</summary>
    private static StreamWriter? OpenOutput(string? path)
    {
        try
        {
            return path is null ? null : new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new OhaFailure(failure.Message);
        }
    }
}
