using Prony.Load.Plans;
using Prony.Load.Requests;

namespace Prony.Load;

/// <summary>The requests of a plan as they would be sent, for whoever wants to ask one by hand.</summary>
/// <remarks>Pure and thread-safe.</remarks>
public static class RequestPreview
{
    /// <summary>Each of the plan's requests with its variables filled in as in the first request of the load (number 0, first row), in their order.</summary>
    /// <param name="plan">What to ask.</param>
    /// <exception cref="ArgumentException">One of them cannot be sent.</exception>
    public static IReadOnlyList<RequestDefinition> FirstOfEach(LoadPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. new RequestSource(plan).FirstOfEach().Select(r => new RequestDefinition(r.Method, r.PathAndQuery, r.Headers, r.Body))];
    }
}
