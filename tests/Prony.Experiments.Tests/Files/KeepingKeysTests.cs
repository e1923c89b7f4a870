using Prony.Experiments.Files;
using Prony.Stacks.Definitions;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

public sealed class KeepingKeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prony-keys-").FullName;

    [Fact]
    public void Respawn_log_and_delay_are_read()
    {
        var service = Read("respawn: {max: 3, within: 10s, backoff: 200ms}", "log: {file: out/web.log, max-size: 2MiB, keep: 1}", "start-delay: 500ms").Value!.Services.Single();

        service.Respawn.ShouldBe(new RespawnDefinition(3, TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(200)));
        service.Log.ShouldBe(new LogDefinition(Path.Combine(_folder, "out", "web.log"), 2 << 20, 1));
        service.StartDelay.ShouldBe(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public void Without_the_keys_nothing_is_said_and_true_and_false_are_short()
    {
        Read().Value!.Services.Single().ShouldSatisfyAllConditions(s => s.Respawn.ShouldBeNull(), s => s.Log.ShouldBeNull(), s => s.StartDelay.ShouldBe(TimeSpan.Zero));
        Read("respawn: true").Value!.Services.Single().Respawn.ShouldBe(new RespawnDefinition());
        Read("respawn: false").Value!.Services.Single().Respawn.ShouldBe(RespawnDefinition.Never);
        Read("respawn: {max: 1}").Value!.Services.Single().Respawn.ShouldBe(new RespawnDefinition(1, RespawnDefinition.DefaultWithin, RespawnDefinition.DefaultBackoff));
    }

    [Theory]
    [InlineData("respawn: {max: -1}", "max")]
    [InlineData("respawn: {backoff: 5m}", "backoff")]
    [InlineData("log: {max-size: 1MiB}", "'file' is missing")]
    [InlineData("log: {file: a.log, max-size: 5}", "expected 1KiB or more")]
    [InlineData("start-delay: 1h", "start-delay")]
    public void What_is_wrong_is_said(string line, string error)
    {
        var read = Read(line);
        read.Succeeded.ShouldBeFalse();
        DiagnosticText.Format(read.Diagnostics).ShouldContain(error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ReadResult<StackDefinition> Read(params string[] lines)
    {
        var path = Path.Combine(_folder, "stack.yaml");
        File.WriteAllText(path, $"name: hello\nservices:\n  web:\n    command: [server, --port, \"{{port}}\"]\n{string.Concat(lines.Select(line => $"    {line}\n"))}");
        return StackFile.Read(path, new Dictionary<string, string>());
    }
}
