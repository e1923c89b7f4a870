using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Prony.Measurement.Clocks;
using Prony.Stacks.Definitions;
using Prony.Stacks.Processes;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Preparation;

/// <summary>Runs the prepare steps of a service once for each content of their inputs, and keeps what they made.</summary>
/// <remarks>
/// An entry is a folder named by the hash of the commands and inputs: <c>result</c> is <c>{prepared}</c>, <c>output.log</c> what the steps said,
/// <c>done</c> shows that all succeeded. It is made in place under a lock file, not renamed: what a step makes may hold its own path.
/// Several Pronys may share the folder: one makes, the others wait. Thread-safe.
/// What another user makes or uses must lie where that user can get: where the cache is below a home of mode 0700, such as /root, it is kept in
/// <see cref="ForOthers"/> instead.
/// </remarks>
/// <param name="scope">Holds the steps.</param>
/// <param name="folder">Where results are kept.</param>
/// <param name="forOthers">Where results for other users are kept when they cannot get to <paramref name="folder"/>. Default: <see cref="ForOthers"/>.</param>
internal sealed class PrepareCache(RunScope scope, string folder, string? forOthers = null)
{
    /// <summary>The Filesystem Hierarchy Standard's place for what can be made again. Only root runs programs as others, so it can be written.</summary>
    internal const string ForOthers = "/var/cache/prony";

    private static readonly TimeSpan StepWithin = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);

    /// <summary>The folder for <c>{prepared}</c>, made now if need be.</summary>
    /// <exception cref="StackStartException">A step failed, or its inputs are not there.</exception>
    internal async Task<string> EnsureAsync(CandidateDefinition candidate, ServiceDefinition service, Action<string>? progress, CancellationToken ct)
    {
        var file = StackValues.ForPreparing(candidate).FileOf(service);
        CheckKnown(service, file);
        var values = file.Known;
        var users = service.Prepare.Select(step => UserAccount.Of(step.User is null ? null : Placeholders.Resolve(step.User, values), service.Name)).ToList();
        var user = UserAccount.Of(service.User is null ? null : Placeholders.Resolve(service.User, values), service.Name);

        // Named as in its own file, so that stacks that include the same one share what was made.
        var (stack, ownName) = candidate.Stack.OriginOf(service);
        var name = $"{stack.Name}-{ownName}-{Hash(service, values)}";
        var isForOthers = users.Append(user).Any(static someone => someone?.IsOther == true);
        var entry = Path.Combine(Path.GetFullPath(isForOthers && !OpenFolder.IsReachable(folder) ? forOthers ?? ForOthers : folder), name);
        Action<string> make = isForOthers ? OpenFolder.Ensure : static path => Directory.CreateDirectory(path);
        var result = Path.Combine(entry, "result");
        var done = Path.Combine(entry, "done");
        if (File.Exists(done))
        {
            return result;
        }

        make(Path.GetDirectoryName(entry)!);
        using var held = await LockAsync(entry + ".lock", progress, ct).ConfigureAwait(false);
        if (File.Exists(done))
        {
            return result;
        }

        if (Directory.Exists(entry))
        {
            // Left by a failure, or by a Prony that was killed.
            Directory.Delete(entry, recursive: true);
        }

        make(result);
        values["prepared"] = result;
        foreach (var (step, own) in service.Prepare.Zip(users))
        {
            own?.TakeOver(result);
            await RunAsync(service, new Step([.. step.Command.Select(word => Placeholders.Resolve(word, values))], own), values["dir"], entry, progress, ct)
                .ConfigureAwait(false);
        }

        await File.WriteAllTextAsync(done, string.Empty, ct).ConfigureAwait(false);
        return result;
    }

    /// <summary>What is made once cannot hold what is new at each start.</summary>
    private static void CheckKnown(ServiceDefinition service, FileValues values)
    {
        foreach (var word in service.Prepare.SelectMany(step => step.Command.Concat(step.Inputs).Append(step.User ?? "")))
        {
            if (values.FindLate(word) is { } late)
            {
                throw new PlaceholderException(
                    $"'{word}', a word of the prepare step of '{service.Name}', holds {{{late}}}, which has a value only when the services start: use it in command, env or files.");
            }
        }
    }

    /// <summary>SHA-256, first 16 digits, over commands, input names and contents. Where the stack lies and how many CPUs there are does not count.</summary>
    private static string Hash(ServiceDefinition service, Dictionary<string, string> values)
    {
        var unplaced = new Dictionary<string, string>(values, StringComparer.Ordinal)
        {
            ["dir"] = "{dir}",
            ["cpus"] = "{cpus}",
            ["prepared"] = "{prepared}",
        };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var step in service.Prepare)
        {
            foreach (var word in step.Command)
            {
                Append(hash, Encoding.UTF8.GetBytes(Placeholders.Resolve(word, unplaced)));
            }

            if (step.User is not null)
            {
                Append(hash, Encoding.UTF8.GetBytes("user " + Placeholders.Resolve(step.User, unplaced)));
            }

            // A parameter may name a file, or none.
            var patterns = step.Inputs.Select(input => Placeholders.Resolve(input, values)).Where(static pattern => pattern.Length > 0);
            var inputs = InputFiles.Find(values["dir"], patterns, out var unmatched);
            foreach (var input in inputs)
            {
                Append(hash, Encoding.UTF8.GetBytes(input));
                Append(hash, File.ReadAllBytes(Path.Combine(values["dir"], input)));
            }

            if (unmatched is not null)
            {
                throw new StackStartException(
                    StartFailureKind.PrepareFailed,
                    service.Name,
                    $"No file below '{values["dir"]}' matches '{unmatched}', an input of the prepare step '{string.Join(' ', step.Command)}'. Correct prepare.inputs.",
                    []);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    /// <summary>With its length, so that no two lists of texts look alike.</summary>
    private static void Append(IncrementalHash hash, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static async Task<FileStream> LockAsync(string path, Action<string>? progress, CancellationToken ct)
    {
        var deadlineNs = MonotonicClock.NowNs + MonotonicClock.ToNs(StepWithin);
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (MonotonicClock.NowNs < deadlineNs && File.Exists(path))
            {
                if (isFirst)
                {
                    progress?.Invoke("waiting for another Prony that prepares the same");
                }
            }

            await Task.Delay(LockPoll, ct).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(
        ServiceDefinition service, Step step, string directory, string entry, Action<string>? progress, CancellationToken ct)
    {
        var command = step.Command;
        var commandText = string.Join(' ', command);
        progress?.Invoke($"preparing '{service.Name}': {commandText}");
        var output = Path.Combine(entry, "output.log");
        StackStartException Failure(StartFailureKind kind, string message) => new(kind, service.Name, message, LogFile.Tail(output, LogFile.ShownLines));
        var program = ProgramFinder.FindAsUser(command[0], directory)
            ?? throw Failure(StartFailureKind.NotFound, $"'{command[0]}', needed to prepare '{service.Name}', was not found. Install it or put it on PATH.");
        var mark = scope.NextMark("prepare", service.Name);
        var running = RunningService.Start(scope, new ServiceDefinition { Name = service.Name, Command = command }, [new ServiceLaunch
        {
            Mark = mark,
            Program = program,
            Arguments = [.. command.Skip(1)],
            WorkingDirectory = directory,

            // What root's own environment holds is nothing for another user, who could read it in /proc.
            Environment = step.User is { IsOther: true } other
                ? CleanEnvironment.For(program, scope.Mark, mark.Text, other.Environment)
                : CleanEnvironment.Own(scope.Mark, mark.Text, step.User?.Environment ?? []),
            OutputFile = output,
            User = step.User,
        }]);
        try
        {
            var deadlineNs = MonotonicClock.NowNs + MonotonicClock.ToNs(StepWithin);
            ExitStatus? exit;
            while ((exit = running.FirstExit()) is null && MonotonicClock.NowNs < deadlineNs)
            {
                await Task.Delay(Poll, ct).ConfigureAwait(false);
            }

            if (exit?.Code != 0)
            {
                var how = exit?.Text ?? string.Create(CultureInfo.InvariantCulture, $"no end after {StepWithin.TotalMinutes:0} minutes");
                throw Failure(StartFailureKind.PrepareFailed, $"Preparing '{service.Name}' failed ({how}): {commandText}. Its output is in {output}.");
            }
        }
        finally
        {
            // Build servers and other helpers that the step left behind go too.
            await running.StopAsync(StopWithin).ConfigureAwait(false);
        }
    }

    /// <param name="Command">Without placeholders.</param>
    /// <param name="User">As whom it runs; null: as Prony.</param>
    private sealed record Step(IReadOnlyList<string> Command, UserAccount? User);
}
