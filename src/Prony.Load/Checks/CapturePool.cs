using System.Text;

namespace Prony.Load.Checks;

/// <summary>The captures of one thread: used again and again, and bounded together.</summary>
/// <remarks>Thread: one owner.</remarks>
internal sealed class CapturePool(CaptureNeeds needs)
{
    /// <summary>Most bytes that all captures hold of bodies.</summary>
    public const long MostBytes = 256L << 20;

    private readonly Stack<ResponseCapture> _idle = new();
    private long _heldBytes;
    private char[] _characters = [];

    /// <summary>A capture for a response that begins.</summary>
    public ResponseCapture Take()
    {
        var capture = _idle.TryPop(out var idle) ? idle : new ResponseCapture(this, needs);
        capture.Begin();
        return capture;
    }

    /// <summary>Takes a capture back.</summary>
    public void Return(ResponseCapture capture) => _idle.Push(capture);

    /// <summary>Whether a capture may hold that many bytes more; if so they are counted.</summary>
    public bool MayHold(int bytes)
    {
        if (_heldBytes + bytes > MostBytes)
        {
            foreach (var capture in _idle)
            {
                _heldBytes -= capture.Release();
            }
        }

        if (_heldBytes + bytes > MostBytes)
        {
            return false;
        }

        _heldBytes += bytes;
        return true;
    }

    /// <summary>Bytes as characters, in a buffer that the next call overwrites; what is no UTF-8 is U+FFFD.</summary>
    public ReadOnlySpan<char> Characters(ReadOnlySpan<byte> bytes)
    {
        if (_characters.Length < bytes.Length)
        {
            _characters = new char[Math.Max(1024, bytes.Length + (bytes.Length / 4))];
        }

        return _characters.AsSpan(0, Encoding.UTF8.GetChars(bytes, _characters));
    }
}
