using System.Globalization;
using Prony.Experiments.Gates;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Gates;

/// <summary>The page that shows the limits is written by hand; its table must be the code's.</summary>
public sealed class GatePageTests
{
    [Fact]
    public void The_page_shows_every_row_of_the_table_of_limits()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryRoot(), "docs", "methods", "gates.md"));

        foreach (var row in GateLimits.All)
        {
            lines.ShouldContain(
                line => line.StartsWith($"| {row.Id} | {row.Name} | {row.Unit} | {Number(row.Warn)} | {Number(row.Invalid)} |", StringComparison.Ordinal),
                $"docs/methods/gates.md lacks: | {row.Id} | {row.Name} | {row.Unit} | {Number(row.Warn)} | {Number(row.Invalid)} |");
        }

        lines.Count(line => line.StartsWith("| V", StringComparison.Ordinal)).ShouldBe(GateLimits.All.Count, "the page shows a gate that the code does not have");
    }

    private static string Number(double? limit) => limit?.ToString(CultureInfo.InvariantCulture) ?? "–";

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Prony.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not lie below the repository's root (Prony.slnx).");
    }
}
