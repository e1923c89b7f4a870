using Prony.Experiments.SelfTests;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.SelfTests;

public sealed class VisibleDifferenceFileTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "prony-visible-" + Guid.NewGuid().ToString("N"));

    [Fact]
    public void What_was_found_is_read_again_on_the_same_machine_only()
    {
        var machine = MachineFingerprint.Read();
        VisibleDifferenceFile.Write(_folder, machine, [Found(0.021)]);
        VisibleDifferenceFile.Write(_folder, machine with { Kernel = "another" }, [Found(0.5)]);

        VisibleDifferenceFile.Read(_folder, MachineFingerprint.Read()).ShouldBe([Found(0.021)]);
        VisibleDifferenceFile.Read(_folder, machine with { Cpus = 99 }).ShouldBeEmpty();
    }

    [Fact]
    public void A_later_self_test_takes_the_place_of_an_earlier_one()
    {
        var machine = MachineFingerprint.Read();
        VisibleDifferenceFile.Write(_folder, machine, [Found(0.021)]);
        VisibleDifferenceFile.Write(_folder, machine, [Found(0.035)]);

        VisibleDifferenceFile.Read(_folder, machine).ShouldBe([Found(0.035)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"schema":"prony.visible/2","machines":[]}""")]
    [InlineData("""{"schema":"prony.visible/1","machines":null}""")]
    public void What_cannot_be_read_is_as_good_as_not_there(string content)
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "selftest.json"), content);

        VisibleDifferenceFile.Read(_folder, MachineFingerprint.Read()).ShouldBeEmpty();
        VisibleDifferenceFile.Write(_folder, MachineFingerprint.Read(), [Found(0.1)]);
        VisibleDifferenceFile.Read(_folder, MachineFingerprint.Read()).ShouldBe([Found(0.1)]);
    }

    [Fact]
    public void Without_a_self_test_there_is_nothing() => VisibleDifferenceFile.Read(_folder, MachineFingerprint.Read()).ShouldBeEmpty();

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static VisibleDifference Found(double share) => new(Metrics.Throughput, share, new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));
}
