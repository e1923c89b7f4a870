using System.Globalization;

namespace KestrelBench;

/// <summary>What the command line says.</summary>
/// <param name="IsBlocking">Mode sync: requests wait on handler threads instead of awaiting.</param>
/// <param name="Threads">Handler threads in mode sync.</param>
/// <param name="Wait">How long a request waits.</param>
/// <param name="Port">Port of the loopback addresses, when no socket is inherited.</param>
/// <param name="Descriptor">Inherited listening socket.</param>
internal sealed record Settings(bool IsBlocking, int Threads, TimeSpan Wait, int Port, int? Descriptor)
{
    internal static bool TryParse(string[] args, out Settings settings, out string? error)
    {
        settings = new Settings(false, 16, TimeSpan.FromMilliseconds(100), 0, null);
        error = null;
        for (var i = 0; i < args.Length && error is null; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : string.Empty;
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (args[i])
            {
                case "--mode" when value is "sync" or "async":
                    settings = settings with { IsBlocking = value == "sync" };
                    break;
                case "--threads" when isNumber && number is >= 1 and <= 10_000:
                    settings = settings with { Threads = number };
                    break;
                case "--wait" when isNumber && number <= 60_000:
                    settings = settings with { Wait = TimeSpan.FromMilliseconds(number) };
                    break;
                case "--port" when isNumber && number is >= 1 and <= 65_535:
                    settings = settings with { Port = number };
                    break;
                case "--fd" when isNumber:
                    settings = settings with { Descriptor = number };
                    break;
                default:
                    error = $"'{args[i]} {value}' is not understood";
                    break;
            }
        }

        if (error is null && settings is { Port: 0, Descriptor: null })
        {
            error = "where to listen is not said";
        }

        return error is null;
    }
}
