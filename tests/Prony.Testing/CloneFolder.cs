namespace Prony.Testing;

/// <summary>The clone that the tests run in.</summary>
public static class CloneFolder
{
    /// <summary>Its root: the folder that holds Prony.slnx.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Prony.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside a clone of Prony: no Prony.slnx above " + AppContext.BaseDirectory);
    }
}
