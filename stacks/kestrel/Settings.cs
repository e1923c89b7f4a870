using System.Globalization;

namespace KestrelStack;

/// <summary>How requests are handled.</summary>
internal enum HandlingMode
{
    /// <summary>A request that waits holds no thread.</summary>
    Async,

    /// <summary>A request that waits blocks a thread of the shared pool.</summary>
    Sync,

    /// <summary>A fixed number of threads takes one request each.</summary>
    Threads,
}

/// <summary>What the command line says.</summary>
/// <param name="Mode">How requests are handled.</param>
/// <param name="Threads">Handler threads in mode threads.</param>
/// <param name="Json">File that /json answers with.</param>
/// <param name="Descriptor">Inherited listening socket.</param>
/// <param name="More">Names and values that are not known here, for a program that has more settings.</param>
internal sealed record Settings(HandlingMode Mode, int Threads, string Json, int Descriptor, IReadOnlyDictionary<string, string> More)
{
    internal static bool TryParse(string[] args, out Settings settings, out string? error, params string[] more)
    {
        var others = new Dictionary<string, string>();
        settings = new Settings(HandlingMode.Async, 16, string.Empty, -1, others);
        error = args.Length % 2 == 0 ? null : $"'{args[^1]}' has no value";
        for (var i = 0; i < args.Length && error is null; i += 2)
        {
            var (name, value) = (args[i], args[i + 1]);
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (name)
            {
                case "--mode" when value is "async" or "sync" or "threads":
                    settings = settings with { Mode = Enum.Parse<HandlingMode>(value, ignoreCase: true) };
                    break;
                case "--threads" when isNumber && number is >= 1 and <= 10_000:
                    settings = settings with { Threads = number };
                    break;
                case "--json":
                    settings = settings with { Json = value };
                    break;
                case "--fd" when isNumber:
                    settings = settings with { Descriptor = number };
                    break;
                case var _ when more.Contains(name):
                    others[name] = value;
                    break;
                default:
                    error = $"'{name} {value}' is not understood";
                    break;
            }
        }

        error ??= settings is { Descriptor: < 0 } or { Json: "" } ? "--json and --fd are needed" : null;
        return error is null;
    }
}
