using Prony.Testing;
using Shouldly;

namespace Prony.Cli.Tests.Personalities;

/// <summary>The clone that the tests run in.</summary>
internal static class Clone
{
    private const string Variable = "PRONY_UPDATE_GENERATED";

    /// <summary>A file of it.</summary>
    public static string PathOf(string name) => Path.Combine(CloneFolder.Root, name);

    /// <summary>Compares a generated file; with PRONY_UPDATE_GENERATED=1 writes it instead.</summary>
    public static void ShouldBeCurrent(string name, string text)
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            File.WriteAllText(PathOf(name), text);
        }

        (File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : "").ShouldBe(text, $"{name} is not current. Write it anew: {Variable}=1 dotnet test tests/Prony.Cli.Tests -c Release");
    }
}
