using Prony.ReportBench;
using Prony.Reporting.Tests.Charts;

const int Times = 5;

if (args is ["--write", var folder])
{
    Console.WriteLine(new WrittenRun { Candidates = ["sync", "async", "rust", "kestrel"], Rounds = 3, WindowS = 600 }.Write(folder).Path);
    return 0;
}

if (args.Length == 0 || Array.Find(args, file => !File.Exists(file)) is not null)
{
    var missing = Array.Find(args, file => !File.Exists(file));
    Console.Error.WriteLine(missing is null ? "report benchmark: which files? benchmarks/report/run FILE..., or --long" : $"report benchmark: there is no file {missing}");
    return 2;
}

await using var browser = await Opener.StartAsync();
await browser.OpenAsync(args[0]);
Console.WriteLine("| file | bytes | charts | readable, ms | first words painted, ms | all charts drawn, ms |");
Console.WriteLine("|---|---:|---:|---:|---:|---:|");
foreach (var file in args)
{
    var opened = new List<Opened>();
    for (var i = 0; i < Times; i++)
    {
        opened.Add(await browser.OpenAsync(file));
    }

    var name = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)));
    var line = $"| {name}/{Path.GetFileName(file)} | {new FileInfo(file).Length:N0} | {opened[0].Charts} | {Median(page => page.ReadableMs):N0} | {Median(page => page.PaintedMs):N0} | {Median(page => page.DrawnMs):N0} |";
    Console.WriteLine(line);

    double Median(Func<Opened, double> of) => opened.Select(of).Order().ElementAt(Times / 2);
}

return 0;
