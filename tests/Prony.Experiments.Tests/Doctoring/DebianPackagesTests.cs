using Prony.Experiments.Doctoring;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Doctoring;

/// <summary>With programs of the names apt-get and apt-cache that write down what they are asked, so that nothing is installed here.</summary>
public sealed class DebianPackagesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prony-apt-").FullName;
    private readonly List<string> _said = [];

    public DebianPackagesTests()
    {
        // known: those that the archives have; the lists know "late" only after an update.
        Program("apt-cache", """
            shift
            for package in "$@"; do
                case $package in
                    good|better) printf '%s:\n  Installed: (none)\n  Candidate: 1.2\n' "$package" ;;
                    late) if grep -q update "$0.log" "${0%cache}get.log" 2>/dev/null; then printf 'late:\n  Candidate: 2\n'; else printf 'late:\n  Candidate: (none)\n'; fi ;;
                esac
            done
            """);
        Program("apt-get", "echo \"frontend=$DEBIAN_FRONTEND runlevel=$RUNLEVEL policy=$(cat \"${0%apt-get}policy-rc.d\" 2>/dev/null | tail -n 1)\"");
    }

    [Fact]
    public async Task What_is_known_is_installed_at_once_without_starting_services_and_without_an_update()
    {
        (await Packages().InstallAsync(["good", "better"], CancellationToken.None)).ShouldBeNull();
        Log().ShouldBe(["install -y -q --no-install-recommends -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 good better"]);
        _said.ShouldBe(["frontend=noninteractive runlevel=1 policy=exit 101"]);
        File.Exists(PolicyFile).ShouldBeFalse("it was made for the installation only");
    }

    [Fact]
    public async Task A_policy_that_is_there_stays_as_it_is()
    {
        File.WriteAllText(PolicyFile, "exit 0\n");
        await Packages().InstallAsync(["good"], CancellationToken.None);
        _said.ShouldBe(["frontend=noninteractive runlevel=1 policy=exit 0"]);
        File.ReadAllText(PolicyFile).ShouldBe("exit 0\n");
    }

    [Fact]
    public async Task Lists_are_updated_where_they_do_not_know_a_package()
    {
        (await Packages().InstallAsync(["late"], CancellationToken.None)).ShouldBeNull();
        Log().Select(line => line.Split(' ')[0]).ShouldBe(["update", "install"]);
    }

    [Fact]
    public async Task What_the_archives_do_not_have_is_named_and_the_rest_is_installed()
    {
        (await Packages().InstallAsync(["good", "nowhere"], CancellationToken.None)).ShouldBe("The archives of this system do not have nowhere.");
        Log()[^1].ShouldEndWith(" good");
    }

    [Fact]
    public async Task An_installation_that_fails_is_tried_again_with_fresh_lists_and_then_told()
    {
        Program("apt-get", "case $1 in install) exit 100 ;; esac");
        (await Packages().InstallAsync(["good"], CancellationToken.None)).ShouldBe("apt-get install ended with exit code 100; its words are above.");
        Log().Select(line => line.Split(' ')[0]).ShouldBe(["install", "update", "install"]);
        File.Exists(PolicyFile).ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_stop_nothing_new_is_begun()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Packages().InstallAsync(["good"], new CancellationToken(canceled: true)));
        Log().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "Only root can install packages. Type: sudo apt-get install -y --no-install-recommends good better")]
    public void Who_may_not_install_is_given_the_command(bool isRoot, string? obstacle) => Packages().FindObstacle(["good", "better"], isRoot).ShouldBe(obstacle);

    [Fact]
    public void Where_there_is_no_apt_the_programs_are_named() =>
        new DebianPackages(_said.Add, Path.Combine(_folder, "nowhere")).FindObstacle(["good"], isRoot: true)
            .ShouldBe("There is no apt-get here, so this is neither Debian nor a relative of it: get these programs your system's way: good.");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PolicyFile => Path.Combine(_folder, "policy-rc.d");

    private DebianPackages Packages() => new(_said.Add, _folder, PolicyFile);

    private string[] Log() => File.Exists(Path.Combine(_folder, "apt-get.log")) ? File.ReadAllLines(Path.Combine(_folder, "apt-get.log")) : [];

    private void Program(string name, string script)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "#!/bin/sh\necho \"$@\" >>\"$0.log\"\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
