using System.Text;
using Prony.Load.Plans;

namespace Prony.Cli.Verbs;

/// <summary>Keeps the variables of an address through the parser of addresses, which would encode their braces.</summary>
internal static class UrlVariables
{
    /// <summary>The part of a parsed address with its variables as they were written.</summary>
    /// <param name="part">Of the parsed address, path and query included.</param>
    /// <param name="address">As it was written.</param>
    /// <exception cref="UsageException">A variable stands where none can.</exception>
    public static string Restore(string part, string address)
    {
        var variables = RequestVariable.Find(address);
        foreach (var text in variables.Select(variable => TextOf(variable, address)).Distinct())
        {
            part = part.Replace(new Uri("http://host/" + text).PathAndQuery[1..], text, StringComparison.Ordinal);
        }

        return RequestVariable.Find(part).Count == variables.Count
            ? part
            : throw new UsageException($"{address}: variables stand in the path and the query of an address, nowhere else, and the name of a column there has no '/', '?' or '#'.");
    }

    private static string TextOf(RequestVariable variable, string address) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(address).AsSpan(variable.Start, variable.Length));
}
