using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

[SupportedOSPlatform("linux")]
public sealed class ImportVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prony-import").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_nobody_else_may_read_is_written_so_that_nobody_else_may()
    {
        var (source, output) = (Path.Combine(_folder, "supervisord.conf"), Path.Combine(_folder, "stack.yaml"));
        File.WriteAllText(source, "[program:web]\ncommand = server\nenvironment = PASSWORD=\"x\"\n");
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(source, Own);

        Program.CreateRoot().Parse(["import", source, "-o", output]).Invoke().ShouldBe(0);

        File.GetUnixFileMode(output).ShouldBe(Own);
        File.ReadAllText(output).ShouldContain("command: [\"server\"]");
    }
}
