using System.Runtime.CompilerServices;
using Prony.Load.Plans;

namespace Prony.Load.Requests;

/// <summary>What every request of a load is: a pure function of the plan and the number of the request.</summary>
/// <remarks>
/// <para>Number: from 0, warm-up included. In the open model it is the index of the arrival in the schedule; in the closed model thread j of T numbers its requests
/// j, j + T, j + 2T, … in the order in which they begin.</para>
/// <para>An engine that writes bytes asks <see cref="Choose"/> and then takes <see cref="RequestTemplate.Fixed"/> or calls <see cref="Write"/>. An engine that hands requests to a library
/// (HTTP/2, TLS) calls <see cref="Of"/> with the same number and gets the same request in its parts: <c>var request = source.Of(index);</c> then method, path and query (encoded, not to be
/// encoded again), headers and body as they are. Both are the same draws, so both engines ask the same.</para>
/// <para>Immutable; any thread.</para>
/// </remarks>
internal sealed class RequestSource
{
    private readonly RequestTemplate[] _templates;
    private readonly long[] _weightsUpTo;
    private readonly RequestDraws _draws;
    private readonly RequestData? _data;

    /// <summary>Compiles the requests of a plan.</summary>
    /// <exception cref="ArgumentException">One of them cannot be sent; the message says what to change.</exception>
    public RequestSource(LoadPlan plan)
    {
        _data = plan.Data;
        _templates = [.. plan.Requests.Select(r => RequestBytes.Compile(r, plan.Target.HostHeader, plan.KeepAlive, plan.Data?.Table))];
        _weightsUpTo = new long[_templates.Length];
        long sum = 0;
        for (var i = 0; i < _weightsUpTo.Length; i++)
        {
            sum += plan.Requests[i].Weight;
            _weightsUpTo[i] = sum;
        }

        MostBytes = _templates.Max(t => t.MostBytes);
        _draws = new RequestDraws(plan.Seed, _templates.Max(t => t.Numbers));
    }

    /// <summary>The request of which all others are copies; null when there are several, or variables.</summary>
    public RequestTemplate? Only => _templates is [{ Fixed: not null } only] ? only : null;

    /// <summary>Most bytes that a request with variables becomes; 0 when none has any.</summary>
    public int MostBytes { get; }

    /// <summary>Which of the plan's requests a request is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public RequestTemplate Choose(long index)
    {
        if (_templates.Length == 1)
        {
            return _templates[0];
        }

        var place = _draws.Choice(index, _weightsUpTo[^1]);
        var low = 0;
        var high = _weightsUpTo.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_weightsUpTo[middle] > place)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return _templates[low];
    }

    /// <summary>Writes a request with its variables. Allocates nothing.</summary>
    /// <param name="template">What <see cref="Choose"/> gave for it.</param>
    /// <param name="index">Its number.</param>
    /// <param name="destination">At least <see cref="MostBytes"/> long.</param>
    /// <returns>Bytes written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Write(RequestTemplate template, long index, Span<byte> destination) => template.Write(ValuesOf(index), destination);

    /// <summary>A request in its parts. Allocates.</summary>
    public RenderedRequest Of(long index) => Choose(index).Render(ValuesOf(index));

    /// <summary>Each of the plan's requests as the first of a load, in their order.</summary>
    public IEnumerable<RenderedRequest> FirstOfEach() => _templates.Select(template => template.Render(ValuesOf(0)));

    private RequestValues ValuesOf(long index) => new(index, RowOf(index), _data?.Table, _draws);

    private int RowOf(long index) => _data switch
    {
        null => 0,
        { Order: DataOrder.Random } => _draws.Row(index, _data.Table.RowCount),
        _ => (int)(index % _data.Table.RowCount),
    };
}
