using Prony.Measurement.Runs;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

public class SkippedTextTests
{
    [Theory]
    [InlineData("Python module meinheld", "The Python module was not found.", "Python module meinheld. The Python module was not found.")]
    [InlineData("cargo is missing.", "Install it: apt-get install cargo", "cargo is missing. Install it: apt-get install cargo")]
    [InlineData("no cargo", "", "no cargo")]
    [InlineData("", "Install cargo.", "Install cargo.")]
    public void The_reason_ends_before_the_hint_begins(string reason, string hint, string expected) => SkippedText.Of(new SkippedRecord("rust", reason, hint)).ShouldBe(expected);
}
