using System.Runtime.CompilerServices;
using Prony.Load.Checks;
using Prony.Load.Plans;

namespace Prony.Load.Http;

/// <summary>Reads one HTTP/1 response after the other from bytes that arrive in any pieces (RFC 9112).</summary>
/// <remarks>
/// <para>Order of calls: <see cref="Begin"/>, then <see cref="Read"/> with each piece until it says something other than NeedMore;
/// <see cref="EndOfStream"/> when the peer closed. Each result is a function of the bytes alone, never of where they were split.</para>
/// <para>The head is read line by line, in place; only a line that a piece cuts in two is copied (to a buffer that the parser keeps).
/// So a response that arrives in one piece costs no copy and no allocation.</para>
/// <para>A mutable struct, so that a connection and its parser share cache lines. One owner.</para>
/// </remarks>
internal struct ResponseParser
{
    /// <summary>Most bytes of heads (interim responses included), and of trailers or of one chunk's size line, unless said otherwise.</summary>
    public const int HeadLimitBytes = LoadPlan.DefaultHeadLimit;

    private byte[]? _held;
    private int _heldLength;
    private int _headBytes;
    private int _headLimit;
    private Stage _stage;
    private HeadFields _fields;
    private bool _toHead;
    private long _remaining;
    private int _sizeDigits;

    private enum Stage : byte
    {
        StatusLine,
        Fields,
        FixedBody,
        UntilClose,
        ChunkSize,
        ChunkExtension,
        ChunkSizeLf,
        ChunkData,
        ChunkDataCr,
        ChunkDataLf,
        TrailerStart,
        TrailerLine,
        TrailerEndLf,
    }

    /// <summary>Status code of the response, 100 to 999; 0 before its first line.</summary>
    public readonly int Status => _fields.Status;

    /// <summary>Whether the connection may carry another request after this response, as far as its head says.</summary>
    public readonly bool KeepAlive => _stage != Stage.UntilClose && _fields.KeepAlive;

    /// <summary>One of <see cref="ResponseKind"/>.</summary>
    public readonly byte Kind => _fields.Kind;

    /// <summary>Bytes of content read so far, without framing.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Keeps the fields of the final head and the body; null for neither. To be set before the first <see cref="Read"/> of a response.</summary>
    public ResponseCapture? Capture { readonly get; set; }

    /// <summary>Bytes that are certain to be body and may be dropped unread (see <see cref="Skip"/>); none of a response that is captured.</summary>
    public readonly long Skippable => _stage == Stage.FixedBody && Capture is null ? _remaining : 0;

    /// <summary>Prepares for the next response.</summary>
    /// <param name="toHead">The request was a HEAD: no body follows whatever the head says.</param>
    /// <param name="headLimit">Most bytes of heads and of trailers.</param>
    public void Begin(bool toHead, int headLimit = HeadLimitBytes)
    {
        _toHead = toHead;
        _headLimit = headLimit;
        _stage = Stage.StatusLine;
        _fields = default;
        _heldLength = 0;
        _headBytes = 0;
        BodyBytes = 0;
    }

    /// <summary>Takes the next bytes.</summary>
    /// <param name="bytes">As received.</param>
    /// <param name="memo">Remembers heads; any memo gives the same result.</param>
    /// <param name="consumed">How many belong to this response: all of them unless it is complete.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ParseStatus Read(ReadOnlySpan<byte> bytes, HeadMemo memo, out int consumed)
    {
        consumed = 0;
        if (_stage <= Stage.Fields)
        {
            var status = ReadHead(bytes, memo, out consumed);
            if (status != ParseStatus.Complete)
            {
                return status;
            }

            if (_stage == Stage.Fields)
            {
                return ParseStatus.Complete;   // a response without a body
            }
        }

        var body = ReadBody(bytes[consumed..], out var used);
        consumed += used;
        return body;
    }

    /// <summary>Counts body bytes that were dropped unread; at most <see cref="Skippable"/>.</summary>
    public ParseStatus Skip(long count)
    {
        BodyBytes += count;
        _remaining -= count;
        return _remaining == 0 ? ParseStatus.Complete : ParseStatus.NeedMore;
    }

    /// <summary>The peer will send no more: Complete when that is how this body ends, NeedMore when the response was cut off.</summary>
    public readonly ParseStatus EndOfStream() => _stage == Stage.UntilClose ? ParseStatus.Complete : ParseStatus.NeedMore;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ParseStatus ReadHead(ReadOnlySpan<byte> bytes, HeadMemo memo, out int consumed)
    {
        if (_heldLength != 0)
        {
            return ReadHeldHead(bytes, out consumed);
        }

        var fromStart = _headBytes == 0;
        if (fromStart && Capture is null && memo.Knows(bytes, ref _fields, out consumed))
        {
            _stage = Stage.Fields;
            return EndHead();
        }

        var status = ReadLines(bytes, out consumed);
        if (fromStart && status == ParseStatus.Complete)
        {
            memo.Remember(bytes[..consumed], _fields);
        }

        return status;
    }

    private ParseStatus ReadHeldHead(ReadOnlySpan<byte> bytes, out int consumed)
    {
        var before = _heldLength;
        Hold(bytes);
        var length = _heldLength;
        _heldLength = 0;
        var status = ReadLines(_held.AsSpan(0, length), out var used);
        consumed = used - before;
        return status;
    }

    /// <summary>Reads whole lines from the start of <paramref name="data"/>; holds the rest when the head is not whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ParseStatus ReadLines(ReadOnlySpan<byte> data, out int used)
    {
        used = 0;
        while (true)
        {
            var rest = data[used..];
            var length = _stage == Stage.StatusLine ? rest.IndexOf((byte)'\n') + 1 : FieldLength(rest);
            if (_headBytes + (length > 0 ? length : rest.Length) > _headLimit)
            {
                return ParseStatus.Invalid;
            }

            if (length <= 0)
            {
                return HoldRest(rest, data.Length, out used);
            }

            used += length;
            _headBytes += length;
            var line = rest[..(length - 1)];
            if (_stage == Stage.StatusLine)
            {
                if (!_fields.ReadStatusLine(line))
                {
                    return ParseStatus.Invalid;
                }

                _stage = Stage.Fields;
                Capture?.BeginHead();
            }
            else if (line.Length == 0 || (line.Length == 1 && line[0] == '\r'))
            {
                _fields.Settle();
                var status = EndHead();
                if (status != ParseStatus.NeedMore)
                {
                    return status;
                }
            }
            else if (_fields.ReadField(line))
            {
                Capture?.AddField(line);
            }
            else
            {
                return ParseStatus.Invalid;
            }
        }
    }

    private ParseStatus HoldRest(ReadOnlySpan<byte> rest, int all, out int used)
    {
        used = all;
        if (_stage == Stage.StatusLine && !HeadFields.MayBegin(rest))
        {
            return ParseStatus.Invalid;   // said at once: a server of another protocol may wait for us for ever
        }

        Hold(rest);
        return ParseStatus.NeedMore;
    }

    /// <summary>Length of the field line at the start of <paramref name="rest"/>, its folded continuations included; 0 when its end is not known yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FieldLength(ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOf((byte)'\n') + 1;
        if (length == 0 || length == 1 || (length == 2 && rest[0] == '\r'))
        {
            return length;
        }

        while (length < rest.Length)
        {
            if (rest[length] is not ((byte)' ' or (byte)'\t'))
            {
                return length;
            }

            var next = rest[length..].IndexOf((byte)'\n');
            if (next < 0)
            {
                return 0;
            }

            length += next + 1;
        }

        return 0;
    }

    /// <summary>Decides how the body is delimited (RFC 9112 section 6.3). NeedMore: it was an interim response and the next line is a status line.</summary>
    private ParseStatus EndHead()
    {
        if (_fields.Status < 200)
        {
            if (_fields.Status == 101)
            {
                return ParseStatus.Invalid;   // no upgrade was asked for
            }

            _fields = default;
            _stage = Stage.StatusLine;
            return ParseStatus.NeedMore;
        }

        if (_toHead || _fields.Status is 204 or 304)
        {
            return ParseStatus.Complete;
        }

        if (_fields.HasTransferEncoding)
        {
            _stage = _fields.Chunked ? Stage.ChunkSize : UntilClose();
            _remaining = 0;
            _sizeDigits = 0;
            _headBytes = 0;
            return _fields.HasContentLength ? ParseStatus.Invalid : ParseStatus.Complete;
        }

        if (!_fields.HasContentLength)
        {
            _stage = UntilClose();
        }
        else if (_fields.ContentLength > 0)
        {
            _remaining = _fields.ContentLength;
            _stage = Stage.FixedBody;
        }

        return ParseStatus.Complete;
    }

    private Stage UntilClose()
    {
        _fields.EndWithConnection();
        return Stage.UntilClose;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ParseStatus ReadBody(ReadOnlySpan<byte> bytes, out int used)
    {
        switch (_stage)
        {
            case Stage.FixedBody:
                used = (int)Math.Min(_remaining, bytes.Length);
                Capture?.Append(bytes[..used]);
                return Skip(used);
            case Stage.UntilClose:
                used = bytes.Length;
                Capture?.Append(bytes);
                BodyBytes += used;
                return ParseStatus.NeedMore;
            default:
                return ReadChunks(bytes, out used);
        }
    }

    private ParseStatus ReadChunks(ReadOnlySpan<byte> bytes, out int used)
    {
        used = 0;
        while (used < bytes.Length)
        {
            if (_stage == Stage.ChunkData)
            {
                var take = (int)Math.Min(_remaining, bytes.Length - used);
                Capture?.Append(bytes.Slice(used, take));
                used += take;
                BodyBytes += take;
                _remaining -= take;
                _stage = _remaining == 0 ? Stage.ChunkDataCr : Stage.ChunkData;
                continue;
            }

            if (++_headBytes > _headLimit)
            {
                return ParseStatus.Invalid;
            }

            var status = StepFraming(bytes[used++]);
            if (status != ParseStatus.NeedMore)
            {
                return status;
            }
        }

        return ParseStatus.NeedMore;
    }

    /// <summary>One byte of chunk framing or trailers. A bare LF is taken as a line's end, as RFC 9112 section 2.2 permits.</summary>
    private ParseStatus StepFraming(byte b)
    {
        switch (_stage)
        {
            case Stage.ChunkSize:
                return StepChunkSize(b);
            case Stage.ChunkExtension:
                return b == '\n' ? EndChunkSize() : ParseStatus.NeedMore;
            case Stage.ChunkSizeLf:
                return b == '\n' ? EndChunkSize() : ParseStatus.Invalid;
            case Stage.ChunkDataCr when b == '\r':
                return To(Stage.ChunkDataLf);
            case Stage.ChunkDataCr or Stage.ChunkDataLf:
                _sizeDigits = 0;
                _headBytes = 0;
                return b == '\n' ? To(Stage.ChunkSize) : ParseStatus.Invalid;
            case Stage.TrailerStart when b == '\r':
                return To(Stage.TrailerEndLf);
            case Stage.TrailerStart:
                return b == '\n' ? ParseStatus.Complete : To(Stage.TrailerLine);
            case Stage.TrailerLine:
                return b == '\n' ? To(Stage.TrailerStart) : ParseStatus.NeedMore;
            default:   // TrailerEndLf
                return b == '\n' ? ParseStatus.Complete : ParseStatus.Invalid;
        }
    }

    private ParseStatus StepChunkSize(byte b)
    {
        var digit = HeadFields.HexValue(b);
        if (digit >= 0)
        {
            _remaining = (_remaining << 4) | (long)digit;
            return ++_sizeDigits > 15 ? ParseStatus.Invalid : ParseStatus.NeedMore;   // 15 digits cannot overflow 63 bits
        }

        if (_sizeDigits == 0)
        {
            return ParseStatus.Invalid;
        }

        return b switch
        {
            (byte)'\r' => To(Stage.ChunkSizeLf),
            (byte)'\n' => EndChunkSize(),
            (byte)';' or (byte)' ' or (byte)'\t' => To(Stage.ChunkExtension),
            _ => ParseStatus.Invalid,
        };
    }

    private ParseStatus EndChunkSize() => To(_remaining == 0 ? Stage.TrailerStart : Stage.ChunkData);

    private ParseStatus To(Stage stage)
    {
        _stage = stage;
        return ParseStatus.NeedMore;
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        var needed = _heldLength + bytes.Length;
        if (_held is null || _held.Length < needed)
        {
            Array.Resize(ref _held, Math.Max(1024, needed + (needed / 2)));
        }

        bytes.CopyTo(_held.AsSpan(_heldLength));
        _heldLength = needed;
    }
}
