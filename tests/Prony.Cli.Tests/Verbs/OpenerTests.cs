using System.Runtime.Versioning;
using Prony.Cli.Verbs;
using Shouldly;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

[SupportedOSPlatform("linux")]
public sealed class OpenerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prony open").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_program_that_can_opens_it()
    {
        var page = Path.Combine(_folder, "a page.html");
        File.WriteAllText(page, "");
        Opener.Open(page, "no-such-browser-here:false:true");
        Should.Throw<IOException>(() => Opener.Open(page, "no-such-browser-here:false")).Message
            .ShouldBe($"{page} is written, and nothing here opens it (no-such-browser-here: not found; false: exit code 1). Set BROWSER to a program that does, or install xdg-utils.");
    }

    [Fact]
    public void The_address_stands_where_the_program_wants_it()
    {
        var script = Path.Combine(_folder, "browser");
        File.WriteAllText(script, "#!/bin/sh\nprintf '%s|' \"$@\" > \"$0.seen\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var link = Path.Combine(Path.GetTempPath(), $"prony-browser-{Guid.NewGuid():N}");
        File.Copy(script, link);
        try
        {
            Opener.Open("/tmp/a page.html", link + " --app=%s --new");
            File.ReadAllText(link + ".seen").ShouldBe("--app=file:///tmp/a%20page.html|--new|");
            Opener.Open("/tmp/page.html", link);
            File.ReadAllText(link + ".seen").ShouldBe("file:///tmp/page.html|");
        }
        finally
        {
            File.Delete(link);
            File.Delete(link + ".seen");
        }
    }
}
