using Prony.Stacks.Supervision;

namespace Prony.Cli.Control;

/// <summary>The control socket of a run or a search: there where the user has a folder for it, silently not there otherwise.</summary>
internal sealed class RunControl : IAsyncDisposable
{
    private ControlServer? _server;

    private RunControl()
    {
    }

    /// <summary>What quit does, once the run can be ended.</summary>
    public Action Quit { private get; set; } = static () => { };

    /// <param name="verb">run, capacity or tune. Services of a search are looked at and not changed.</param>
    /// <param name="name">Of the experiment.</param>
    /// <param name="mask">Hides its secrets.</param>
    public static RunControl Start(string verb, string name, Func<string, string> mask)
    {
        var control = new RunControl();
        if (OperatingSystem.IsLinux() && ControlSocket.HasOwnFolder)
        {
            try
            {
                control._server = ControlServer.Start(ControlSocket.DefaultFor(name), name, verb, () => control.Quit(), mask, onlyLooks: verb != "run");
            }
            catch (Exception e) when (e is UsageException or IOException or UnauthorizedAccessException)
            {
                // A run does not fail for want of steering: its folder cannot be written, or the path is too long.
            }
        }

        return control;
    }

    /// <summary>What runs now.</summary>
    public void Steer(IRunningStack? stack)
    {
        if (OperatingSystem.IsLinux())
        {
            _server?.Steer(stack);
        }
    }

    public ValueTask DisposeAsync() => OperatingSystem.IsLinux() && _server is { } server ? server.DisposeAsync() : ValueTask.CompletedTask;
}
