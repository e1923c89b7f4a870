using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Torture;

/// <summary>Secrets in command lines and in what a failing server says, in a folder and a file with a space and letters beyond ASCII.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Secret = "s3cr/t+val99";

    private readonly Workspace _work = new();

    [Fact]
    public void A_secret_reaches_neither_the_terminal_nor_any_file_of_ours()
    {
        _work.Write("my tests é/blabber.sh", "echo \"cannot log in with $1\"; exit 1\n");
        _work.Write("my tests é/größe 1.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            limits: {V27: {invalid: 100%} }
            phases: {warmup: 200ms, measure: 500ms, idle: 100ms, pause: 100ms}
            candidates:
              steady: {run: "python3 {{Workspace.FaultyServer}} ok {port} ${SHOP_TOKEN}"}
              other: {run: "sh blabber.sh ${SHOP_TOKEN} {port}"}
            scenarios:
              work: {request: {get: "/?key=${SHOP_TOKEN}", headers: {Authorization: "Bearer ${SHOP_TOKEN}"} }, load: {users: 2} }
            """);
        var settings = new ToolSettings(Path.Combine(_work.Folder, "my tests é"), new Dictionary<string, string> { ["SHOP_TOKEN"] = Secret });
        var result = Tool.Start(settings, "run", "größe 1.yaml", "--json", "verdict é.json").WaitForEnd(TimeSpan.FromSeconds(60));

        result.ExitCode.ShouldBe(3, result.ToString());
        result.Error.ShouldContain("cannot log in with •••");
        result.ToString().ShouldNotContain(Secret);
        var written = Directory.GetFiles(settings.Folder!, "*.json*", SearchOption.AllDirectories);
        written.ShouldContain(path => path.EndsWith("plan.json", StringComparison.Ordinal));
        foreach (var file in written)
        {
            File.ReadAllText(file).ShouldNotContain(Secret, customMessage: file);
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Samples_of_answers_that_repeat_a_secret_hide_it()
    {
        _work.Write("checked.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            limits: {V27: {invalid: 100%} }
            phases: {warmup: 200ms, measure: 500ms, idle: 100ms, pause: 100ms}
            candidates:
              one: {run: "python3 {{Workspace.FaultyServer}} ok {port}"}
              two: {run: "python3 {{Workspace.FaultyServer}} ok {port}"}
            scenarios:
              work:
                request: {get: /, headers: {Cookie: "sid=${SHOP_TOKEN}"} }
                expect: {body: "${SHOP_TOKEN}-never", headers: {Content-Length: {matches: "."} } }
                load: {users: 2}
            """);
        var settings = new ToolSettings(_work.Folder, new Dictionary<string, string> { ["SHOP_TOKEN"] = Secret });
        var result = Tool.Start(settings, "run", "checked.yaml", "--json", "verdict.json").WaitForEnd(TimeSpan.FromSeconds(60));

        result.ExitCode.ShouldBe(5, result.ToString());
        result.ToString().ShouldContain("failed 'body contains \"•••-never\"', such as: it is \"•••\"");
        result.ToString().ShouldNotContain(Secret);
        var files = Directory.GetFiles(_work.Folder, "*", SearchOption.AllDirectories);
        File.ReadAllText(files.First(f => f.EndsWith("trial.json", StringComparison.Ordinal))).ShouldContain("\"body\": \"•••\"");
        foreach (var file in files)
        {
            File.ReadAllText(file).ShouldNotContain(Secret, customMessage: file);
        }
    }

    public void Dispose() => _work.Dispose();
}
