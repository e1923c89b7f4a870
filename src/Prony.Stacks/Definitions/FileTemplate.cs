namespace Prony.Stacks.Definitions;

/// <summary>A file that is written into a service's own folder before each start.</summary>
/// <param name="Name">Its name there, without folders; with {instance} in it there is one for each instance.</param>
/// <param name="Text">What it holds, with <c>{{prony:NAME}}</c> for values (<see cref="TemplateText"/>).</param>
/// <param name="Source">Absolute path of the file that the text was read from; null: it stands in the stack file.</param>
public sealed record FileTemplate(string Name, string Text, string? Source = null)
{
    /// <summary>What is wrong with a name, without a full stop; null when it stays inside the service's folder.</summary>
    public static string? ProblemOfName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length == 0 ? "a file has no name"
            : name.Contains('/', StringComparison.Ordinal) ? $"the file name '{name}' holds a '/', but files lie in the service's own folder, {{data}}, without folders below it"
            : name.Contains("..", StringComparison.Ordinal) || name == "." ? $"the file name '{name}' holds '..' or is '.', which leads out of the service's own folder"
            : name.Any(char.IsControl) ? "a file name holds a control character"
            : null;
    }
}
