using System.Runtime.CompilerServices;
using System.Text;

namespace Prony.Load.Checks;

/// <summary>Goes through the fields of a captured head: lines "Name:value", each with an LF at its end.</summary>
internal ref struct FieldLines(ReadOnlySpan<byte> lines)
{
    private ReadOnlySpan<byte> _rest = lines;

    /// <summary>The next field.</summary>
    public bool TryNext(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var end = _rest.IndexOf((byte)'\n');
        if (end < 0)
        {
            name = value = default;
            return false;
        }

        var colon = _rest.IndexOf((byte)':');
        name = _rest[..colon];
        value = _rest[(colon + 1)..end];
        _rest = _rest[(end + 1)..];
        return true;
    }

    /// <summary>The value of the next field of a name, in any case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryNext(ReadOnlySpan<byte> wanted, out ReadOnlySpan<byte> value)
    {
        while (TryNext(out var name, out value))
        {
            if (Ascii.EqualsIgnoreCase(name, wanted))
            {
                return true;
            }
        }

        return false;
    }
}
