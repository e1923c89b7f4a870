using System.Runtime.CompilerServices;

namespace Prony.Load.Http;

/// <summary>The last head that was read whole, with what it said: a server sends the same bytes again and again (until its Date changes), and comparing
/// them is many times cheaper than reading them.</summary>
/// <remarks>A head is understood from its bytes alone, so the memo may be shared by all connections of a thread and never changes a result.
/// Thread: one owner.</remarks>
internal sealed class HeadMemo
{
    /// <summary>Longer heads are read every time.</summary>
    private const int LongestHead = 1024;

    private readonly byte[] _head = new byte[LongestHead];
    private int _length;
    private HeadFields _fields;

    /// <summary>Whether <paramref name="bytes"/> begin with the remembered head.</summary>
    /// <param name="bytes">From the first byte of a response.</param>
    /// <param name="fields">What the head says.</param>
    /// <param name="length">Its length, the blank line included.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Knows(ReadOnlySpan<byte> bytes, ref HeadFields fields, out int length)
    {
        length = _length;
        if (length == 0 || !bytes.StartsWith(_head.AsSpan(0, length)))
        {
            return false;
        }

        fields = _fields;
        return true;
    }

    /// <summary>Remembers a head.</summary>
    public void Remember(ReadOnlySpan<byte> head, in HeadFields fields)
    {
        if (head.Length <= LongestHead)
        {
            head.CopyTo(_head);
            _length = head.Length;
            _fields = fields;
        }
    }
}
