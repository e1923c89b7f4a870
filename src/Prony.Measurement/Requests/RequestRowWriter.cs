using System.Buffers.Text;
using System.Text;

namespace Prony.Measurement.Requests;

/// <summary>Writes one line per request, as CSV (RFC 4180, with a header line) or JSON lines.</summary>
/// <remarks>
/// <para>Instants are written in nanoseconds since the start of the window; what did not happen is an empty field in CSV and null in JSON.</para>
/// <para>Thread: one at a time. Lines are with the operating system when <see cref="Write"/> returns.</para>
/// </remarks>
public sealed class RequestRowWriter : IDisposable
{
    /// <summary>More than the longest line: 15 fields of at most 20 digits with their names.</summary>
    private const int LongestLine = 768;

    private static readonly string[] Columns =
    [
        "due_ns", "connect_start_ns", "sent_ns", "written_ns", "first_byte_ns", "completed_ns", "ended_ns",
        "outcome", "status", "bytes_received", "connection", "thread", "reused",
    ];

    private static readonly byte[][] JsonNames = [.. Columns.Select((name, i) => Encoding.ASCII.GetBytes((i == 0 ? "{\"" : ",\"") + name + "\":"))];
    private static readonly byte[][] Ends = [.. Enum.GetNames<RequestEnd>().Select(name => Encoding.ASCII.GetBytes(name.ToLowerInvariant()))];

    private readonly Stream _stream;
    private readonly bool _json;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _used;
    private int _column;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where to; disposed of with this.</param>
    /// <param name="json">JSON lines; otherwise CSV, whose header is written at once.</param>
    /// <exception cref="IOException">The header cannot be written.</exception>
    public RequestRowWriter(Stream stream, bool json)
    {
        _stream = stream;
        _json = json;
        if (!json)
        {
            _stream.Write(Encoding.ASCII.GetBytes(string.Join(',', Columns) + "\n"));
        }
    }

    /// <summary>Appends rows.</summary>
    /// <param name="rows">In any order.</param>
    /// <param name="windowStartNs">What their instants are written relative to.</param>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void Write(ReadOnlySpan<RequestRow> rows, long windowStartNs)
    {
        foreach (ref readonly var row in rows)
        {
            if (_buffer.Length - _used < LongestLine)
            {
                WriteOut();
            }

            Append(in row, windowStartNs);
        }

        WriteOut();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Append(in RequestRow row, long startNs)
    {
        _column = 0;
        Number(row.DueNs - startNs, true);
        Instant(row.ConnectStartNs, startNs);
        Instant(row.SentNs, startNs);
        Instant(row.WrittenNs, startNs);
        Instant(row.FirstByteNs, startNs);
        Number(row.EndedNs - startNs, row.IsCompleted);
        Number(row.EndedNs - startNs, true);
        Word(Ends[(int)row.End], quoted: true);
        Number(row.Status, row.Status != 0);
        Number(row.BytesReceived, row.IsSent);
        Number(row.Connection, row.IsSent);
        Number(row.Thread, true);
        Flag(row.ConnectStartNs == 0, row.IsSent);
        if (_json)
        {
            Put("}"u8);
        }

        Put("\n"u8);
    }

    private void Instant(long ns, long startNs) => Number(ns - startNs, ns != 0);

    private void Number(long value, bool exists)
    {
        Begin();
        if (!exists)
        {
            Nothing();
            return;
        }

        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_used), out var length);
        _used += length;
    }

    private void Flag(bool value, bool exists)
    {
        if (exists)
        {
            Word(value ? "true"u8 : "false"u8, quoted: false);
        }
        else
        {
            Begin();
            Nothing();
        }
    }

    private void Word(ReadOnlySpan<byte> word, bool quoted)
    {
        Begin();
        if (_json && quoted)
        {
            Put("\""u8);
            Put(word);
            Put("\""u8);
        }
        else
        {
            Put(word);
        }
    }

    private void Begin()
    {
        if (_json)
        {
            Put(JsonNames[_column]);
        }
        else if (_column > 0)
        {
            Put(","u8);
        }

        _column++;
    }

    private void Nothing()
    {
        if (_json)
        {
            Put("null"u8);
        }
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    private void WriteOut()
    {
        _stream.Write(_buffer, 0, _used);
        _used = 0;
    }
}
