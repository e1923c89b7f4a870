using System.Text;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files.Imports;

/// <summary>Names and texts of other programs as a stack can hold them.</summary>
internal static class ImportNames
{
    private static readonly string[] Parts = ["address", "port", "fd", "data"];

    /// <summary>"Django_HTTP" becomes "django-http"; empty when no letter or digit is in it.</summary>
    public static string Of(string name)
    {
        var result = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                result.Append(c);
            }
            else if (result.Length > 0 && result[^1] != '-')
            {
                result.Append('-');
            }
        }

        var plain = result.ToString().TrimEnd('-');
        return Placeholders.BuiltIn.Contains(plain) ? plain + "-service" : plain;
    }

    /// <summary>Services by section, named once each.</summary>
    public static List<ImportedService> Services(IEnumerable<IniSection> sections, ImportContext context)
    {
        var services = new List<ImportedService>();
        foreach (var section in sections)
        {
            var name = Of(section.Title);
            if (name.Length == 0)
            {
                context.Error(section, $"[{section.Name}] has no name of letters and digits", "Services are called by it.");
                continue;
            }

            if (services.Find(service => service.Name == name) is { } other)
            {
                context.Error(section, $"[{section.Name}] and [{other.Section.Name}] would both be the service '{name}'", "Names of services are of small letters, digits and hyphens: rename one.");
                continue;
            }

            services.Add(new ImportedService(name, section));
        }

        return services;
    }

    /// <summary>Complains of braces that are literal there and would be a placeholder here.</summary>
    public static string Literal(string text, IniEntry at, IEnumerable<ImportedService> services, ImportContext context)
    {
        var names = services.SelectMany(service => Parts.Select(part => $"{service.Name}.{part}")).Concat(Placeholders.BuiltIn);
        if (Placeholders.FindKnown(text, names) is [var name, ..])
        {
            context.Error(at, $"{at.Key}: '{{{name}}}' would be a placeholder in a stack", "Write it in another way, or write the stack.yaml by hand.");
        }

        return text.Replace("${", "$${", StringComparison.Ordinal);
    }
}
