using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Runs;

public sealed class RecordTailTests : IDisposable
{
    private const string Line = """{"t_s":1,"kind":"died","service":"wéb","text":"it died"}""";

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;
    private readonly RecordTail<EventRecord> _tail;

    public RecordTailTests()
    {
        _file = Path.Combine(_folder.Path, "events.jsonl");
        _tail = new RecordTail<EventRecord>(_file, RunJson.Lines.EventRecord);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_record_comes_once_when_its_line_is_whole()
    {
        _tail.Read().ShouldBeEmpty();
        File.WriteAllText(_file, "");
        _tail.Read().ShouldBeEmpty();

        // Every cut, also within the two bytes of a letter.
        var bytes = System.Text.Encoding.UTF8.GetBytes(Line + "\n");
        for (var cut = 0; cut < bytes.Length; cut++)
        {
            Append(bytes[..cut]);
            _tail.Read().ShouldBeEmpty();
            Append(bytes[cut..]);
            _tail.Read().ShouldHaveSingleItem().Service.ShouldBe("wéb");
        }

        _tail.Read().ShouldBeEmpty();
    }

    [Fact]
    public void Several_lines_come_in_order_and_empty_ones_are_none()
    {
        File.WriteAllText(_file, $"{Line}\n\n{Line.Replace("1", "2", StringComparison.Ordinal)}\r\n{Line}");
        _tail.Read().Select(happened => happened.TS).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_file_that_became_shorter_is_read_from_its_start()
    {
        File.WriteAllText(_file, $"{Line}\n{Line}\n");
        _tail.Read().Count.ShouldBe(2);
        File.WriteAllText(_file, Line + "\n");
        _tail.Read().Count.ShouldBe(1);
    }

    [Fact]
    public void A_damaged_line_is_an_error_with_its_number_and_the_next_is_read()
    {
        File.WriteAllText(_file, $"{Line}\n{{ no }}\n{Line}\n");
        _tail.Read().Count.ShouldBe(1, "what stands before it is not lost");
        Should.Throw<RunFormatException>(() => _tail.Read()).Message.ShouldContain("events.jsonl: line 2: ");
        _tail.Read().Count.ShouldBe(1);
    }

    private void Append(byte[] bytes)
    {
        using var file = new FileStream(_file, FileMode.Append);
        file.Write(bytes);
    }
}
