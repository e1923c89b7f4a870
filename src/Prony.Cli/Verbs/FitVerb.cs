using System.CommandLine;
using System.Text;
using Prony.Cli.Parsing;
using Prony.Measurement.Runs;
using Prony.Statistics.Capacity;

namespace Prony.Cli.Verbs;

/// <summary><c>prony fit FILE.csv</c>: the universal scalability law of any table of N and X.</summary>
internal static class FitVerb
{
    private const long MostBytes = 16 << 20;

    private static readonly Argument<string> Table = new("FILE") { Description = "Table of N (users or requests in flight) and X (throughput), separated by commas, semicolons or tabs; - for standard input" };

    private static readonly Option<string?> NColumn = new("--n") { Description = "Column of N, by name or number (default: the first)", HelpName = "COLUMN" };

    private static readonly Option<string?> XColumn = new("--x") { Description = "Column of X, by name or number (default: the second)", HelpName = "COLUMN" };

    private static readonly Option<string?> ResponseColumn = new("--response")
    {
        Description = "Column of the mean response in seconds: N is checked against X × response (Little's law)",
        HelpName = "COLUMN",
    };

    private static readonly Option<string?> Json = new("--json") { Description = "Write the fit as JSON; - for standard output, the text then goes to standard error", HelpName = "FILE" };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No text; errors still" };

    public static Command Create()
    {
        var command = new Command("fit", "Fit the universal scalability law to a table of N and X: contention, coherency, the load with the highest throughput, and what may not be concluded")
        {
            Table, NColumn, XColumn, ResponseColumn, Json, Quiet,
        };
        command.SetAction(Fit);
        return command;
    }

    private static int Fit(ParseResult parsed)
    {
        var json = parsed.GetValue(Json);
        var file = parsed.GetValue(Table)!;
        var table = NumberTable.Read(Text(file), file);
        var (n, x) = (table.Column("--n", parsed.GetValue(NColumn), 0), table.Column("--x", parsed.GetValue(XColumn), 1));
        var record = UslRecords.Of(Points(table, n, x, parsed.GetValue(ResponseColumn)), file, table.NameOf(n), table.NameOf(x));
        using (var output = JsonOutput.Open(json))
        {
            output?.Write(record, RunJson.Files.FitRecord);
        }

        if (record.Reason is { } reason)
        {
            Console.Error.WriteLine($"prony: {file}: no fit. {reason}");
            return ExitCodes.NoValidResult;
        }

        if (!parsed.GetValue(Quiet))
        {
            var output = json == "-" ? Console.Error : Console.Out;
            foreach (var line in FitText.Lines(record))
            {
                output.WriteLine(line);
            }
        }

        return ExitCodes.Done;
    }

    private static UslPoint[] Points(NumberTable table, int n, int x, string? response)
    {
        var responses = response is null ? null : table.Numbers(table.Column("--response", response, 0));
        return [.. table.Numbers(n).Zip(table.Numbers(x)).Select((pair, i) => new UslPoint(pair.First, pair.Second, responses?[i]))];
    }

    private static string Text(string file)
    {
        try
        {
            using var input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            using var all = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = input.Read(buffer)) > 0;)
            {
                all.Write(buffer, 0, read);
                if (all.Length > MostBytes)
                {
                    throw new UsageException($"{file}: a table has at most {MostBytes >> 20} MiB. Take a part of it, or means of its windows.");
                }
            }

            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(all.GetBuffer(), 0, (int)all.Length);
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{file}: this is not UTF-8 text. Save the table as CSV.");
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{file}: there is no such file.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{file}: the table cannot be read: {failure.Message}");
        }
    }
}
