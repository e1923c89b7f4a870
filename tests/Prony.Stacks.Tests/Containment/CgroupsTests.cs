using Prony.Stacks.Containment;
using Shouldly;
using Xunit;

namespace Prony.Stacks.Tests.Containment;

public class CgroupsTests
{
    [Fact]
    public void On_an_ordinary_machine_the_own_group_comes_first()
    {
        Cgroups.FindBases(
            ["25 1 8:1 / / rw - ext4 /dev/sda1 rw", "31 23 0:27 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate"],
            ["0::/user.slice/user-1000.slice/user@1000.service/app.slice/term.scope"])
            .ShouldBe([("/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice/term.scope", true), ("/sys/fs/cgroup", true)]);
    }

    [Fact]
    public void In_the_hybrid_tree_version_2_comes_before_version_1()
    {
        Cgroups.FindBases(
            [
                "40 30 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct",
                "41 30 0:31 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory",
                "42 30 0:32 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw",
            ],
            ["2:cpu,cpuacct:/jobs/1", "1:memory:/", "0::/"])
            .ShouldBe([("/sys/fs/cgroup/unified", true), ("/sys/fs/cgroup/cpu,cpuacct/jobs/1", false), ("/sys/fs/cgroup/cpu,cpuacct", false)]);
    }

    [Fact]
    public void A_container_sees_its_part_of_the_hierarchy()
    {
        Cgroups.FindBases(
            ["42 30 0:32 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw"],
            ["0::/docker/abc/inner"])
            .ShouldBe([("/sys/fs/cgroup/inner", true), ("/sys/fs/cgroup", true)]);
    }

    [Fact]
    public void Without_control_groups_there_is_no_place() =>
        Cgroups.FindBases(["25 1 8:1 / / rw - ext4 /dev/sda1 rw", "broken", ""], []).ShouldBeEmpty();
}
