using System.Globalization;
using System.Text;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Keys;

namespace Prony.Experiments.Schemas;

/// <summary>docs/reference.md: every key of the files that people write, generated from the tables that read them.</summary>
public static class ReferenceText
{
    /// <summary>The page, in markdown.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder("""
            # Reference: experiment and stack files

            Generated from the tables that read the files; do not edit. `prony schema experiment` and `prony schema stack` print the same as JSON Schema.

            ## Rules of both files

            - YAML. All mistakes are reported at once, each with file, line, column and the nearest known name.
            - **Durations** carry a unit: `250us`, `500ms`, `2s`, `1m30s`, `1h`. **Rates** too: `300/s`, `12k/s`, `6000/min`. **Shares** are `5%` or `0.05`.
            - **Names** are small letters and digits with single hyphens between them: `two-workers`.
            - **Environment**: `${NAME}` in a value is replaced by that environment variable, and its value is a secret from then on; `$${NAME}` is the text itself.
              A variable that is not set is an error. Inside `{…}` and `[…]` put such a value into quotes.
            - **Secrets** are shown and written as `•••`: values from the environment, the headers Cookie, Set-Cookie, Authorization and Proxy-Authorization, passwords in addresses.
            - **Placeholders** in the texts of a stack: `{parameter}`, `{port}` (a free port for the service itself), `{SERVICE.port}`, `{SERVICE.address}` (host and port), `{SERVICE.fd}`
              (its inherited socket), `{data}` and `{SERVICE.data}` (folder of a service), `{instance}` (its number), `{SERVICE.ports}` and `{SERVICE.addresses}` (of all instances), `{dir}` (folder of the stack file), `{prepared}` (result of its `prepare` steps), `{cpus}`, and whole-number arithmetic with them: `{2 * cpus + 1}`.
              A parameter sees `{dir}`, `{cpus}` and the parameters above it. All other braces are literal.
            - **Commands** run without a shell. A text is split into words by the rules of quoting; what needs a shell is written `[sh, -c, "exec …"]`.
            - `NAME` in a path below stands for a name that you choose.


            """.ReplaceLineEndings("\n"));
        AppendFile(page, "Experiment file", ExperimentKeys.Root);
        AppendFile(page, "Stack file (`stack.yaml`)", StackKeys.Root);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void AppendFile(StringBuilder page, string title, KeyTable root)
    {
        page.Append("## ").Append(title).Append("\n\n").Append(root.Summary).Append("\n\n");
        var tables = Walk("", root).ToList();
        page.Append("| key | type | default | meaning |\n|---|---|---|---|\n");
        foreach (var (path, key) in tables.SelectMany(t => t.Table.Keys.Select(key => (Join(t.Path, key.Name), key))))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{path}` | {TypeOf(key.Type)} | {DefaultOf(key)} | {Escape(key.Meaning)} |\n");
        }

        page.Append('\n');
        AppendRules(page, tables);
        AppendPlanned(page, tables);
    }

    private static void AppendRules(StringBuilder page, List<(string Path, KeyTable Table)> tables)
    {
        var rules = tables.SelectMany(t =>
            Exactly(t.Path, t.Table).Concat(t.Table.AtMostOneOf.Count > 0 ? [$"- `{t.Path}`: at most one of {List(t.Table.AtMostOneOf)}."] : []));
        var text = string.Join('\n', rules);
        if (text.Length > 0)
        {
            page.Append(text).Append("\n\n");
        }

        static IEnumerable<string> Exactly(string path, KeyTable table) =>
            table.ExactlyOneOf.Count > 0 ? [$"- `{path}`: exactly one of {List(table.ExactlyOneOf)}."] : [];
    }

    private static void AppendPlanned(StringBuilder page, List<(string Path, KeyTable Table)> tables)
    {
        var planned = tables.SelectMany(t => Forms(t.Path, t.Table).Concat(t.Table.Planned.Select(p => $"- `{Join(t.Path, p.Name)}`: {p.Instead}"))).ToList();
        if (planned.Count > 0)
        {
            page.Append("Not supported by this version, and what to do instead:\n\n").AppendJoin('\n', planned).Append("\n\n");
        }

        static IEnumerable<string> Forms(string path, KeyTable table) => table.Keys
            .Where(key => key.Type.Planned is not null)
            .Select(key => $"- `{Join(path, key.Name)}`, {key.Type.Planned!.Value.Form}: {key.Type.Planned.Value.Instead}");
    }

    /// <summary>A table, then the tables below each of its keys.</summary>
    private static IEnumerable<(string Path, KeyTable Table)> Walk(string path, KeyTable table) =>
        table.Keys
            .SelectMany(key => key.Type.Tables.SelectMany(below => Walk(Join(path, key.Name) + below.Suffix, below.Table)))
            .Prepend((path, table));

    private static string TypeOf(KeyType type) => type.Range is { } range ? $"{type.Label}, {range}" : type.Label;

    private static string DefaultOf(Key key) =>
        key.Required ? "**required**"
        : key.Default is { } text ? $"`{text}`"
        : key.DefaultNote is { } note ? Escape(note)
        : "";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
