using System.Text;
using Prony.Stacks.Definitions;
using Prony.Stacks.Keeping;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Keeping;

public sealed class OutputTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void A_full_file_is_put_away_whole_lines_at_a_time_and_only_so_many_are_kept()
    {
        var path = Path.Combine(_folder.Path, "web.log");
        using (var file = new RotatedFile(new LogDefinition(path, MaxBytes: 20, Keep: 2)))
        {
            for (var i = 0; i < 8; i++)
            {
                file.Write(Encoding.UTF8.GetBytes($"line {i}\n"));
            }
        }

        File.ReadAllText(path).ShouldBe("line 6\nline 7\n");
        File.ReadAllText(path + ".1").ShouldBe("line 4\nline 5\n");
        File.ReadAllText(path + ".2").ShouldBe("line 2\nline 3\n");
        File.Exists(path + ".3").ShouldBeFalse();
    }

    [Fact]
    public void Many_lines_at_once_and_a_line_longer_than_a_file_lose_nothing()
    {
        var path = Path.Combine(_folder.Path, "web.log");
        using (var file = new RotatedFile(new LogDefinition(path, MaxBytes: 10, Keep: 9)))
        {
            file.Write("aaa\nbbb\nccc\n0123456789012345\nd\n"u8);
        }

        var all = string.Concat(Enumerable.Range(0, 10).Reverse().Select(i => i == 0 ? path : $"{path}.{i}").Where(File.Exists).Select(File.ReadAllText));
        all.ShouldBe("aaa\nbbb\nccc\n0123456789012345\nd\n");
    }

    [Fact]
    public void Lines_are_passed_on_whole_the_last_at_the_end_and_space_is_given_back()
    {
        var path = Path.Combine(_folder.Path, "web.log");
        var seen = new MemoryStream();
        var follower = new OutputFollower(path, lines => seen.Write(lines.Span));
        follower.Look();
        var line = Encoding.UTF8.GetBytes(new string('x', 999) + "\n");
        using (var writer = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            for (var i = 0; i < 3000; i++)
            {
                writer.Write(line);
            }

            writer.Write("half"u8);
            writer.Flush();
            follower.Look();
            seen.Length.ShouldBe(3_000_000);
            writer.Write(" line"u8);
        }

        follower.Look();
        seen.Length.ShouldBe(3_000_000);
        follower.Look(isEnd: true);
        Encoding.UTF8.GetString(seen.ToArray().AsSpan(3_000_000)).ShouldBe("half line");
        new FileInfo(path).Length.ShouldBe(3_000_009, "its length stays, so that who appends and who looks find their places");
    }

    [Fact]
    public void What_cannot_be_passed_on_is_passed_on_later()
    {
        var path = _folder.Write("web.log", "one\nhal");
        var seen = new MemoryStream();
        var fails = false;
        var follower = new OutputFollower(path, lines =>
        {
            if (fails)
            {
                throw new IOException("No space left on device");
            }

            seen.Write(lines.Span);
        });
        follower.Look();
        File.AppendAllText(path, "f\ntwo\n");
        fails = true;
        Should.Throw<IOException>(() => follower.Look());
        File.AppendAllText(path, "three\n");
        Should.Throw<IOException>(() => follower.Look());
        fails = false;
        follower.Look();
        Encoding.UTF8.GetString(seen.ToArray()).ShouldBe("one\nhalf\ntwo\nthree\n");
    }

    [Fact]
    public void A_file_that_cannot_be_put_away_is_written_again_when_it_can()
    {
        var path = Path.Combine(_folder.Path, "web.log");
        using var file = new RotatedFile(new LogDefinition(path, MaxBytes: 8, Keep: 1));
        file.Write("line 1\n"u8);
        Directory.CreateDirectory(path + ".1");
        Should.Throw<Exception>(() => file.Write("line 2\n"u8.ToArray())).ShouldBeAssignableTo<SystemException>();
        Directory.Delete(path + ".1");

        file.Write("line 2\n"u8);

        File.ReadAllText(path).ShouldBe("line 2\n");
        File.ReadAllText(path + ".1").ShouldBe("line 1\n");
    }

    [Fact]
    public async Task One_service_whose_log_cannot_be_written_is_told_once_and_the_others_go_on()
    {
        var raw = Path.Combine(_folder.Path, "raw");
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var shown = new MemoryStream();
        var full = new LogDefinition(Path.Combine(_folder.Path, "full.log"), MaxBytes: 8, Keep: 1);
        Directory.CreateDirectory(full.File + ".1");
        var output = new StackOutput([Service("full", full), Service("web", null)], raw, (_, lines) => shown.Write(lines.Span), told.Enqueue);
        _folder.Write("raw/full.log", "line 1\nline 2\n");
        SpinWait.SpinUntil(() => !told.IsEmpty, TimeSpan.FromSeconds(20)).ShouldBeTrue();
        _folder.Write("raw/web.log", "serving\n");
        Directory.Delete(full.File + ".1");

        await output.DisposeAsync();

        told.ShouldHaveSingleItem().ShouldContain("the output of 'full' can no longer be written");
        Encoding.UTF8.GetString(shown.ToArray()).ShouldBe("serving\n");
        (await File.ReadAllTextAsync(full.File)).ShouldBe("line 2\n", "it is tried again");
    }

    [Fact]
    public async Task A_log_that_cannot_be_opened_later_is_told_and_the_output_goes_where_it_went()
    {
        var told = new List<string>();
        var shown = new MemoryStream();
        var output = new StackOutput([Service("web", null)], _folder.Path, (_, lines) => shown.Write(lines.Span), told.Add);

        output.Follow([Service("web", new LogDefinition(Path.Combine(_folder.Path, "nowhere", "web.log"), MaxBytes: 100, Keep: 1))]);

        told.ShouldHaveSingleItem().ShouldContain("the log of 'web' cannot be opened");
        _folder.Write("web.log", "serving\n");
        await output.DisposeAsync();
        Encoding.UTF8.GetString(shown.ToArray()).ShouldBe("serving\n");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Nobody_waits_for_a_reader_that_does_not_read()
    {
        _folder.Write("web.log", "serving\n");
        using var reads = new ManualResetEventSlim();
        using var showing = new ManualResetEventSlim();
        var output = new StackOutput([Service("web", null)], _folder.Path, (_, _) =>
        {
            showing.Set();
            reads.Wait();
        }, static _ => { });
        showing.Wait(TimeSpan.FromSeconds(20)).ShouldBeTrue();

        output.Follow([Service("web", null), Service("other", null)]);
        await output.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

        reads.Set();
    }

    [Fact]
    public void Peers_of_a_port_are_its_accepted_clients_also_those_that_closed_first()
    {
        string[] table =
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1",
            "   1: 0100007F:1F90 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 2",
            "   2: 0100007F:C001 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 3",
            "   3: 0100007F:C002 0100007F:1F90 06 00000000:00000000 00:00000000 00000000     0        0 0",
            "   4: 0100007F:1F91 0100007F:C003 01 00000000:00000000 00:00000000 00000000     0        0 4",
            "   5: 0100007F:1F90 0100007F:C004 01 00000000:00000000 00:00000000 00000000     0        0 0 1 0000000000000000 20 0 0 10 -1",
            "   6: 0100007F:1F90 0100007F:C005 08 00000000:00000000 00:00000000 00000000     0        0 0",
            "   7: 0100007F:1F90 0100007F:C006 03 00000000:00000000 01:00000064 00000000     0        0 0",
            "   8: 0100007F:1F90 0100007F:C007 06 00000000:00000000 03:00001770 00000000     0        0 0",
            "   9: 0100007F:1F90 0100007F:C008 05 00000000:00000000 03:00001770 00000000     0        0 0",
            "  10: 0200000A:C009 0300000A:1F90 06 00000000:00000000 03:00001770 00000000     0        0 0",
        ];

        StatsReader.PeersIn(table, 0x1F90).ShouldBe(["0100007F:C001", "0100007F:C002", "0100007F:C007", "0100007F:C008"], "neither what waits to be accepted nor what another machine's port was asked");
    }

    private static ServiceDefinition Service(string name, LogDefinition? log) => new() { Name = name, Command = ["true"], Log = log };

    public void Dispose() => _folder.Dispose();
}
