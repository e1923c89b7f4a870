using System.Runtime.CompilerServices;
using System.Text;
using Prony.Measurement.Runs;

namespace Prony.Load.Checks;

/// <summary>One field of that name has a value as expected.</summary>
internal sealed class HeaderCheck(string name, TextTest test) : ResponseCheck($"header {name} {test.Text}")
{
    private readonly byte[] _name = Encoding.ASCII.GetBytes(name);

    /// <inheritdoc/>
    internal override CaptureNeeds Needs => CaptureNeeds.Fields;

    /// <inheritdoc/>
    internal override ResponseCheck ForThread() => new HeaderCheck(name, test.ForThread());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override bool Passes(ResponseCapture response)
    {
        var fields = response.Fields;
        while (fields.TryNext(_name, out var value))
        {
            if (test.Passes(value, response.Pool))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    internal override string Found(ResponseCapture response, SampleText text)
    {
        var fields = response.Fields;
        return !fields.TryNext(_name, out var value) ? "there is none"
            : SecretHeader.IsSecret(name) ? $"it is {SecretMask.Replacement}"
            : $"it is \"{text.Short(value)}\"";
    }
}
