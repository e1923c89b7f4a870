using static Prony.Experiments.Files.Imports.ImportFate;

namespace Prony.Experiments.Files.Imports;

/// <summary>Every section and key of supervisord.conf (supervisor 4.2, its chapter "Configuration File").</summary>
internal static class SupervisordKeys
{
    private const string Streams = "`prony up` writes each service's output, both streams together, to its log, with rotation, or to the terminal with a prefix.";
    private const string Own = "about supervisord itself; `prony up` has no such file.";
    private const string Steering = "`prony ctl` steers, over a Unix socket of mode 0600.";

    private static readonly string[] No = ["false", "no", "off", "0", ""];

    private static readonly ImportKey[] Program = [
        new("command", Mapped, "command"),
        new("process_name", Told, "an instance is named by its service and its number."),
        new("numprocs", Mapped, "instances"),
        new("numprocs_start", Mapped, "added to %(process_num)d"),
        new("priority", Mapped, "needs: services of a higher number wait for those of a lower one"),
        new("autostart", Refused, "`prony up` starts all services: remove the section, or stop the service with `prony ctl stop NAME`.") { Harmless = ["true", "yes", "on", "1"] },
        new("startsecs", Mapped, "ready.command, which waits so long"),
        new("startretries", Mapped, "respawn.max"),
        new("autorestart", Mapped, "respawn"),
        new("exitcodes", Told, "Prony respawns a service that ends, whatever its exit code.") { Harmless = ["0"] },
        new("stopsignal", Mapped, "stop.signal"),
        new("stopwaitsecs", Mapped, "stop.grace"),
        new("stopasgroup", Told, "what outlives its service is stopped, too.") { Harmless = No },
        new("killasgroup", Told, "what outlives its service is stopped, too.") { Harmless = No },
        new("user", Mapped, "user"),
        new("redirect_stderr", Told, Streams) { Harmless = ["true"] },
        new("stdout_logfile", Mapped, "log.file; AUTO, NONE, syslog and /dev/stdout: the terminal"),
        new("stdout_logfile_maxbytes", Mapped, "log.max-size"),
        new("stdout_logfile_backups", Mapped, "log.keep"),
        new("stdout_capture_maxbytes", Told, Streams) { Harmless = ["0"] },
        new("stdout_events_enabled", Told, Streams) { Harmless = No },
        new("stdout_*", Told, Streams),
        new("stderr_capture_maxbytes", Told, Streams) { Harmless = ["0"] },
        new("stderr_events_enabled", Told, Streams) { Harmless = No },
        new("stderr_*", Told, Streams),
        new("environment", Mapped, "env"),
        new("directory", Mapped, "cwd"),
        new("umask", Refused, "Prony hands on its own umask: set it before `prony up`, and remove the key."),
        new("serverurl", Told, Steering),
    ];

    public static readonly ImportDialect Dialect = new("supervisord", ";#", [
        new("unix_http_server", Told, Steering, []),
        new("inet_http_server", Told, Steering, []),
        new("supervisorctl", Told, Steering, []),
        new("rpcinterface:NAME", Told, Steering, []),
        new("supervisord", Mapped, "the stack", [
            new("logfile", Told, Own),
            new("logfile_maxbytes", Told, Own),
            new("logfile_backups", Told, Own),
            new("loglevel", Told, Own),
            new("pidfile", Told, "`prony ctl status` names the processes."),
            new("umask", Refused, "Prony hands on its own umask: set it before `prony up`, and remove the key.") { Harmless = ["022"] },
            new("nodaemon", Told, "`prony up` stays in the foreground.") { Harmless = ["true"] },
            new("silent", Told, Own) { Harmless = No },
            new("minfds", Told, "Prony raises its own limit of open files; limits.descriptors bounds a service's."),
            new("minprocs", Told, Own),
            new("nocleanup", Told, Own) { Harmless = No },
            new("childlogdir", Told, Streams),
            new("user", Told, "run `prony up` as that user; a service's own 'user' is taken over."),
            new("directory", Refused, "Write 'directory' into each program: Prony does not change its own."),
            new("strip_ansi", Told, Streams) { Harmless = No },
            new("environment", Mapped, "env of every service"),
            new("identifier", Told, Own),
        ]),
        new("program:NAME", Mapped, "services.NAME", Program),
        new("fcgi-program:NAME", Mapped, "services.NAME with a socket as descriptor 0", [
            new("socket", Mapped, "socket.host and socket.port, of tcp://HOST:PORT"),
            new("socket_backlog", Mapped, "socket.backlog"),
            new("socket_owner", Refused, "It is about Unix sockets, which Prony does not bind: remove the key."),
            new("socket_mode", Refused, "It is about Unix sockets, which Prony does not bind: remove the key."),
            .. Program,
        ]),
        new("group:NAME", Mapped, "the order of its programs", [
            new("programs", Mapped, "which programs the group's priority is for"),
            new("priority", Mapped, "needs: groups of a higher number wait for those of a lower one"),
        ]),
        new("include", Refused, "Put the sections of the included files into this one.", []),
        new("eventlistener:NAME", Refused, "`prony ctl events --follow --json` tells what happens, as lines of JSON: remove the section.", []),
        new("ctlplugin:NAME", Told, Steering, []),
    ]);
}
