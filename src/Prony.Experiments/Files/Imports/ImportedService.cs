namespace Prony.Experiments.Files.Imports;

/// <summary>A watcher or program on its way into a stack: what the other program's file says of it, in the words of a stack.</summary>
internal sealed class ImportedService(string name, IniSection section)
{
    /// <summary>In the stack.</summary>
    public string Name { get; } = name;

    /// <summary>Where it stands.</summary>
    public IniSection Section { get; } = section;

    /// <summary>Program and arguments, with placeholders.</summary>
    public IReadOnlyList<string> Command { get; set; } = [];

    public ImportedSocket? Socket { get; set; }

    public int Instances { get; set; } = 1;

    public string? User { get; set; }

    public string? Cwd { get; set; }

    public int? Descriptors { get; set; }

    public Dictionary<string, string> Env { get; } = [];

    public string Signal { get; set; } = "SIGTERM";

    /// <summary>Seconds.</summary>
    public double Grace { get; set; }

    /// <summary>Seconds that it has to live before it counts as ready; 0: it is ready when it was started.</summary>
    public double ReadyAfter { get; set; }

    /// <summary>Starts after those with a lower one.</summary>
    public (int Group, int Own) Order { get; set; }

    public bool Respawn { get; set; } = true;

    /// <summary>Starts in a row that may fail; null: any number.</summary>
    public int? MaxRetry { get; set; }

    /// <summary>Seconds between instances.</summary>
    public double WarmupDelay { get; set; }

    /// <summary>File that its output goes to; null: none is named.</summary>
    public string? LogFile { get; set; }

    /// <summary>Size at which the file is put aside; null: Prony's default.</summary>
    public long? LogBytes { get; set; }

    /// <summary>Old files that are kept; null: Prony's default.</summary>
    public int? LogKeep { get; set; }

    /// <summary>Where it listens by what its command says; null: unknown, or on a socket that Prony binds.</summary>
    public ListenAddress? Listens { get; set; }

    /// <summary>Line of a key; 0: it is not there.</summary>
    public int LineOf(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (Section.Find(key) is { } entry)
            {
                return entry.Line;
            }
        }

        return 0;
    }
}

/// <summary>A socket that Prony binds.</summary>
/// <param name="Host">Address.</param>
/// <param name="Port">0: any free one.</param>
/// <param name="Backlog">Length of its queue.</param>
/// <param name="As">Descriptor; null: Prony's default.</param>
/// <param name="Line">Where it stands.</param>
internal sealed record ImportedSocket(string Host, int Port, int Backlog, int? As, int Line);

/// <summary>Host and port that a command names.</summary>
internal sealed record ListenAddress(string Host, int Port)
{
    /// <summary>As a client on this machine reaches it.</summary>
    public string Url => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://{(Host is "" or "0.0.0.0" or "*" or "localhost" ? "127.0.0.1" : Host)}:{Port}");

    /// <summary>Finds it among the words that gunicorn, uvicorn, daphne, chaussette, uwsgi and their like take.</summary>
    public static ListenAddress? In(IReadOnlyList<string> words)
    {
        var (host, port) = ("", 0);
        for (var i = 0; i < words.Count; i++)
        {
            var equals = words[i].StartsWith("--", StringComparison.Ordinal) ? words[i].IndexOf('=', StringComparison.Ordinal) : -1;
            var option = equals > 0 ? words[i][..equals] : words[i];
            var value = equals > 0 ? words[i][(equals + 1)..] : i + 1 < words.Count ? words[i + 1] : "";
            if (option is "-b" or "--bind" or "--host" or "--http" or "--http-socket" or "--listen" or "--socket")
            {
                var colon = value.LastIndexOf(':');
                (host, port) = colon < 0 ? (value, port) : (value[..colon], PortOf(value[(colon + 1)..], port));
            }
            else if (option is "-p" or "--port")
            {
                port = PortOf(value, port);
            }
        }

        return port > 0 && !host.Contains('/', StringComparison.Ordinal) ? new ListenAddress(host, port) : null;
    }

    private static int PortOf(string text, int otherwise) =>
        ushort.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) ? port : otherwise;
}
