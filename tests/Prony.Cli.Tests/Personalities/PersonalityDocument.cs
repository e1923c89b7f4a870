using System.Text;
using Prony.Cli.Personalities;

namespace Prony.Cli.Tests.Personalities;

/// <summary>docs/personalities.md, made from the tables of flags.</summary>
internal static class PersonalityDocument
{
    private const string Head = """
        # Other tools' command lines

        <!-- Generated from the tables in src/Prony.Cli/Personalities. Do not edit: write it anew with
             PRONY_UPDATE_GENERATED=1 dotnet test tests/Prony.Cli.Tests -c Release -->

        `prony hey -n 1000 URL` reads the command line of hey as hey does, makes that load with Prony's engine, and prints what people and scripts that know hey expect to read: the same layout to the
        byte, the same exit codes, the same complaints about a wrong command line. So do the other tools below. A link to `prony` under a tool's name does the same: `ln -s $PWD/prony ~/bin/hey`.

        The figures are Prony's: counted request by request, percentiles by rank, response times from the instant at which a request was due (docs/methods/load.md). Where the original would have
        printed something else, Prony says so afterwards on standard error, with both figures, and adds its doubts about the load. `--no-truth` silences that. A load may go to this machine and its
        own network; any other address needs `--yes`, or its host in `PRONY_TARGETS`. Both words may stand anywhere on the line but behind `--` and where a flag has
        its value, and are the only ones that the originals do not have.

        A flag that Prony cannot honour is refused by its name, with the nearest way to what it does; none is ignored. `--help` of hey, ab and loadtest is the original's with a mark at those; that of oha and
        psrecord lists the flags in Prony's words and says which are refused; wrk and wrk2 print the original's usage as it is, without marks.

        Requests are looked at one by one, so that memory grows with their number: hey and loadtest keep 16 bytes for each answer; ab, `hey -o csv` and `loadtest --rps` 88; oha with JSON or CSV 80. wrk, wrk2
        and oha's text keep counts only. Lists double when they are full: ten million answers of ab may take 2 GB for a moment.

        """;

    private static readonly Dictionary<string, string> Notes = new()
    {
        ["hey"] = """
            - With `-q`, requests come at the rate of all workers together (`-q` times `-c`), at equal distances, over at most `-c` connections. hey's workers send nothing while they wait, so that a slow
              server is asked less; Prony keeps the rate, and the time that a request had to wait for a connection is part of its latency.
            - `Requests/sec` counts answers of any status, not requests that failed without one; these stand in the error distribution.
            - Before a GET, HEAD or OPTIONS over http Prony asks once whether the address leads elsewhere (unless `-disable-redirects`): redirects take its other engine, which costs more for each request.
            - DNS-lookup is 0: the name is looked up once, before the load. Bytes are those of bodies as they came, compressed if they were.
            - With gzip, as hey asks for it by default, the body is not unpacked.
            """,
        ["ab"] = """
            - Requests are HTTP/1.1 (with `Connection: close` unless `-k`), where ab sends HTTP/1.0.
            - Over http Prony asks once before the load, with HEAD in place of a POST or PUT, for the name of the server and to see whether anybody listens. Over https the lines `SSL/TLS Protocol` and `Server Temp Key` are left out, and
              the name of the server is empty.
            - Without `-r`, ab stops at the first connection that fails. Prony makes the load to its end, and then ends as ab does: with its message, without a report. Say `-r` for a report.
            - `Failed requests` counts each request once. `Length` counts answers whose body is longer or shorter than the first, and connections
              that were closed without an answer.
            - Flags of httpd's trunk (`-W`, `-R`, `-Q`, `-o`, `-D`), which no release has, are complained about as ab 2.3 does.
            - Percentiles and medians are those of the definition, not the neighbours that ab takes.
            """,
        ["oha"] = """
            - `--as 0.5` prints the layout of oha 0.5 (seconds, seven percentiles, `Success rate: 1.0000`) and takes `-n` beside `-z`.
            - `Requests/sec` counts answers, not requests that failed or were cut at the deadline; these stand in the error distribution. Percentiles are by nearest rank.
            - With `-q`, requests come at equal distances over at most `-c` connections. Times count from the connecting or the sending, with `--latency-correction` from the due instant.
            - What is under way at the deadline of `-z` is printed as `aborted due to deadline`; Prony waits for it all the same (two seconds, or twice the 99th percentile), to say how long it took.
            - The header fields are those that oha sends, `User-Agent: oha/1.15.0` among them; a body that was asked for with gzip is not unpacked.
            """,
        ["wrk"] = """
            - Latency is what was measured from the first byte sent to the last received, of all answers: without the samples that wrk adds, and with answers that took longer than `--timeout`, which are
              counted as timeouts as there.
            - What is under way when time is up is not counted, as in the original; Prony waits for it (two seconds, or twice the 99th percentile) to say how long it took.
            - A script of `-s` is honoured where it only says what every request is: `wrk.method = "POST"`, `wrk.path`, `wrk.body`, `wrk.headers["Content-Type"] = "…"`. Lua is not run.
            - wrk sends `Host` only; Prony adds a `User-Agent`.
            """,
        ["wrk2"] = """
            - As wrk, with `-R` requests per second at equal distances over at most `-c` connections, and latency from the due instant of all of them, the first ten seconds included.
            - `Req/Sec` has figures in runs below ten seconds, where wrk2 prints `-nan`.
            """,
        ["psrecord"] = """
            - The first line stands at the end of the first interval and has the CPU of it; psrecord's first line is at 0 and has none. CPU holds children that ended between two readings.
            - `--plot` draws PNG or SVG, with Prony's two panels. Without `--interval` a reading is made every 0.01 s.
            """,
        ["loadtest"] = """
            - With `--rps`, requests come at equal distances whatever the server does, over as many connections as that needs; `Concurrent clients` says how many were busy at once.
            - Percentiles are whole milliseconds rounded down, as in the original, but 0 is a figure: where it says `1 ms` for 0.4 ms, Prony says `0 ms`.
            - Requests under way when time is up are not counted, as in the original; the block on standard error says how many there were.
            - A file `.loadtestrc` in the folder is not read but refused.
            """,
    };

    /// <summary>The whole text.</summary>
    public static string Text()
    {
        var text = new StringBuilder(Head);
        foreach (var tool in PersonalityTable.All)
        {
            text.Append("\n## ").Append(tool.Name).Append("\n\nAs ").Append(tool.Original).Append(".\n\n");
            if (Notes.TryGetValue(tool.Name, out var notes))
            {
                text.Append(notes).Append("\n\n");
            }

            text.Append("| flag | value | meaning | default | Prony |\n|---|---|---|---|---|\n");
            foreach (var flag in tool.Flags)
            {
                var state = (flag.State == FlagState.Supported ? "supported" : "**refused**: " + flag.Instead) + (flag.Version.Length > 0 ? "; only " + flag.Version : "");
                text.Append("| ").AppendJoin(" | ", new[] { string.Join(", ", flag.Names.Select(n => $"`{n}`")), flag.Value, flag.Meaning, flag.Default, state }.Select(Cell)).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
