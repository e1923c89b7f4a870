using System.Buffers;
using System.Globalization;
using System.Text;

namespace Prony.Stacks.Layers;

/// <summary>Collects an answer up to a bound: what reads a mistaken address for hours must not fill the memory.</summary>
internal sealed class AnswerText
{
    internal const int MostBytes = 4 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    internal bool IsEmpty => _bytes.WrittenCount == 0;

    /// <exception cref="LayerException">It is too long.</exception>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.WrittenCount + bytes.Length > MostBytes)
        {
            throw new LayerException(string.Create(CultureInfo.InvariantCulture, $"the answer is longer than {MostBytes / 1024 / 1024} MiB"));
        }

        _bytes.Write(bytes);
    }

    /// <summary>UTF-8; what is none becomes U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_bytes.WrittenSpan);
}
