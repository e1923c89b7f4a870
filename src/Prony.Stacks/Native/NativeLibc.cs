using System.Runtime.InteropServices;

namespace Prony.Stacks.Native;

/// <summary>The C library's functions that .NET has no counterpart for. Names, order and meaning are those of the manual pages.</summary>
internal static unsafe class NativeLibc
{
    internal const short SpawnSetSigDef = 0x04;
    internal const short SpawnSetSigMask = 0x08;
    internal const short SpawnSetSid = 0x80;

    internal const int OpenReadOnly = 0;
    internal const int OpenWriteOnly = 1;
    internal const int OpenCreate = 0x40;
    internal const int OpenAppend = 0x400;
    internal const int OpenCloseOnExec = 0x80000;

    internal const int SetDescriptorFlags = 2;
    internal const int CloseOnExec = 1;

    internal const int WaitNoHang = 1;
    internal const int ErrorInterrupted = 4;
    internal const int ErrorNoChild = 10;

    internal const int PrctlSetChildSubreaper = 36;
    internal const int SysconfClockTicks = 2;
    internal const int AccessExecute = 1;

    /// <summary>FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE.</summary>
    internal const int PunchHole = 3;

    internal const int CallPidfdOpen = 434;
    internal const int CallPidfdGetFd = 438;

    [DllImport("libc")]
    internal static extern int posix_spawn(
        out int pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [DllImport("libc")]
    internal static extern int posix_spawn_file_actions_init(void* actions);

    [DllImport("libc")]
    internal static extern int posix_spawn_file_actions_destroy(void* actions);

    [DllImport("libc")]
    internal static extern int posix_spawn_file_actions_adddup2(void* actions, int from, int to);

    [DllImport("libc")]
    internal static extern int posix_spawn_file_actions_addopen(void* actions, int descriptor, byte* path, int flags, uint mode);

    [DllImport("libc")]
    internal static extern int posix_spawnattr_init(void* attributes);

    [DllImport("libc")]
    internal static extern int posix_spawnattr_destroy(void* attributes);

    [DllImport("libc")]
    internal static extern int posix_spawnattr_setflags(void* attributes, short flags);

    [DllImport("libc")]
    internal static extern int posix_spawnattr_setsigdefault(void* attributes, void* set);

    [DllImport("libc")]
    internal static extern int posix_spawnattr_setsigmask(void* attributes, void* set);

    [DllImport("libc")]
    internal static extern int sigfillset(void* set);

    [DllImport("libc")]
    internal static extern int sigemptyset(void* set);

    [DllImport("libc", SetLastError = true)]
    internal static extern int waitpid(int pid, out int status, int options);

    [DllImport("libc", SetLastError = true)]
    internal static extern int kill(int pid, int signal);

    [DllImport("libc", SetLastError = true)]
    internal static extern int pipe2(int* descriptors, int flags);

    [DllImport("libc", SetLastError = true)]
    internal static extern int fcntl(int descriptor, int command, int argument);

    [DllImport("libc", SetLastError = true)]
    internal static extern int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [DllImport("libc")]
    internal static extern nint sysconf(int name);

    [DllImport("libc", SetLastError = true)]
    internal static extern int socket(int family, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    internal static extern nint send(int descriptor, byte* bytes, nuint length, int flags);

    [DllImport("libc", SetLastError = true)]
    internal static extern nint recv(int descriptor, byte* bytes, nuint length, int flags);

    [DllImport("libc", SetLastError = true)]
    internal static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    internal static extern int fallocate(int descriptor, int mode, long offset, long length);

    /// <summary>For calls that older C libraries have no function for; their numbers are the same on x86-64 and ARM.</summary>
    [DllImport("libc", SetLastError = true)]
    internal static extern nint syscall(nint number, nint a, nint b, nint c);

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi)]
    internal static extern int access(string path, int mode);

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi)]
    internal static extern int mkdir(string path, uint mode);

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi)]
    internal static extern int lchown(string path, uint owner, uint group);

    [DllImport("libc")]
    internal static extern uint geteuid();

    [DllImport("libc", CharSet = CharSet.Ansi)]
    internal static extern int getpwnam_r(string name, out Passwd entry, byte* buffer, nuint length, out nint result);

    /// <summary>struct passwd of glibc and musl on Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Passwd
    {
        internal nint Name;
        internal nint Password;
        internal uint UserId;
        internal uint GroupId;
        internal nint Comment;
        internal nint Home;
        internal nint Shell;
    }
}
