using System.Reflection;
using System.Runtime.CompilerServices;
using Prony.Load.Checks;
using Prony.Load.Http;
using Prony.Load.Recording;
using Prony.Load.Requests;

namespace Prony.Load.Reactor;

/// <summary>Compiles the methods of the request path before the load begins.</summary>
/// <remarks>
/// They carry <see cref="MethodImplOptions.AggressiveOptimization"/>: without it the first seconds run code that is not optimised yet, and on one busy CPU
/// the thread that would replace it gets no time (measured on a pinned, busy core: 930 ns from a response to the next request after three seconds, against 260 ns).
/// </remarks>
internal static class HotCode
{
    private const BindingFlags Every = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types =
    [
        typeof(GeneratorThread), typeof(HttpConnections), typeof(Poller), typeof(ClosedUsers), typeof(OpenArrivals), typeof(Recorder), typeof(RowRing), typeof(ResponseParser), typeof(HeadFields), typeof(HeadMemo),
        typeof(RequestSource), typeof(RequestValues),
    ];

    private static readonly Type[] CheckTypes =
        [typeof(ResponseChecker), typeof(ResponseCapture), typeof(ResponseChecks), typeof(FieldLines), typeof(TextTest), typeof(HeaderCheck), typeof(BodyTextCheck), typeof(BodyHashCheck), typeof(JsonCheck), typeof(JsonBody)];

    /// <summary>Compiles them; a second call costs next to nothing.</summary>
    /// <param name="withChecks">Those that check responses, too.</param>
    public static void Prepare(bool withChecks)
    {
        foreach (var type in withChecks ? [.. Types, .. CheckTypes] : Types)
        {
            foreach (var method in type.GetMethods(Every))
            {
                if (method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization))
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
            }
        }
    }
}
