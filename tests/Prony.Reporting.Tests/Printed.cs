using System.Globalization;
using System.Runtime.CompilerServices;
using Shouldly;
using Spectre.Console;

namespace Prony.Reporting.Tests;

/// <summary>Captures what a view prints, and compares it with the text that is kept beside the test.</summary>
internal static class Printed
{
    /// <summary>What is written to a console without colours.</summary>
    public static string At(int width, Action<IAnsiConsole> write)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        write(Console(writer, width, AnsiSupport.No));
        return writer.ToString().ReplaceLineEndings("\n");
    }

    public static IAnsiConsole Console(TextWriter writer, int width, AnsiSupport ansi)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            ColorSystem = ansi == AnsiSupport.Yes ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = ansi == AnsiSupport.Yes ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Height = 60;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>The text equals the file <c>Expected/NAME</c> beside the calling test; PRONY_WRITE_EXPECTED=1 writes the file instead.</summary>
    public static void ShouldBeAsExpected(this string text, string name, [CallerFilePath] string caller = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(caller)!, "Expected", name);
        if (Environment.GetEnvironmentVariable("PRONY_WRITE_EXPECTED") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        text.ShouldBe(File.ReadAllText(file), $"Look at the difference; if it is meant, write {name} again with PRONY_WRITE_EXPECTED=1.");
    }

    /// <summary>Runs under a culture whose numbers look different from the invariant ones.</summary>
    public static T In<T>(string culture, Func<T> make)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return make();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
