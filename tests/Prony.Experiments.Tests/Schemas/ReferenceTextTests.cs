using Prony.Experiments.Schemas;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Schemas;

public sealed class ReferenceTextTests
{
    private static readonly string[] Lines = ReferenceText.Markdown().Split('\n');

    [Theory]
    [InlineData("| `rounds` | whole number or until-decided, 1 to 1000 | `10` | How often")]
    [InlineData("| `phases.drain` | duration or auto, 0s to 1h | `auto` | Longest wait")]
    [InlineData("| `candidates.NAME.stack` | text |  | Folder of a stack")]
    [InlineData("| `scenarios.NAME.request` | mapping |  | What is asked")]
    [InlineData("| `scenarios.NAME.request.headers` | mapping of names to text |  | Headers")]
    [InlineData("| `scenarios.NAME.load.rate` | rate, list of rates or mapping |  | Open model")]
    [InlineData("| `services.NAME.socket.backlog` | whole number, 1 to 65535 | `2048` | Length")]
    [InlineData("| `services.NAME.prepare[].inputs` | list of patterns | **required** | Files below")]
    [InlineData("| `services.NAME.ready` | mapping | {tcp: true} | When")]
    [InlineData("- `scenarios.NAME.load`: exactly one of `users`, `rate`, `stages`.")]
    [InlineData("- `services.NAME.ready`: at most one of `http`, `tcp`, `log`, `command`.")]
    [InlineData("| `phases.warmup` | duration or auto, 0s to 1h | `auto` | Load before the window")]
    [InlineData("| `candidates.NAME.matrix` | mapping of names to lists of text |  | Parameters of the stack with several values each")]
    [InlineData("| `profiles.NAME.candidates` | mapping |  | Candidates that differ")]
    [InlineData("- `requires[]`: exactly one of `command`, `python`, `node-module`, `file`.")]
    public void Every_key_has_its_line(string start) =>
        Lines.ShouldContain(line => line.StartsWith(start, StringComparison.Ordinal));

    [Fact]
    public void Every_row_has_four_cells() =>
        Lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .ShouldAllBe(line => line.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|') == 5);
}
