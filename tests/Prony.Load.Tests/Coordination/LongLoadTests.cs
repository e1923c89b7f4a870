using Prony.Load.Coordination;
using Prony.Load.Recording;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Shouldly;

namespace Prony.Load.Tests.Coordination;

/// <summary>A load of hours in seconds: the recorders, the merger and the files get the instants of a clock that is only counted up.</summary>
[Collection(Name)]
[Trait("Speed", "Slow")]
public sealed class LongLoadTests : IDisposable
{
    internal const string Name = "Long loads";
    private const int Seconds = 10_000;
    private const int RequestsPerS = 200;
    private const long Second = 1_000_000_000;

    /// <summary>A slice holds 14 histograms of hundreds of kilobytes: one that was kept shows, and so do 100 bytes for each second.</summary>
    private const long MostGrowthBytes = 500_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("prony-long-").FullName;

    /// <summary>Alone, because it looks at the memory of the whole process.</summary>
    [CollectionDefinition(Name, DisableParallelization = true)]
    public sealed class Alone;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Ten_thousand_seconds_take_no_more_memory_than_a_thousand_and_can_be_read_again()
    {
        var trial = RunDirectory.Create(_folder, "long").Trial(1, 1, "a", "work", null);
        var totals = new WindowTotals();
        long heap;
        using (var writer = new TrialWriter(trial))
        {
            writer.BeginLoad(DateTimeOffset.UnixEpoch);
            var timeline = new Timeline();
            timeline.Begin(0, 0, (Seconds + 1) * Second);
            VirtualThread[] threads = [new(timeline, 1), new(timeline, 2)];
            var merger = new SliceMerger(threads, timeline, totals, new Files(writer));
            Run(threads, merger, 0, Seconds / 10);
            heap = HeapBytes();
            Run(threads, merger, Seconds / 10, Seconds);
            (HeapBytes() - heap).ShouldBeLessThan(MostGrowthBytes);
            Array.ForEach(threads, thread => thread.Finish(Seconds * Second));
            merger.Merge();
            merger.IsComplete.ShouldBeTrue();
            writer.WriteWindow(totals.Within.Response, totals.Within.Service);
        }

        const long Requests = 2L * Seconds * RequestsPerS;
        totals.Within.Succeeded.ShouldBe(Requests);
        RunReader.ReadSlices(trial).Sum(slice => slice.Completed).ShouldBe(Requests);
        var lines = new HistogramLogReader(trial.TimesFile).ReadLines().Where(line => line.Tag == "response").ToList();
        lines.Count.ShouldBe(Seconds);
        lines.Select(line => line.StartS).ShouldBe(Enumerable.Range(0, Seconds).Select(second => (double)second));
        lines.Sum(line => line.Decode().Count).ShouldBe(Requests);
        RunReader.ReadWindowHistograms(trial)!.Value.Response.Count.ShouldBe(Requests);
    }

    private static void Run(VirtualThread[] threads, SliceMerger merger, int fromS, int toS)
    {
        for (var second = fromS; second < toS; second++)
        {
            foreach (var thread in threads)
            {
                thread.Run(second * Second);
            }

            merger.Merge();
        }
    }

    private static long HeapBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>A generator thread without sockets, one second after the other.</summary>
    private sealed class VirtualThread : ISliceSource
    {
        private readonly SliceMailbox _full = new();
        private readonly SliceMailbox _empty = new();
        private readonly Exchange _exchange = new();
        private readonly Recorder _recorder;
        private SplitMix64 _random;

        public VirtualThread(Timeline timeline, ulong seed)
        {
            _random = new SplitMix64(seed);
            _recorder = new Recorder(timeline, _full, _empty, () => { }, _ => { });
            _recorder.Begin();
        }

        public bool IsFinished { get; private set; }

        public Slice? TakeSlices() => _full.TakeAll();

        public void GiveBack(Slice slice)
        {
            slice.Clear();
            _empty.Post(slice);
        }

        public void Run(long startNs)
        {
            for (var i = 0; i < RequestsPerS; i++)
            {
                var dueNs = startNs + (i * (Second / RequestsPerS));
                var endNs = dueNs + (long)(_random.NextUnit() * 1_000_000);
                _recorder.Due(dueNs);
                _exchange.Begin(dueNs, foundFree: true);
                _recorder.Sent(_exchange, reused: true);
                (_exchange.SentNs, _exchange.FirstByteNs, _exchange.Status) = (dueNs + 1, endNs, 200);
                _recorder.Advance(endNs);
                _recorder.Answered(_exchange, Outcome.Success, endNs);
            }

            _recorder.Advance(startNs + Second);
        }

        public void Finish(long nowNs)
        {
            _recorder.Finish(nowNs);
            IsFinished = true;
        }
    }

    /// <summary>Writes what an observer of a load hears, as `prony load --out` and `prony run` do.</summary>
    private sealed class Files(TrialWriter writer) : ILoadObserver
    {
        public void WarmupEnding()
        {
        }

        public void WindowStarted(long startNs)
        {
        }

        public void WindowEnded(long endNs)
        {
        }

        public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times) => writer.WriteSlice(slice, times);
    }
}
