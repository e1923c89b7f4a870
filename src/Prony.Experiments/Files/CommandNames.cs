using System.Globalization;
using Prony.Experiments.Files.Keys;

namespace Prony.Experiments.Files;

/// <summary>Names for commands that were given none: the program, and where that is the same the words that differ.</summary>
internal static class CommandNames
{
    private const int LongestName = 40;

    /// <summary>One name for each command, all different.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<IReadOnlyList<string>> commands)
    {
        var names = commands.Select(Program).ToList();
        foreach (var group in commands.Select((command, index) => index).GroupBy(index => names[index]).Where(g => g.Count() > 1).ToList())
        {
            var shared = group.Select(index => commands[index].AsEnumerable()).Aggregate((a, b) => a.Intersect(b)).ToHashSet();
            foreach (var index in group)
            {
                var own = commands[index].Skip(1).Where(word => !shared.Contains(word));
                names[index] = Short(string.Join('-', own.Prepend(names[index])));
            }
        }

        return MakeUnique(names);
    }

    private static string Program(IReadOnlyList<string> command)
    {
        var name = KeyTypes.CloseName(Path.GetFileNameWithoutExtension(command[0]));
        return name.Length == 0 ? "candidate" : Short(name);
    }

    private static string Short(string text)
    {
        var name = KeyTypes.CloseName(text);
        return name.Length <= LongestName ? name : name[..LongestName].Trim('-');
    }

    private static List<string> MakeUnique(List<string> names)
    {
        var result = new List<string>();
        foreach (var name in names)
        {
            var unique = name;
            for (var number = 2; result.Contains(unique); number++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            }

            result.Add(unique);
        }

        return result;
    }
}
