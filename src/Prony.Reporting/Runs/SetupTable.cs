using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>What serves on which machine, as the files state it; nothing where none states a machine.</summary>
internal static class SetupTable
{
    private const int MostCharacters = 44;
    private const string Shared = "shared";

    public static IEnumerable<Block> Of(PlanRecord? plan, VerdictRecord verdict, int? width)
    {
        var rows = plan is null ? [] : Rows(plan, verdict);
        if (rows.Count == 0)
        {
            yield break;
        }

        var labels = new[] { Column("service", rows, row => row.Service.Name), Column("of", rows, row => Who(plan!, row)) };
        TableColumn[] columns =
        [
            Column("command", rows, row => Short(row.Service.Command)),
            Column("processes", rows, row => row.Processes is { } count ? Figure.Count(count) : Figure.Unknown, isFigure: true),
            Column("vCPUs", rows, row => row.Service.Machine?.Vcpus is { } vcpus ? vcpus.ToString("0.##", CultureInfo.InvariantCulture) : Figure.Unknown, isFigure: true),
            Column("memory", rows, row => row.Service.Machine?.MemoryBytes is { } bytes ? ByteText.Short(bytes) : Figure.Unknown, isFigure: true),
            Column("storage", rows, row => row.Service.Machine?.Storage ?? Figure.Unknown, isFigure: true),
            Column("price", rows, row => row.Service.Machine?.Price is { } price ? MonthlyPrice.Text(price.PerMonth, price.Currency) : Figure.Unknown, isFigure: true),
            Column("note", rows, row => row.Service.Machine?.Note ?? ""),
        ];
        yield return new Heading("Set-up as stated");
        foreach (var table in TableColumn.Fit(labels, [.. columns.Where(column => column.Cells.Any(cell => cell.Length > 0 && cell != Figure.Unknown)).Select(column => (IReadOnlyList<TableColumn>)[column])], width))
        {
            yield return table;
        }

        yield return new Prose(null, $"The files state these machines; everything was measured on this one. {MonthlyPrice.Sums(plan!)}".TrimEnd(), Tone.Aside);
    }

    /// <summary>A row for each service; candidates whose service is the same in every column share one.</summary>
    private static List<Row> Rows(PlanRecord plan, VerdictRecord verdict)
    {
        var own = plan.Candidates
            .SelectMany(candidate => candidate.Setup.Select(service => (Candidate: candidate.Name, Service: service, Processes: Processes(verdict, candidate.Name, service.Name))))
            .GroupBy(row => (row.Service, row.Processes))
            .Select(same => new Row(same.Key.Service, same.Key.Processes, [.. same.Select(row => row.Candidate)]));
        var shared = plan.SharedSetup.Select(service => new Row(service, Processes(verdict, null, service.Name), []));
        return [.. shared, .. own];
    }

    private static int? Processes(VerdictRecord verdict, string? candidate, string service)
    {
        var used = verdict.Scenarios.Values.SelectMany(scenario => scenario.Points).SelectMany(point => point.Candidates)
            .Where(summary => candidate is null || summary.Key == candidate)
            .Select(summary => (candidate is null ? summary.Value.SharedServices : summary.Value.Services).GetValueOrDefault(service)?.Processes)
            .Max();
        return used > 0 ? used : null;
    }

    private static string Who(PlanRecord plan, Row row) => row.Candidates.Count switch
    {
        0 => Shared,
        var count when count == plan.Candidates.Count => "all",
        _ => string.Join(", ", row.Candidates),
    };

    private static TableColumn Column(string header, List<Row> rows, Func<Row, string> cell, bool isFigure = false) => new(new Column(header, isFigure), rows.ConvertAll(row => cell(row)));

    private static string Short(string command) => command.Length <= MostCharacters ? command : string.Concat(command.AsSpan(0, MostCharacters - 1), "…");

    private sealed record Row(PlannedService Service, int? Processes, IReadOnlyList<string> Candidates);
}
