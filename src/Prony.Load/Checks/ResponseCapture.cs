using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Prony.Load.Checks;

/// <summary>What is kept of one response until it is whole: the fields of its final head and as much of its decoded body as the checks need.</summary>
/// <remarks>
/// Order of calls: <see cref="Begin"/>; for each head <see cref="BeginHead"/> and <see cref="AddField"/>; <see cref="Append"/> for pieces of the body; then the checks read.
/// Memory is used again for the next response. Thread: one owner at a time.
/// </remarks>
internal sealed class ResponseCapture(CapturePool pool, CaptureNeeds needs)
{
    /// <summary>Longest body that is held to be searched.</summary>
    public const int LongestBodyBytes = 16 << 20;

    /// <summary>What is held of a body that no check searches: enough for a sample of it.</summary>
    private const int SampleBytes = 8 << 10;

    private const int FirstBodyBytes = 4 << 10;

    private readonly int _mostBytes = needs.HasFlag(CaptureNeeds.Body) ? LongestBodyBytes : SampleBytes;
    private readonly IncrementalHash? _sha256 = needs.HasFlag(CaptureNeeds.Hash) ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private readonly byte[] _digest = new byte[SHA256.HashSizeInBytes];
    private byte[] _fields = new byte[1024];
    private int _fieldsLength;
    private byte[] _body = [];
    private int _bodyLength;
    private bool _refused;
    private bool _hashing;

    /// <summary>Lends room to checks.</summary>
    public CapturePool Pool => pool;

    /// <summary>Fields of the final head.</summary>
    public FieldLines Fields => new(_fields.AsSpan(0, _fieldsLength));

    /// <summary>Length of the body so far, without framing; all of it, whatever is held.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>What is held of the body, from its beginning.</summary>
    public ReadOnlySpan<byte> Body => _body.AsSpan(0, _bodyLength);

    /// <summary>The whole body is held.</summary>
    public bool HasWholeBody => _bodyLength == BodyBytes;

    /// <summary>Hash of the whole body; no more may be appended after it was asked for.</summary>
    public ReadOnlySpan<byte> Sha256
    {
        get
        {
            if (_hashing)
            {
                _hashing = false;
                _sha256!.GetHashAndReset(_digest);
            }

            return _digest;
        }
    }

    /// <summary>Forgets the last response.</summary>
    public void Begin()
    {
        if (_sha256 is not null)
        {
            if (_hashing)
            {
                _sha256.GetHashAndReset(_digest);   // of a response that was given up
            }

            _hashing = true;
        }

        _fieldsLength = 0;
        _bodyLength = 0;
        _refused = false;
        BodyBytes = 0;
    }

    /// <summary>A head begins; those of interim responses before it do not count.</summary>
    public void BeginHead() => _fieldsLength = 0;

    /// <summary>Adds a field line.</summary>
    /// <param name="line">As received, without its last line end; it holds a colon. Folded lines become one (RFC 9112 section 5.2).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        AddField(line[..colon], line[(colon + 1)..]);
    }

    /// <summary>Adds a field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t\r\n"u8);
        var end = _fieldsLength + name.Length + 1 + value.Length;
        if (end + 1 > _fields.Length)
        {
            Array.Resize(ref _fields, (end + 1) * 2);
        }

        var room = _fields.AsSpan(_fieldsLength, end - _fieldsLength);
        name.CopyTo(room);
        room[name.Length] = (byte)':';
        var copy = room[(name.Length + 1)..];
        value.CopyTo(copy);
        copy.Replace((byte)'\r', (byte)' ');
        copy.Replace((byte)'\n', (byte)' ');
        _fields[end] = (byte)'\n';
        _fieldsLength = end + 1;
    }

    /// <summary>Adds a piece of the body, framing removed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(ReadOnlySpan<byte> bytes)
    {
        BodyBytes += bytes.Length;
        if (_hashing)
        {
            _sha256!.AppendData(bytes);
        }

        var wanted = (int)Math.Min(_mostBytes, (long)_bodyLength + bytes.Length);
        if (wanted > _body.Length && !_refused)
        {
            Grow(wanted);
        }

        var taken = Math.Min(_refused ? 0 : bytes.Length, Math.Min(_mostBytes, _body.Length) - _bodyLength);
        bytes[..taken].CopyTo(_body.AsSpan(_bodyLength));
        _bodyLength += taken;
    }

    /// <summary>Why the body cannot be searched; null when it is held whole.</summary>
    public string? WhyNotWhole() => HasWholeBody ? null
        : _refused ? string.Create(CultureInfo.InvariantCulture, $"the bodies under way take more than {CapturePool.MostBytes >> 20} MiB, which is all that is held of them: check one in many, or ask with fewer connections")
        : string.Create(CultureInfo.InvariantCulture, $"the body has {BodyBytes} bytes, and at most {LongestBodyBytes >> 20} MiB are held to be searched: check its length or SHA-256 instead");

    /// <summary>Gives its memory back.</summary>
    /// <returns>How many bytes.</returns>
    public int Release()
    {
        var length = _body.Length;
        _body = [];
        return length;
    }

    private void Grow(int wanted)
    {
        var length = Math.Min(_mostBytes, Math.Max(FirstBodyBytes, Math.Max(wanted, Math.Min(_mostBytes, _body.Length * 2))));
        _refused = !pool.MayHold(length - _body.Length);
        if (!_refused)
        {
            Array.Resize(ref _body, length);
        }
    }
}
