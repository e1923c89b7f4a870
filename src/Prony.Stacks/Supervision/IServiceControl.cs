namespace Prony.Stacks.Supervision;

/// <summary>Steering of a stack that runs: used by ctl and by events on the timeline.</summary>
/// <remarks>
/// Thread-safe: what concerns one service is done one after the other. Every call is bounded in time: by the readiness (<c>ready.within</c>) and the grace of the
/// service, for each instance. Unknown names throw <see cref="UnknownServiceException"/>, what cannot be done <see cref="ServiceControlException"/>.
/// </remarks>
public interface IServiceControl
{
    /// <summary>Every service in the order of the file.</summary>
    IReadOnlyList<ServiceStatus> Status();

    /// <summary>Starts a service that was stopped, has ended or was given up, with the instances that are wanted; nothing where it runs. Returns when they are ready.</summary>
    Task StartAsync(string service, CancellationToken stop);

    /// <summary>Stops all instances: signal, grace, kill. A managed socket is closed, so that clients are refused.</summary>
    Task StopAsync(string service, CancellationToken stop);

    /// <summary>Ends the instances and starts new ones; returns when these are ready.</summary>
    /// <param name="service">Which.</param>
    /// <param name="rolling">
    /// One instance after the other: on a managed socket the new one is ready before the old one is told to stop, so that a server which finishes its work
    /// loses no request; on ports of their own the old one has to go first. False: all at once, while connections wait in the queue of a managed socket.
    /// </param>
    /// <param name="stop">Gives up; what runs then stays.</param>
    Task RestartAsync(string service, bool rolling, CancellationToken stop);

    /// <summary>Adds instances; returns when they are ready, with the number that is wanted then.</summary>
    /// <exception cref="ServiceControlException">They listen on ports of their own, of which nobody would know; or one did not become ready, and was ended.</exception>
    Task<int> IncreaseAsync(string service, int by, CancellationToken stop);

    /// <summary>Ends instances, the youngest first; returns when they have ended, with the number that is wanted then, at least 1.</summary>
    Task<int> DecreaseAsync(string service, int by, CancellationToken stop);

    /// <summary>Starts again, in its place, each instance that has ended by itself; returns when they are ready. Nothing where all run.</summary>
    Task ReviveAsync(string service, CancellationToken stop);

    /// <summary>Sends a signal at once, also while another call works on the service.</summary>
    /// <param name="service">Which.</param>
    /// <param name="signal">Its number: 9 kills; 19 (SIGSTOP) and 18 (SIGCONT) pause and go on.</param>
    /// <param name="instances">To so many instances, the oldest first. SIGKILL, SIGSTOP and SIGCONT reach all processes of an instance, every other signal its first alone. Null: all.</param>
    /// <exception cref="ServiceControlException">It reached nobody.</exception>
    void Signal(string service, int signal, int? instances);

    /// <summary>Tells what changes, in order and from whichever thread it happens on, until the result is disposed. What is told must return at once and not throw.</summary>
    IDisposable Watch(Action<ServiceChange> changed);
}

/// <summary>What a service is at an instant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Which of its states.</param>
/// <param name="Wanted">Instances that there should be.</param>
/// <param name="Ready">Those that run and count.</param>
/// <param name="Pids">First process of each instance that runs, the oldest first.</param>
/// <param name="InState">How long it has been in this state.</param>
/// <param name="Restarts">How often an instance was started again since the service first was.</param>
public sealed record ServiceStatus(string Name, ServiceState State, int Wanted, int Ready, IReadOnlyList<int> Pids, TimeSpan InState, int Restarts);

/// <summary>States of a service.</summary>
public enum ServiceState
{
    /// <summary>Instances are being started.</summary>
    Starting,

    /// <summary>All that are wanted are ready.</summary>
    Running,

    /// <summary>An instance has ended and will be started again, now or after a pause.</summary>
    Respawning,

    /// <summary>Instances are being stopped.</summary>
    Stopping,

    /// <summary>Stopped on purpose.</summary>
    Stopped,

    /// <summary>It ended and is not started again.</summary>
    Ended,
}

/// <summary>Something that happened to a service.</summary>
/// <param name="AtNs">When, <see cref="Prony.Measurement.Clocks.MonotonicClock"/> nanoseconds.</param>
/// <param name="Service">Its name.</param>
/// <param name="Kind">One of <see cref="ServiceChangeKind"/>.</param>
/// <param name="Text">In words: "instance 3 (1234) is ready".</param>
public sealed record ServiceChange(long AtNs, string Service, string Kind, string Text);

/// <summary>Kinds of changes, as files and ctl write them.</summary>
public static class ServiceChangeKind
{
    /// <summary>An instance was started.</summary>
    public const string Started = "started";

    /// <summary>An instance is ready.</summary>
    public const string Ready = "ready";

    /// <summary>An instance ended on purpose.</summary>
    public const string Stopped = "stopped";

    /// <summary>An instance ended by itself.</summary>
    public const string Died = "died";

    /// <summary>It will be started again after a pause.</summary>
    public const string Respawning = "respawning";

    /// <summary>It died too often, or did not become ready: it is not started again.</summary>
    public const string GivenUp = "given-up";

    /// <summary>A signal was sent.</summary>
    public const string Signalled = "signalled";

    /// <summary>The number of instances that are wanted was changed.</summary>
    public const string Wanted = "wanted";
}

/// <summary>A name that no service has.</summary>
public sealed class UnknownServiceException : ArgumentException
{
    /// <param name="name">The name.</param>
    /// <param name="known">The services that there are.</param>
    public UnknownServiceException(string name, IReadOnlyList<string> known)
        : base(known.Count == 0 ? $"There is no service '{name}': nothing here was started by Prony." : $"There is no service '{name}'; there is {string.Join(", ", known)}.")
    {
        Name = name;
        Known = known;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The services that there are, for a suggestion.</summary>
    public IReadOnlyList<string> Known { get; }
}

/// <summary>What was asked of a service cannot be done, or failed. The message says what to do.</summary>
public sealed class ServiceControlException(string message, Exception? inner = null) : Exception(message, inner);
