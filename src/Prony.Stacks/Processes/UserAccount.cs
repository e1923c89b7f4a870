using System.ComponentModel;
using System.Runtime.InteropServices;
using Prony.Stacks.Native;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Processes;

/// <summary>A user of this machine, as whom a program can be run.</summary>
internal sealed record UserAccount(string Name, uint UserId, uint GroupId, string Home)
{
    /// <summary>Entries are a few hundred bytes (getpwnam_r(3)).</summary>
    private const int BufferBytes = 16 * 1024;

    /// <summary>It is another user than Prony's.</summary>
    internal bool IsOther => UserId != NativeLibc.geteuid();

    /// <summary>HOME, USER and LOGNAME, as login(1) sets them.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Environment => [new("HOME", Home), new("USER", Name), new("LOGNAME", Name)];

    /// <summary>The user that a service asks for; null when it asks for none.</summary>
    /// <exception cref="StackStartException">There is no such user, or Prony may not become it.</exception>
    internal static UserAccount? Of(string? name, string service)
    {
        if (name is null)
        {
            return null;
        }

        var account = Find(name) ?? throw Invalid(
            service, $"there is no user '{name}' on this machine. Install the package that brings it, make it (useradd --system {name}), or correct 'user'");
        return !account.IsOther || NativeLibc.geteuid() == 0
            ? account
            : throw Invalid(service, $"only root may run it as '{name}'. Run prony as root or as '{name}', or remove 'user'");
    }

    /// <summary>The user of that name, from wherever the system keeps users; null when there is none.</summary>
    internal static unsafe UserAccount? Find(string name)
    {
        var buffer = stackalloc byte[BufferBytes];
        return NativeLibc.getpwnam_r(name, out var entry, buffer, BufferBytes, out var result) == 0 && result != 0
            ? new UserAccount(name, entry.UserId, entry.GroupId, Marshal.PtrToStringUTF8(entry.Home) ?? "/")
            : null;
    }

    /// <summary>Words in front of a command that make it run as this user, with the user's groups; they become the command, so that the process id stays. None for Prony's own.</summary>
    /// <exception cref="StackStartException">setpriv is not installed.</exception>
    internal IReadOnlyList<string> Prefix(string service)
    {
        if (!IsOther)
        {
            return [];
        }

        var program = ProgramFinder.Find("setpriv", "/") ?? throw new StackStartException(
            StartFailureKind.NotFound, service, $"'setpriv', which runs '{service}' as '{Name}', was not found. On Debian or Ubuntu: apt-get install util-linux.", []);
        var group = GroupId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return [program, "--reuid", Name, "--regid", group, "--init-groups", "--"];
    }

    /// <summary>Makes a file or folder the user's.</summary>
    internal void TakeOver(string path)
    {
        if (IsOther && NativeLibc.lchown(path, UserId, GroupId) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException($"'{path}' could not be given to user '{Name}': {new Win32Exception(error).Message}.");
        }
    }

    private static StackStartException Invalid(string service, string problem) =>
        new(StartFailureKind.Invalid, service, $"Service '{service}' cannot be started: {problem}.", []);
}
