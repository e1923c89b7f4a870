using System.Text;
using Prony.Load.Checks;

namespace Prony.Load.Portable;

/// <summary>Keeps responses for their checks while they come in on many threads: the checker knows one owner, so all go through the engine's lock.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Captures(ResponseChecker checker, Lock gate)
{
    /// <summary>A response begins.</summary>
    /// <param name="response">Its head.</param>
    /// <returns>Where it is kept; null when this one is not checked.</returns>
    public ResponseCapture? Begin(HttpResponseMessage response)
    {
        lock (gate)
        {
            if (checker.Next() is not { } capture)
            {
                return null;
            }

            capture.BeginHead();
            AddFields(capture, response.Headers.NonValidated);
            AddFields(capture, response.Content.Headers.NonValidated);
            return capture;
        }
    }

    /// <summary>A piece of its body came.</summary>
    public void Append(ResponseCapture capture, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            capture.Append(bytes);   // may ask the memory that all captures share
        }
    }

    private static void AddFields(ResponseCapture capture, System.Net.Http.Headers.HttpHeadersNonValidated fields)
    {
        foreach (var (name, values) in fields)
        {
            foreach (var value in values)
            {
                capture.AddField(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value));   // as the library decoded them
            }
        }
    }
}
