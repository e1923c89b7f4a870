using System.Text.RegularExpressions;
using Prony.EndToEnd.Tests.Stacks;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Documents;

/// <summary>The files and commands of docs/stacks.md, as somebody types them who writes a first stack.</summary>
public sealed class StacksDocumentTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Clone.PathOf("docs", "stacks.md"));

    private readonly Workspace _work = new();

    public StacksDocumentTests()
    {
        // A block that begins with the name of a file is that file. Shipped stacks lie beside the reader's own.
        foreach (Match file in Regex.Matches(Page, "```(?:yaml|python)\n# ([\\w./-]+)\n(.*?)```", RegexOptions.Singleline))
        {
            _work.Write(file.Groups[1].Value, file.Groups[2].Value.Replace("../stacks/", Clone.PathOf("stacks") + "/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_commands_of_the_page_are_the_ones_that_are_tested_here() => Commands().ShouldBe(
    [
        "./prony check hello",
        "./prony check counter",
        "./prony check counter --with workers=4",
        "./prony doctor counter",
        "./prony doctor --install --yes counter",
        "./prony check shop",
        "./prony check broken",
    ]);

    [Fact]
    public void The_first_stack_works()
    {
        var result = Run("./prony check hello");
        result.ExitCode.ShouldBe(0, result.ToString());
        var header = Regex.Match(Page, "\n ( *stack .*)\n").Groups[1].Value;
        result.Output.ShouldContain(header.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]);
        result.Output.ShouldMatch(@"hello +1 +1 .* 200 +TERM +143 +0");
    }

    [StackFact("gunicorn")]
    public void A_stack_with_workers_works_with_as_many_as_are_asked_for()
    {
        Run("./prony check counter").Output.ShouldMatch(@"counter +1 +3 .* 200 +TERM +0 +0");
        Run("./prony check counter --with workers=4").Output.ShouldMatch(@"counter +1 +5 .* 200 +TERM +0 +0");
        Run("./prony doctor counter").Output.ShouldContain("ok: counter: everything is there.");
        Run("./prony doctor --install --yes counter").Error.ShouldContain("No Debian package is missing.");
    }

    [StackFact("recipes-db", "pgbouncer", "starlette-asyncpg", "haproxy")]
    [Trait("Speed", "Slow")]
    public void A_proxy_a_server_a_pool_and_a_database_work_together()
    {
        var result = Run("./prony check shop");
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Output.ShouldMatch(@"shop +4 +\d+ .* 200 .* 0 *\n");
    }

    [Fact]
    public void What_is_broken_says_why()
    {
        var result = Run("./prony check broken");
        result.ExitCode.ShouldBe(3, result.ToString());
        var text = string.Join(' ', result.Output.Split('\n', StringSplitOptions.TrimEntries));
        text.ShouldContain("'web' of 'broken' ended with exit code 1 before it was ready");
        text.ShouldContain("No module named 'a_module_that_is_not_there'");
    }

    public void Dispose() => _work.Dispose();

    private ToolResult Run(string command)
    {
        Commands().ShouldContain(command);
        return _work.Start(command.Split(' ')[1..]).WaitForEnd(TimeSpan.FromMinutes(9));
    }

    private static List<string> Commands() =>
    [
        .. Regex.Matches(Page, "```sh\n(.*?)```", RegexOptions.Singleline).SelectMany(block => block.Groups[1].Value.Split('\n')).Where(line => line.Length > 0),
    ];
}
