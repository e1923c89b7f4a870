using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Repository;

/// <summary>The one diagram of docs/architecture.md, read from the project files.</summary>
public class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Prony.Measurement"] = [],
        ["Prony.Load"] = ["Prony.Measurement"],
        ["Prony.Stacks"] = ["Prony.Measurement"],
        ["Prony.Reference"] = ["Prony.Measurement"],
        ["Prony.Statistics"] = ["Prony.Measurement"],
        ["Prony.Experiments"] = ["Prony.Load", "Prony.Stacks", "Prony.Statistics", "Prony.Reference", "Prony.Measurement"],
        ["Prony.Reporting"] = ["Prony.Statistics", "Prony.Measurement"],
        ["Prony.Cli"] =
        [
            "Prony.Experiments", "Prony.Load", "Prony.Stacks", "Prony.Statistics", "Prony.Reference", "Prony.Reporting", "Prony.Measurement",
        ],
    };

    [Fact]
    public void Every_room_is_in_the_diagram_and_no_other_exists()
    {
        var rooms = Directory.GetDirectories(Clone.PathOf("src")).Select(Path.GetFileName).Order();
        rooms.ShouldBe(Allowed.Keys.Order());
    }

    [Fact]
    public void No_room_refers_to_a_room_that_the_diagram_does_not_allow()
    {
        var offences = Allowed.SelectMany(room => ReferencesOf(room.Key)
            .Where(reference => !room.Value.Contains(reference))
            .Select(reference => $"{room.Key} -> {reference}"));
        offences.ShouldBeEmpty();
    }

    [Fact]
    public void References_do_not_pass_on_what_they_refer_to()
    {
        var settings = XDocument.Load(Clone.PathOf("Directory.Build.props"));
        settings.Descendants("DisableTransitiveProjectReferences").Single().Value.ShouldBe("true");
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_file()
    {
        var projects = new[] { "src", "tests" }
            .SelectMany(folder => Directory.GetFiles(Clone.PathOf(folder), "*.csproj", SearchOption.AllDirectories));
        var versioned = projects.Where(project => XDocument.Load(project).Descendants("PackageReference")
            .Any(package => package.Attribute("Version") is not null || package.Element("Version") is not null));
        versioned.ShouldBeEmpty();
    }

    private static IEnumerable<string> ReferencesOf(string room) =>
        XDocument.Load(Clone.PathOf("src", room, room + ".csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
}
