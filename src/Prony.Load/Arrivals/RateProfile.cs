using Prony.Load.Plans;

namespace Prony.Load.Arrivals;

/// <summary>A rate that is linear piece by piece, and the instant at which its integral reaches a count: a process of unit rate, put through it, has this rate.</summary>
/// <remarks>
/// <para>Time change of a Poisson process: if counts come at unit rate, the instants Λ⁻¹(count) come at rate λ(t) (Çinlar, Introduction to Stochastic Processes, 1975, 4.7).
/// In a piece that begins at rate r with slope a, Λ(t) = r·t + a·t²/2, so t = 2x ÷ (r + √(r² + 2ax)), which loses no digits for rising, falling or constant rates.</para>
/// <para>After its last piece the rate stays as it was at its end. One instance per user: it keeps its place, so that rising counts are cheap.</para>
/// </remarks>
internal sealed class RateProfile
{
    /// <summary>A hundred years, ns: later than every window, and an instant can still be added to it. A rate of one request in a million years would leave the range of 64 bits.</summary>
    private const double FarthestNs = 3.2e18;

    private readonly Piece[] _pieces;
    private int _place;

    private RateProfile(IEnumerable<RateStage> stages, double lastPerS)
    {
        var pieces = new List<Piece>();
        var (count, startNs) = (0.0, 0.0);
        foreach (var stage in stages.Where(stage => stage.For > TimeSpan.Zero))
        {
            var (lengthS, lengthNs) = (stage.For.TotalSeconds, stage.For.TotalNanoseconds);
            pieces.Add(new Piece(count, startNs, startNs + lengthNs, stage.FromPerS, (stage.ToPerS - stage.FromPerS) / lengthS));
            count += (stage.FromPerS + stage.ToPerS) / 2 * lengthS;
            startNs += lengthNs;
        }

        pieces.Add(new Piece(count, startNs, double.PositiveInfinity, lastPerS, 0));
        _pieces = [.. pieces];
    }

    /// <summary>The same rate for ever.</summary>
    public static RateProfile Constant(double ratePerS) => new([], ratePerS);

    /// <summary>The stages of a model, the warm-up before them at the rate of their beginning.</summary>
    public static RateProfile Of(OpenModel model, TimeSpan warmup) => model.Stages is [var first, ..]
        ? new([new RateStage(first.FromPerS, first.FromPerS, warmup), .. model.Stages], model.Stages[^1].ToPerS)
        : Constant(model.RatePerS);

    /// <summary>Nanoseconds from the start of the load until the integral of the rate is <paramref name="count"/>; never falls as the count rises.</summary>
    /// <param name="count">0 or more.</param>
    public double OffsetNs(double count)
    {
        if (count < _pieces[_place].StartCount)
        {
            _place = 0;
        }

        while (_place + 1 < _pieces.Length && _pieces[_place + 1].StartCount <= count)
        {
            _place++;
        }

        return Math.Min(FarthestNs, _pieces[_place].OffsetNs(count));
    }

    private readonly record struct Piece(double StartCount, double StartNs, double EndNs, double FromPerS, double SlopePerS2)
    {
        public double OffsetNs(double count)
        {
            var x = count - StartCount;
            var ns = SlopePerS2 == 0
                ? x * 1e9 / FromPerS
                : 2e9 * x / (FromPerS + Math.Sqrt(Math.Max(0, (FromPerS * FromPerS) + (2 * SlopePerS2 * x))));
            return Math.Min(EndNs, StartNs + ns);   // rounding must not carry it into the next piece
        }
    }
}
