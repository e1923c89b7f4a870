using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Prony.Measurement.Runs;
using Prony.Stacks.Readiness;

namespace Prony.Stacks.Accounting;

/// <summary>What a service runs: the program of its first process and the files that its command names (a script, a library, a configuration), by content.</summary>
/// <remarks>A file is read once while it stays the same size and age: a start later costs a few microseconds. Thread-safe.</remarks>
internal static class IdentityReader
{
    /// <summary>A larger file that a command names is data to serve rather than program.</summary>
    private const long LargestBytes = 64 << 20;

    private static readonly ConcurrentDictionary<(string Path, long Bytes, long WrittenTicks), string> Known = new();

    /// <param name="service">Name of the service.</param>
    /// <param name="pid">Its first process.</param>
    /// <param name="command">Words of its command, resolved.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="port">Where it listens; 0 when unknown.</param>
    /// <returns>Null when the process has gone or may not be looked into.</returns>
    internal static IdentityRecord? Read(string service, int pid, IReadOnlyList<string> command, string folder, int port)
    {
        try
        {
            var link = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/exe");
            if (new FileInfo(link).LinkTarget is not { } program)
            {
                return null;
            }

            // The link leads to the program that runs, even if another has taken its name meanwhile.
            var parts = command.Select(word => Path.GetFullPath(word, folder)).Where(IsSmallFile).Distinct().Select(path => Sum(path, path)).Prepend(Sum(link, program));
            return new IdentityRecord(service, program, Hex(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Join('\n', parts)))))
            {
                Backlog = port == 0 ? null : ListenQueues.Find(port)?.Length,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsSmallFile(string path) => new FileInfo(path) is { Exists: true, Length: <= LargestBytes };

    private static string Sum(string read, string name)
    {
        var file = new FileInfo(name);
        if (!file.Exists)
        {
            return Hash(read);
        }

        return Known.GetOrAdd((name, file.Length, file.LastWriteTimeUtc.Ticks), _ => Hash(read));
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Hex(SHA256.HashData(stream));
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
