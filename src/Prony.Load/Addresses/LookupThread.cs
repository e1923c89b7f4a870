using System.Diagnostics.CodeAnalysis;
using Prony.Load.Plans;
using Prony.Load.Recording;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;

namespace Prony.Load.Addresses;

/// <summary>Looks the target's name up again and again on a thread of its own, so that no request waits for a name server.</summary>
/// <remarks>Thread: <see cref="Start"/>, <see cref="Describe"/>, <see cref="DnsPart"/> and <see cref="Dispose"/> from the coordinator.</remarks>
internal sealed class LookupThread : IDisposable
{
    /// <summary>A lookup cannot be interrupted; one that is under way at the end is left to end alone and changes nothing any more.</summary>
    private static readonly TimeSpan LongestJoin = TimeSpan.FromMilliseconds(100);

    private readonly NameLookup _lookup;
    private readonly AddressBook _addresses;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private Part _times = Part.Empty;
    private long _count;
    private long _failed;
    private string? _problem;

    /// <summary>A thread that waits for <see cref="Start"/>.</summary>
    public LookupThread(NameLookup lookup, AddressBook addresses)
    {
        _lookup = lookup;
        _addresses = addresses;
        _thread = new Thread(Run) { Name = "lookup", IsBackground = true };
    }

    /// <summary>The load begins.</summary>
    public void Start() => _thread.Start();

    /// <summary>What became of the lookups so far.</summary>
    public LookupRecord Describe()
    {
        lock (_lock)
        {
            return new LookupRecord(_count, _failed, _problem);
        }
    }

    /// <summary>How long the lookups that succeeded took, that before the load included.</summary>
    /// <param name="firstNs">Duration of the one before the load.</param>
    public PartRecord DnsPart(long firstNs)
    {
        lock (_lock)
        {
            var times = _times;
            times.Add(firstNs);
            return times.ToRecord(_count - _failed + 1);
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted) || _thread.Join(LongestJoin))
        {
            _stop.Dispose();
        }
    }

    private void Run()
    {
        while (!_stop.Wait(_lookup.Every))
        {
            var start = MonotonicClock.NowNs;
            var answer = Ask();
            Note(answer, MonotonicClock.NowNs - start);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a lookup throws is a lookup that failed: requests end as dns and the record says why. Thrown on, it would end the process.")]
    private NameAnswer Ask()
    {
        try
        {
            var answer = _lookup.LookUp();
            _addresses.Replace(answer.EndPoints);
            return answer;
        }
        catch (Exception failure)
        {
            _addresses.Replace([]);
            return new NameAnswer([], failure.Message);
        }
    }

    private void Note(NameAnswer answer, long ns)
    {
        lock (_lock)
        {
            _count++;
            _problem = answer.Problem ?? _problem;
            if (answer.EndPoints.Count == 0)
            {
                _failed++;
            }
            else
            {
                _times.Add(ns);
            }
        }
    }
}
