using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files.Imports;

/// <summary>A file of Circus (circus.ini) or supervisord (supervisord.conf), read as a stack.</summary>
/// <param name="Program">Circus or supervisord.</param>
/// <param name="Text">The same as a stack.yaml.</param>
/// <param name="Stack">What that text says.</param>
/// <param name="Notes">What the file asks for and Prony does in another way, by line.</param>
/// <param name="Secrets">What must not be shown.</param>
public sealed record ImportedStack(string Program, string Text, StackDefinition Stack, IReadOnlyList<ImportNote> Notes, SecretMask Secrets)
{
    /// <summary>Whether a file is one of another program, by its name: *.ini and *.conf.</summary>
    public static bool IsImport(string path) => Path.GetExtension(path) is ".ini" or ".conf";

    /// <summary>Reads such a file; starts nothing. Every key is mapped, told of or refused by its name and line.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environment">Variables for $(circus.env.NAME) and %(ENV_NAME)s.</param>
    /// <returns>The stack, or everything that is wrong with the file.</returns>
    public static ReadResult<ImportedStack> Read(string path, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(environment);
        var bag = new DiagnosticBag();
        var read = SourceLoader.Load(path, bag) is { } file ? Read(file, environment, bag) : null;
        return new ReadResult<ImportedStack>(bag.IsEmpty ? read : null, bag.ToList());
    }

    private static ImportedStack? Read(SourceFile file, IReadOnlyDictionary<string, string> environment, DiagnosticBag bag)
    {
        var dialect = DialectOf(file);
        var sections = IniFile.Read(file, dialect?.InlineComments ?? ";", bag);
        if (dialect is null)
        {
            bag.Add(file, 1, 1, "this is a file of neither Circus nor supervisord", "Expected a [watcher:NAME] with cmd, or a [program:NAME] with command.");
            return null;
        }

        var context = new ImportContext(dialect, file, bag);
        context.Check(sections);
        var services = dialect == CircusKeys.Dialect
            ? new CircusTranslator(sections, context).Translate()
            : new SupervisordTranslator(sections, context).Translate();
        if (services.Count == 0 && bag.IsEmpty)
        {
            bag.Add(file, 1, 1, "nothing is to be started here", dialect == CircusKeys.Dialect ? "Expected a [watcher:NAME] with cmd." : "Expected a [program:NAME] with command.");
        }

        if (!bag.IsEmpty)
        {
            return null;
        }

        var text = new StackWriter(dialect.Name, Path.GetFileName(file.FullPath)).Write(services, context.Notes);
        var stackFile = new SourceFile(file.ShownName + " (as stack.yaml)", file.FullPath, text);
        return new StackCatalog(environment, bag).Read(stackFile) is { } stack
            ? new ImportedStack(dialect.Name, text, stack, [.. context.Notes.OrderBy(note => note.Line)], bag.Secrets)
            : null;
    }

    /// <summary>By the sections that only one of them has; both may have [include]'s and the like.</summary>
    private static ImportDialect? DialectOf(SourceFile file)
    {
        var kinds = file.Text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith('['))
            .Select(line => line.TrimStart('[').Split(':', ']')[0].Trim()).ToHashSet();
        return ImportDialect.All
            .Select(dialect => (Dialect: dialect, Count: kinds.Count(kind => dialect.Find(kind) is not null)))
            .Where(found => found.Count > 0)
            .OrderByDescending(found => found.Count)
            .FirstOrDefault().Dialect;
    }
}
