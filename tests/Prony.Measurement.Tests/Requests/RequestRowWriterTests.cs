using System.Text;
using System.Text.Json;
using Prony.Measurement.Requests;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Requests;

public sealed class RequestRowWriterTests
{
    private const string Header =
        "due_ns,connect_start_ns,sent_ns,written_ns,first_byte_ns,completed_ns,ended_ns,outcome,status,bytes_received,connection,thread,reused";

    private static readonly RequestRow Opened = new()
    {
        DueNs = 1_000, ConnectStartNs = 1_010, SentNs = 1_020, WrittenNs = 1_030, FirstByteNs = 1_040, EndedNs = 1_050,
        BytesReceived = 138, Connection = 7, Thread = 2, Status = 200, End = RequestEnd.Success,
    };

    private static readonly RequestRow Reset = new() { DueNs = 1_100, SentNs = 1_110, WrittenNs = 1_120, EndedNs = 1_200, Thread = 1, End = RequestEnd.Reset };

    private static readonly RequestRow Unsent = new() { DueNs = 1_300, EndedNs = 9_000, End = RequestEnd.Unsent };

    [Fact]
    public void Csv_has_a_header_and_empty_fields_for_what_did_not_happen() => Text(json: false, Opened, Reset, Unsent).ShouldBe(
        Header + "\n"
        + "0,10,20,30,40,50,50,success,200,138,7,2,false\n"
        + "100,,110,120,,,200,reset,,0,0,1,true\n"
        + "300,,,,,,8000,unsent,,,,0,\n");

    [Fact]
    public void Json_lines_have_the_same_names_and_null_for_what_did_not_happen()
    {
        var lines = Text(json: true, Opened, Reset, Unsent).TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(3);
        lines[0].ShouldBe(
            """{"due_ns":0,"connect_start_ns":10,"sent_ns":20,"written_ns":30,"first_byte_ns":40,"completed_ns":50,"ended_ns":50,"outcome":"success","status":200,"bytes_received":138,"connection":7,"thread":2,"reused":false}""");
        foreach (var line in lines)
        {
            using var row = JsonDocument.Parse(line);
            row.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(Header.Split(','));
        }

        using var unsent = JsonDocument.Parse(lines[2]);
        unsent.RootElement.EnumerateObject().Count(p => p.Value.ValueKind == JsonValueKind.Null).ShouldBe(9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_longest_rows_fit(bool json)
    {
        var longest = new RequestRow
        {
            DueNs = long.MaxValue, ConnectStartNs = long.MaxValue, SentNs = long.MaxValue, WrittenNs = long.MaxValue, FirstByteNs = long.MaxValue, EndedNs = long.MaxValue,
            BytesReceived = long.MaxValue, Connection = int.MaxValue, Thread = int.MaxValue, Status = 999, End = RequestEnd.Protocol,
        };
        var rows = Enumerable.Repeat(longest with { End = RequestEnd.Success }, 1000).ToArray();
        Text(json, rows).Split('\n').Length.ShouldBe(1000 + (json ? 1 : 2));
        Text(json, longest).ShouldContain("protocol");
    }

    [Fact]
    public void A_stream_that_is_full_throws_at_once() =>
        Should.Throw<IOException>(() => new RequestRowWriter(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.Read, 0), json: false));

    private static string Text(bool json, params RequestRow[] rows)
    {
        using var stream = new MemoryStream();
        using var writer = new RequestRowWriter(stream, json);
        writer.Write(rows, rows[0].DueNs == 1_000 ? 1_000 : 0);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
