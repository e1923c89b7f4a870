using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Prony.Reference;

namespace Prony.Experiments.SelfTests;

/// <summary>The other side of the self-test: the reference server as a program of its own, so that it is started, accounted and stopped like any candidate.</summary>
/// <remarks>Words of its command line are <c>name=number</c>. It is no command for people and has no help.</remarks>
public static class SelfTestServer
{
    /// <summary>First word of the command line.</summary>
    public const string Verb = "selftest-server";

    /// <summary>Longest life of a server that nobody stops.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    /// <summary>Serves until SIGTERM, or uses CPU and ends.</summary>
    /// <param name="words">What follows <see cref="Verb"/>.</param>
    /// <param name="program">Words that start this program again, for the children.</param>
    /// <returns>0.</returns>
    /// <exception cref="FormatException">A word is no name=number.</exception>
    public static int Run(IReadOnlyList<string> words, IReadOnlyList<string> program)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(program);
        var settings = words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => int.Parse(pair[^1], CultureInfo.InvariantCulture));
        int Of(string name, int otherwise) => settings.GetValueOrDefault(name, otherwise);
        if (settings.TryGetValue("use-ms", out var usedMs))
        {
            Busy.UntilUsed(TimeSpan.FromMilliseconds(usedMs));
            return 0;
        }

        if (settings.TryGetValue("burn-ms", out var burnMs))
        {
            Busy.For(TimeSpan.FromMilliseconds(burnMs));
            return 0;
        }

        var orphanAt = Of("orphan-at", -1);
        using var stop = new ManualResetEventSlim();
        using var onStop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Set();
        });
        using var server = ReferenceServer.Start(ServerModel.FixedDelay(TimeSpan.Zero), keepsLog: false, new ServerHabits
        {
            Port = Of("port", 0),
            Backlog = Of("backlog", 4096),
            AcceptPause = TimeSpan.FromMilliseconds(Of("accept-pause-ms", 0)),
            BodyBytes = Of("body", 5),
            ErrorEvery = Of("error-every", 0),
            CloseEvery = Of("close-every", 0),
            WorkSteps = Of("work", 0),
            Arrived = index =>
            {
                if (index == orphanAt)
                {
                    StartOrphan(program, Of("orphan-ms", 0));
                }
            },
        });
        stop.Wait(LongestLife);
        return 0;
    }

    /// <summary>A grandchild whose parent is gone at once: the shell leaves it and ends, so nobody waits for it and no count of children holds it.</summary>
    private static void StartOrphan(IReadOnlyList<string> program, int usedMs)
    {
        string[] words = ["-c", "\"$@\" >/dev/null 2>&1 &", "sh", .. program, Verb, string.Create(CultureInfo.InvariantCulture, $"use-ms={usedMs}")];
        using var shell = Process.Start("/bin/sh", words);
        shell.WaitForExit();
    }
}
