using System.ComponentModel;
using System.Globalization;
using System.Text;
using Prony.Stacks.Native;

namespace Prony.Stacks.Processes;

/// <summary>Starts processes with posix_spawn: own session, default signals, empty mask, and exactly the declared descriptors.</summary>
/// <remarks>
/// Process.Start will not do: its children keep SIGPIPE ignored, share Prony's session (Ctrl-C would reach them) and get whatever is inheritable.
/// Thread-safe.
/// </remarks>
internal static unsafe class Spawner
{
    // Sizes of the opaque structs on glibc and musl are at most 80, 336 and 128 bytes; generous guesses cost nothing.
    private const int FileActionsBytes = 256;
    private const int AttributesBytes = 512;
    private const int SignalSetBytes = 128;
    private const uint OutputFileMode = 0b110_100_100;

    /// <summary>Starts the process and returns its id, which is also the id of its session and process group.</summary>
    /// <exception cref="Win32Exception">The program could not be started.</exception>
    internal static int Start(SpawnRequest request)
    {
        CloseOthersOnExec();
        using var text = new NativeText();
        var actions = stackalloc byte[FileActionsBytes];
        var attributes = stackalloc byte[AttributesBytes];
        Check(NativeLibc.posix_spawn_file_actions_init(actions));
        Check(NativeLibc.posix_spawnattr_init(attributes));
        try
        {
            AddDescriptors(actions, request, text);
            SetAttributes(attributes);
            var result = NativeLibc.posix_spawn(
                out var pid,
                text.Of(request.Program),
                actions,
                attributes,
                text.ArrayOf(request.Arguments),
                text.ArrayOf([.. request.Environment.Select(static pair => $"{pair.Key}={pair.Value}")]));
            if (result != 0)
            {
                throw new Win32Exception(result, $"'{request.Program}' could not be started: {new Win32Exception(result).Message}");
            }

            return pid;
        }
        finally
        {
            _ = NativeLibc.posix_spawn_file_actions_destroy(actions);
            _ = NativeLibc.posix_spawnattr_destroy(attributes);
        }
    }

    private static void AddDescriptors(void* actions, SpawnRequest request, NativeText text)
    {
        // The standard three first: a handover may replace descriptor 0, and its source is never below 3.
        if (!request.Descriptors.Any(static handover => handover.To == 0))
        {
            Check(NativeLibc.posix_spawn_file_actions_addopen(actions, 0, text.Of("/dev/null"), NativeLibc.OpenReadOnly, 0));
        }

        const int append = NativeLibc.OpenWriteOnly | NativeLibc.OpenCreate | NativeLibc.OpenAppend;
        Check(NativeLibc.posix_spawn_file_actions_addopen(actions, 1, text.Of(request.OutputFile), append, OutputFileMode));
        Check(NativeLibc.posix_spawn_file_actions_adddup2(actions, 1, 2));
        foreach (var handover in request.Descriptors)
        {
            // dup2 clears close-on-exec on the copy, also (since glibc 2.29) when both numbers are the same.
            Check(NativeLibc.posix_spawn_file_actions_adddup2(actions, handover.From, handover.To));
        }
    }

    private static void SetAttributes(void* attributes)
    {
        var set = stackalloc byte[SignalSetBytes];
        Check(NativeLibc.sigfillset(set));
        Check(NativeLibc.posix_spawnattr_setsigdefault(attributes, set));
        Check(NativeLibc.sigemptyset(set));
        Check(NativeLibc.posix_spawnattr_setsigmask(attributes, set));
        Check(NativeLibc.posix_spawnattr_setflags(
            attributes, NativeLibc.SpawnSetSid | NativeLibc.SpawnSetSigDef | NativeLibc.SpawnSetSigMask));
    }

    /// <summary>.NET opens everything close-on-exec; what Prony itself inherited from its own parent may not be.</summary>
    private static void CloseOthersOnExec()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), CultureInfo.InvariantCulture, out var descriptor) && descriptor > 2)
            {
                // A descriptor that was closed meanwhile gives EBADF, which is as good.
                _ = NativeLibc.fcntl(descriptor, NativeLibc.SetDescriptorFlags, NativeLibc.CloseOnExec);
            }
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    /// <summary>C strings and arrays of them, freed together.</summary>
    private sealed class NativeText : IDisposable
    {
        private readonly List<nint> _blocks = [];

        public byte* Of(string value)
        {
            if (value.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{value.Replace("\0", "\\0", StringComparison.Ordinal)}' holds a zero byte, which no program can be given.");
            }

            var length = Encoding.UTF8.GetByteCount(value);
            var block = (byte*)Allocate((nuint)length + 1);
            Encoding.UTF8.GetBytes(value, new Span<byte>(block, length));
            block[length] = 0;
            return block;
        }

        public byte** ArrayOf(IReadOnlyList<string> values)
        {
            var block = (byte**)Allocate((nuint)(values.Count + 1) * (nuint)sizeof(byte*));
            for (var i = 0; i < values.Count; i++)
            {
                block[i] = Of(values[i]);
            }

            block[values.Count] = null;
            return block;
        }

        public void Dispose()
        {
            foreach (var block in _blocks)
            {
                System.Runtime.InteropServices.NativeMemory.Free((void*)block);
            }
        }

        private void* Allocate(nuint bytes)
        {
            var block = System.Runtime.InteropServices.NativeMemory.Alloc(bytes);
            _blocks.Add((nint)block);
            return block;
        }
    }
}
