using Microsoft.Win32.SafeHandles;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>Everything needed to start an instance of a service, resolved.</summary>
internal sealed record ServiceLaunch
{
    // $1 cgroup.procs or nothing, $2 the working directory, $3 yes for LISTEN_PID; the program and its arguments follow.
    // The shell's own additions to the environment are taken away again, so that the program gets exactly what was declared.
    private const string Script = """
        if [ -n "$1" ]; then echo $$ >"$1" || exit 126; fi
        cd "$2" || exit 126
        unset PWD OLDPWD SHLVL
        if [ -n "$3" ]; then LISTEN_PID=$$; export LISTEN_PID; fi
        shift 3
        exec "$@"
        """;

    internal required ServiceMark Mark { get; init; }

    /// <summary>Absolute path.</summary>
    internal required string Program { get; init; }

    internal required IReadOnlyList<string> Arguments { get; init; }

    internal required string WorkingDirectory { get; init; }

    internal required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    internal required string OutputFile { get; init; }

    /// <summary>Null when the service binds its own port.</summary>
    internal ManagedSocket? Socket { get; init; }

    /// <summary>Takes the standard output, so that <see cref="OutputFile"/> gets the errors alone; null: both go there.</summary>
    internal SafeFileHandle? Output { get; init; }

    /// <summary>Where it will be asked; 0 when unknown.</summary>
    internal int Port { get; init; }

    /// <summary>A shell in front joins the control group before the program exists, so that no early child escapes.</summary>
    internal SpawnRequest ToRequest(string? joinFile)
    {
        var listenFds = Socket?.Definition.ListenFds == true;
        return new SpawnRequest
        {
            Program = "/bin/sh",
            Arguments = ["sh", "-c", Script, "sh", joinFile ?? string.Empty, WorkingDirectory, listenFds ? "yes" : string.Empty, Program, .. Arguments],
            Environment = listenFds ? [.. Environment, new("LISTEN_FDS", "1")] : Environment,
            OutputFile = OutputFile,
            Descriptors =
            [
                .. Socket is null ? [] : new[] { new DescriptorHandover(Socket.Descriptor, Socket.Definition.As) },
                .. Output is null ? [] : new[] { new DescriptorHandover((int)Output.DangerousGetHandle(), 1) },
            ],
        };
    }
}
