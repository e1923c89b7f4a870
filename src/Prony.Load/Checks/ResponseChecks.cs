using System.Runtime.CompilerServices;

namespace Prony.Load.Checks;

/// <summary>What responses have to be, besides their status. Immutable and thread-safe.</summary>
public sealed class ResponseChecks
{
    private readonly ResponseCheck[] _all;

    /// <summary>Checks in the order in which they are made; the first that fails is the reason.</summary>
    /// <param name="all">The checks.</param>
    /// <param name="every">One response in so many is checked.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is below 1.</exception>
    public ResponseChecks(IEnumerable<ResponseCheck> all, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        _all = [.. all];
        Every = every;
        Needs = _all.Aggregate(CaptureNeeds.Fields, (needs, check) => needs | check.Needs);
    }

    /// <summary>The status alone decides. The default.</summary>
    public static ResponseChecks None { get; } = new([]);

    /// <summary>All of them, in their order.</summary>
    public IReadOnlyList<ResponseCheck> All => _all;

    /// <summary>One response in so many is checked by each generator thread, its first included; the others count by their status. Default: 1, all of them.</summary>
    public int Every { get; }

    /// <summary>Some of them look at the body.</summary>
    public bool LookAtBody => Needs != CaptureNeeds.Fields;

    /// <summary>What of a response they need.</summary>
    internal CaptureNeeds Needs { get; }

    /// <summary>The same checks with nothing that threads would share.</summary>
    internal ResponseChecks ForThread() => new(_all.Select(check => check.ForThread()), Every);

    /// <summary>Number of the first check that a whole response does not pass; −1 when it passes all. Every engine decides by this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int FindFailed(ResponseCapture response)
    {
        for (var i = 0; i < _all.Length; i++)
        {
            if (!_all[i].Passes(response))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>What a response has instead of what a check wants.</summary>
    internal string Found(int check, ResponseCapture response, SampleText text)
    {
        var found = _all[check].Found(response, text);
        var fields = response.Fields;
        return _all[check].LooksAtBody && fields.TryNext("Content-Encoding"u8, out var encoding)
            ? $"{found}; the body was checked as it came, encoded (Content-Encoding: {text.Short(encoding)})"
            : found;
    }
}
