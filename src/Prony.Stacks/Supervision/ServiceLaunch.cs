using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Prony.Stacks.Containment;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>Everything needed to start an instance of a service, resolved.</summary>
internal sealed record ServiceLaunch
{
    // Pairs of what to do and its value up to "run"; then the program and its arguments. All of it before the program exists, so that no early
    // child escapes, and by exec, so that the process id stays. Groups are joined first: another user may not.
    // The shell's own additions to the environment are taken away again, so that the program gets exactly what was declared.
    private const string Script = """
        while [ "$1" != run ]; do
            case $1 in
            join) echo $$ >"$2" || exit 126 ;;
            descriptors) ulimit -n "$2" || exit 126 ;;
            cwd) cd "$2" || exit 126 ;;
            listen) LISTEN_PID=$$; export LISTEN_PID ;;
            esac
            shift 2
        done
        shift
        unset PWD OLDPWD SHLVL
        exec "$@"
        """;

    internal required ServiceMark Mark { get; init; }

    /// <summary>Absolute path.</summary>
    internal required string Program { get; init; }

    internal required IReadOnlyList<string> Arguments { get; init; }

    internal required string WorkingDirectory { get; init; }

    internal required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    internal required string OutputFile { get; init; }

    /// <summary>As whom it runs; null: as Prony.</summary>
    internal UserAccount? User { get; init; }

    /// <summary>CPUs that it may run on; null: those of Prony.</summary>
    internal IReadOnlyList<int>? Cpus { get; init; }

    /// <summary>Null when the service binds its own port.</summary>
    internal ManagedSocket? Socket { get; init; }

    /// <summary>Takes the standard output, so that <see cref="OutputFile"/> gets the errors alone; null: both go there.</summary>
    internal SafeFileHandle? Output { get; init; }

    /// <summary>Where it will be asked; 0 when unknown.</summary>
    internal int Port { get; init; }

    /// <summary>A shell in front does what only the process itself can do.</summary>
    internal SpawnRequest ToRequest(ServiceGroup group, string service)
    {
        var listenFds = Socket?.Definition.ListenFds == true;
        string[] steps =
        [
            .. group.JoinFiles.SelectMany(static file => new[] { "join", file }),
            .. group.Limits.Descriptors is { } count ? new[] { "descriptors", count.ToString(CultureInfo.InvariantCulture) } : [],
            "cwd", WorkingDirectory,
        ];
        string[] prefix = [.. CpuSets.Prefix(Cpus, service), .. User?.Prefix(service) ?? []];
        return new SpawnRequest
        {
            Program = "/bin/sh",
            Arguments = ["sh", "-c", Script, "sh", .. steps, .. listenFds ? new[] { "listen", "yes" } : [], "run", .. prefix, Program, .. Arguments],
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
