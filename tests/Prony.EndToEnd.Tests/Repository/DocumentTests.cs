using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Repository;

/// <summary>What the documents name exists, and no file carries what belongs on somebody's desk.</summary>
public partial class DocumentTests
{
    private static readonly string[] Rooms = ["src", "tests", "docs", "experiments", "stacks", "benchmarks", ".ci"];

    /// <summary>As .gitignore says; in a work tree .git is a file.</summary>
    private static readonly string[] NotCommitted = [".git", "artifacts", "bin", "obj", "runs", "node_modules", ".vitest", "dist", ".vs", ".idea", "TestResults"];

    /// <summary>Put together here, so that this file does not hold them.</summary>
    private static readonly string[] DeveloperPaths = ["/" + "work/", "/" + "root/", "C:" + "\\Users\\"];

    [Fact]
    public void Every_relative_link_of_a_document_leads_somewhere() =>
        Offences(Documents(), (file, line) => RelativeLink().Matches(line)
            .Select(match => match.Groups[1].Value)
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target))));

    [Fact]
    public void Every_heading_that_a_link_names_is_in_its_document() =>
        Offences(Documents(), (file, line) => HeadingLink().Matches(line)
            .Where(match => !Anchors(match.Groups[1].Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, match.Groups[1].Value)).Contains(match.Groups[2].Value))
            .Select(match => match.Value));

    [Fact]
    public void Every_path_of_the_clone_that_a_text_names_exists() =>
        Offences(TextFiles(), (_, line) => ClonePath().Matches(line)
            .Select(match => match.Groups[1].Value.TrimEnd('.'))
            .Where(path => !Path.Exists(Clone.PathOf(path))));

    /// <summary>From the root of the clone or from the folder of the text: experiments have stacks of their own, and docs a folder of that name. Tests and templates write theirs.</summary>
    [Fact]
    public void Every_experiment_and_stack_that_a_text_names_exists() =>
        Offences(TextFiles().Where(file => !IsIn("src", file) && !IsIn("tests", file)), (file, line) => ExperimentOrStack().Matches(line)
            .Select(match => match.Value.TrimEnd('.'))
            .Where(path => !path.Contains("/NAME/", StringComparison.Ordinal))
            .Where(path => !Path.Exists(Clone.PathOf(path)) && !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, path))));

    [Fact]
    public void Every_test_class_that_a_document_relies_on_exists()
    {
        var classes = SourceFiles("tests").Select(Path.GetFileNameWithoutExtension).ToHashSet();
        Offences(Documents(), (_, line) => TestClass().Matches(line).Select(match => match.Groups[1].Value).Where(name => !classes.Contains(name)));
    }

    [Fact]
    public void Every_word_of_the_glossary_with_a_name_in_the_code_has_it_there()
    {
        var code = string.Concat(SourceFiles("src").Select(File.ReadAllText));
        var words = Identifier().Matches(code).Select(match => match.Value).ToHashSet();
        Offences([Clone.PathOf("docs", "glossary.md")], (_, line) => line.Split('|') is [_, _, var names, ..]
            ? Quoted().Matches(names).Select(match => match.Groups[1].Value).Where(name => !words.Contains(name))
            : []);
    }

    [Fact]
    public void No_file_holds_a_path_of_a_developers_machine() =>
        Offences(TextFiles(), (_, line) => DeveloperPaths.Where(path => line.Contains(path, StringComparison.Ordinal)));

    [Fact]
    public void No_file_holds_a_marker_of_unfinished_work() =>
        Offences(TextFiles(), (_, line) => Unfinished().Matches(line).Select(match => match.Value));

    private static void Offences(IEnumerable<string> files, Func<string, string, IEnumerable<string>> find)
    {
        var all = files.ToList();
        all.ShouldNotBeEmpty();
        all.SelectMany(file => File.ReadLines(file)
                .SelectMany((line, index) => find(file, line).Select(what => $"{Path.GetRelativePath(Clone.Root, file)}:{index + 1}: {what}")))
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Documents() =>
        new[] { "docs", "experiments" }.SelectMany(room => Directory.EnumerateFiles(Clone.PathOf(room), "*.md", SearchOption.AllDirectories)).Append(Clone.PathOf("README.md"));

    private static IEnumerable<string> SourceFiles(string room) => TextFiles(Clone.PathOf(room)).Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    private static IEnumerable<string> TextFiles() =>
        Rooms.Where(room => Directory.Exists(Clone.PathOf(room))).SelectMany(room => TextFiles(Clone.PathOf(room)))
            .Concat(Directory.EnumerateFiles(Clone.Root).Where(file => !NotCommitted.Contains(Path.GetFileName(file)) && IsText(file)));

    private static IEnumerable<string> TextFiles(string folder) => Directory.EnumerateFiles(folder).Where(IsText)
        .Concat(Directory.EnumerateDirectories(folder).Where(below => !NotCommitted.Contains(Path.GetFileName(below))).SelectMany(TextFiles));

    /// <summary>Names of a document's headings in links, as GitHub makes them: small letters, hyphens for spaces, without punctuation.</summary>
    private static IEnumerable<string> Anchors(string document) => File.ReadLines(document).Where(line => line.StartsWith('#'))
        .Select(heading => Punctuation().Replace(heading.TrimStart('#').Trim(), "").Replace(' ', '-').ToLowerInvariant());

    private static bool IsIn(string room, string file) => file.StartsWith(Clone.PathOf(room) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsText(string file)
    {
        using var stream = File.OpenRead(file);
        var start = new byte[1024];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return !start.AsSpan(0, length).Contains((byte)0);
    }

    [GeneratedRegex(@"\]\((?![a-z]+:|#)([^)#\s]+)[^)]*\)")]
    private static partial Regex RelativeLink();

    [GeneratedRegex(@"\]\((?![a-z]+:)([^)#\s]*)#([^)\s]+)\)")]
    private static partial Regex HeadingLink();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    /// <summary>A path from the root of the clone with a file name at its end, or a folder between backticks.</summary>
    [GeneratedRegex(@"(?<![\w./{}-])((?:src|tests|docs|benchmarks|\.ci)/(?:[\w.-]+/)*[\w-]+\.(?:md|cs|json|csproj|sh|yaml)\b|(?<=`)(?:src|tests|docs|benchmarks)/[\w./-]+(?=`))")]
    private static partial Regex ClonePath();

    [GeneratedRegex(@"(?<![\w./{}-])(?:experiments|stacks)/[\w./-]+")]
    private static partial Regex ExperimentOrStack();

    [GeneratedRegex(@"`([A-Z]\w*Tests)`")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"`([A-Za-z]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[A-Za-z]\w*")]
    private static partial Regex Identifier();

    /// <summary>In a form that does not match itself.</summary>
    [GeneratedRegex(@"\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K]|Not[I]mplementedException)\b")]
    private static partial Regex Unfinished();
}
