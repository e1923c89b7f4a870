using Prony.Measurement.Units;

namespace Prony.Load.Requests;

/// <summary>The random numbers of a load's requests: pure functions of the seed and the number of the request, so that neither the server nor the threads change them.</summary>
/// <remarks>
/// Each purpose has a stream of its own, whose seed is an output of SplitMix64 with the seed <c>seed xor Gamma</c>; draw i of a stream is output i of SplitMix64 with that seed.
/// The streams are not taken from <c>seed xor Gamma</c> itself: for many seeds (those that share no bit with Gamma, such as 2) that is the sequence of the arrivals, one output further on,
/// and requests would depend on the gaps between them. Immutable and thread-safe.
/// </remarks>
internal sealed class RequestDraws
{
    private const int ChoiceStream = 0;
    private const int RowStream = 1;
    private const int FirstNumberStream = 2;

    private readonly ulong[] _seeds;

    /// <param name="seed">Seed of the load.</param>
    /// <param name="numbers">Most random numbers in one request.</param>
    public RequestDraws(ulong seed, int numbers)
    {
        _seeds = new ulong[FirstNumberStream + numbers];
        for (var i = 0; i < _seeds.Length; i++)
        {
            _seeds[i] = SplitMix64.At(seed ^ SplitMix64.Gamma, (ulong)i);
        }
    }

    /// <summary>Which part of the sum of all weights request <paramref name="index"/> falls on, from 0.</summary>
    public long Choice(long index, long weights) => Below(ChoiceStream, index, weights);

    /// <summary>The row that request <paramref name="index"/> gets in random order.</summary>
    public int Row(long index, int rows) => (int)Below(RowStream, index, rows);

    /// <summary>Random number <paramref name="number"/> (from 0) of request <paramref name="index"/>, below <paramref name="limit"/>.</summary>
    public long Number(long index, int number, long limit) => Below(FirstNumberStream + number, index, limit);

    /// <summary>The bias is below limit/2^64.</summary>
    private long Below(int stream, long index, long limit) =>
        (long)Math.BigMul(SplitMix64.At(_seeds[stream], (ulong)index), (ulong)limit, out _);
}
