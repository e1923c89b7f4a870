using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Measurement.Tests.Histograms;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Runs;

public sealed class TrialFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunDirectory _run;
    private readonly TrialFolder _trial;

    public TrialFilesTests()
    {
        _run = new RunDirectory(_folder.File("20261121T101500Z-sync-vs-async"));
        _trial = _run.Trial(1, 1, "async", "work", Records.Users);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_trial_wrote_is_read()
    {
        using (var writer = new TrialWriter(_trial))
        {
            writer.BeginLoad(Records.At);
            writer.WriteSlice(Records.Slice(0, "warmup"), Times(1));
            writer.WriteSlice(Records.Slice(1), Times(2));
            writer.WriteSlice(Records.Slice(2), Times(3));
            writer.WriteResource(Records.Resource(0.5));
            writer.WriteEvent(Records.Event);
            writer.WriteWindow(Samples.H1(), Samples.EmptyH1());
            writer.Complete(Records.Trial);
        }

        RunReader.ReadSlices(_trial).ShouldBe([Records.Slice(0, "warmup"), Records.Slice(1), Records.Slice(2)]);
        RunReader.ReadResources(_trial).ShouldBe([Records.Resource(0.5)]);
        RunReader.ReadEvents(_trial).ShouldBe([Records.Event]);
        var (response, service) = RunReader.ReadWindowHistograms(_trial)!.Value;
        response.SameAs(Samples.H1()).ShouldBeTrue();
        service.SameAs(Samples.EmptyH1()).ShouldBeTrue();
        var trials = RunReader.ReadTrials(_run);
        trials.Unfinished.ShouldBeEmpty();
        trials.Finished.Single().Record.ShouldHoldTheSameAs(Records.Trial, RunJson.Files.TrialRecord);
        trials.Finished.Single().Folder.Name.ShouldBe("r01a1.async.work.users-100");
    }

    [Fact]
    public void Times_hold_a_line_for_each_second_and_metric_that_has_values()
    {
        using (var writer = new TrialWriter(_trial))
        {
            writer.BeginLoad(Records.At);
            writer.WriteSlice(Records.Slice(0, "warmup"), Times(1));
            writer.WriteSlice(Records.Slice(1), Times(0));
            writer.WriteSlice(Records.Slice(2), Times(7));
            writer.WriteWindow(Samples.H1(), Samples.H1());
        }

        var lines = new HistogramLogReader(_trial.TimesFile).ReadLines().ToList();
        lines.Select(l => (l.Tag, l.StartS, l.LengthS)).ShouldBe(
        [
            ("response", 0, 1), ("first-byte", 0, 1), ("response", 2, 1), ("first-byte", 2, 1), ("window-response", 1, 2), ("window-service", 1, 2),
        ]);
        lines[2].Decode().Count.ShouldBe(7);
    }

    [Fact]
    public void Every_second_is_with_the_system_when_its_write_returns()
    {
        // The writer is neither flushed nor closed, as when it is killed.
        using var writer = new TrialWriter(_trial);
        writer.BeginLoad(Records.At);
        for (var second = 0; second < 5; second++)
        {
            writer.WriteSlice(Records.Slice(second), Times(1));
            writer.WriteResource(Records.Resource(second));
            writer.WriteEvent(Records.Event);

            RunReader.ReadSlices(_trial).Count().ShouldBe(second + 1);
            RunReader.ReadResources(_trial).Count().ShouldBe(second + 1);
            RunReader.ReadEvents(_trial).Count().ShouldBe(second + 1);
            new HistogramLogReader(_trial.TimesFile).ReadLines().Count().ShouldBe((second + 1) * 2);
        }

        RunReader.ReadWindowHistograms(_trial).ShouldBeNull();
        RunReader.ReadTrials(_run).Unfinished.ShouldBe([_trial.Name]);
    }

    [Fact]
    public void Who_wants_to_know_is_told_of_an_event_once_it_is_written()
    {
        var told = new List<(EventRecord Event, int Written)>();
        using var writer = new TrialWriter(_trial) { EventWritten = happened => told.Add((happened, RunReader.ReadEvents(_trial).Count())) };
        writer.WriteEvent(Records.Event);
        told.ShouldBe([(Records.Event, 1)]);
    }

    [Fact]
    public void Events_of_several_threads_do_not_mix()
    {
        using (var writer = new TrialWriter(_trial))
        {
            var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                for (var i = 0; i < 200; i++)
                {
                    writer.WriteEvent(Records.Event);
                }
            })).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());
        }

        RunReader.ReadEvents(_trial).ShouldBe(Enumerable.Repeat(Records.Event, 800));
    }

    [Fact]
    public void A_trial_without_a_load_has_events_and_a_record()
    {
        using (var writer = new TrialWriter(_trial))
        {
            Should.Throw<InvalidOperationException>(() => writer.WriteSlice(Records.Slice(0), Times(1)));
            Should.Throw<InvalidOperationException>(() => writer.WriteResource(Records.Resource(0)));
            writer.WriteEvent(Records.Event);
            writer.Complete(Records.Trial with { Load = null });
        }

        RunReader.ReadSlices(_trial).ShouldBeEmpty();
        RunReader.ReadResources(_trial).ShouldBeEmpty();
        RunReader.ReadWindowHistograms(_trial).ShouldBeNull();
        RunReader.ReadEvents(_trial).Count().ShouldBe(1);
        RunReader.ReadTrials(_run).Finished.Single().Record.Load.ShouldBeNull();
    }

    [Fact]
    public void An_attempt_is_not_written_twice()
    {
        new TrialWriter(_trial).Dispose();

        Should.Throw<IOException>(() => new TrialWriter(_trial)).Message.ShouldContain(_trial.EventsFile);
    }

    [Fact]
    public void A_load_begins_once()
    {
        using var writer = new TrialWriter(_trial);
        writer.BeginLoad(Records.At);

        Should.Throw<InvalidOperationException>(() => writer.BeginLoad(Records.At));
    }

    [Fact]
    public void Every_cut_of_the_lines_reads_up_to_the_last_whole_one()
    {
        using (var writer = new TrialWriter(_trial))
        {
            writer.BeginLoad(Records.At);
            writer.WriteSlice(Records.Slice(0), Times(0));
            writer.WriteSlice(Records.Slice(1), Times(0));
        }

        var text = File.ReadAllText(_trial.SlicesFile);
        var first = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        for (var length = 0; length <= text.Length; length++)
        {
            File.WriteAllText(_trial.SlicesFile, text[..length]);

            // The line feed alone may be missing from a line that counts.
            var expected = length >= text.Length - 1 ? 2 : length >= first - 1 ? 1 : 0;
            RunReader.ReadSlices(_trial).Count().ShouldBe(expected, $"cut to {length}");
        }
    }

    [Fact]
    public void Lines_that_are_longer_than_the_read_buffer_are_read_whole()
    {
        var happened = Records.Event with { Text = new string('•', 10_000) };
        using (var writer = new TrialWriter(_trial))
        {
            writer.WriteEvent(happened);
            writer.WriteEvent(Records.Event);
        }

        RunReader.ReadEvents(_trial).ShouldBe([happened, Records.Event]);
    }

    [Fact]
    public void A_damaged_line_is_named_by_file_and_number()
    {
        new TrialWriter(_trial).Dispose();
        File.WriteAllText(_trial.EventsFile, """{"t_s":1,"kind":"note","service":null,"text":"x"}""" + "\n{oops}\n");

        var error = Should.Throw<RunFormatException>(() => RunReader.ReadEvents(_trial).ToList());

        error.File.ShouldBe(_trial.EventsFile);
        error.Message.ShouldStartWith(_trial.EventsFile + ": line 2: ");
    }

    [Fact]
    public void A_damaged_histogram_log_is_named()
    {
        Directory.CreateDirectory(_trial.Path);
        File.WriteAllText(_trial.TimesFile, "Tag=window-response,0,1,1,HISTFAAAxxxx\n");

        Should.Throw<RunFormatException>(() => RunReader.ReadWindowHistograms(_trial)).Message.ShouldStartWith(_trial.TimesFile + ": Line 1: ");
    }

    [Fact]
    public void Lines_are_read_as_they_are_asked_for()
    {
        new TrialWriter(_trial).Dispose();
        File.WriteAllText(_trial.EventsFile, """{"t_s":1,"kind":"note","service":null,"text":"x"}""" + "\n{oops}\n");

        RunReader.ReadEvents(_trial).First().Kind.ShouldBe("note");
    }

    private static Dictionary<string, Histogram> Times(int values) => new()
    {
        ["response"] = Samples.Of(Histogram.ForDurations(), Enumerable.Repeat(5_000_000L, values)),
        ["failed"] = Histogram.ForDurations(),
        ["first-byte"] = Samples.Of(Histogram.ForDurations(), Enumerable.Repeat(4_000_000L, values)),
    };
}
