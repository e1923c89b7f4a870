namespace Prony.Stacks.Keeping;

/// <summary>What the processes and managed sockets of a service use at an instant (docs/supervision.md says where each is read).</summary>
/// <param name="Service">Its name.</param>
/// <param name="AtNs">When, <see cref="Prony.Measurement.Clocks.MonotonicClock"/> nanoseconds.</param>
/// <param name="Processes">Its live processes.</param>
/// <param name="Sockets">The sockets it is asked on: the managed one, or the port of each instance.</param>
public sealed record ServiceStats(string Service, long AtNs, IReadOnlyList<ProcessStats> Processes, IReadOnlyList<SocketStats> Sockets);

/// <summary>One process.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Name">As ps shows it, at most 15 characters.</param>
/// <param name="CpuNs">CPU of its own threads since its start; differences give the share.</param>
/// <param name="PssBytes">Memory with each shared page counted once over its sharers; null where Prony may not look.</param>
/// <param name="RssBytes">Resident set size.</param>
/// <param name="Age">Since its start.</param>
/// <param name="Threads">Live threads.</param>
/// <param name="Connections">Established connections that its service accepted and that it has open; null where Prony may not look.</param>
public sealed record ProcessStats(int Pid, string Name, long CpuNs, long? PssBytes, long RssBytes, TimeSpan Age, int Threads, int? Connections);

/// <summary>One listening socket.</summary>
/// <param name="Port">Its port.</param>
/// <param name="IsManaged">Prony bound it.</param>
/// <param name="Waiting">Connections that wait to be accepted; null when nobody listens or the kernel does not tell.</param>
/// <param name="Length">Most that may wait.</param>
/// <param name="Peers">Clients that the kernel's table holds for the port now, connected or just gone, as address and port.</param>
public sealed record SocketStats(int Port, bool IsManaged, int? Waiting, int? Length, IReadOnlySet<string> Peers);
