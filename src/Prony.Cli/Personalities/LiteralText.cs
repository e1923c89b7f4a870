using System.Text;
using Prony.Load.Plans;

namespace Prony.Cli.Personalities;

/// <summary>Texts of other tools' command lines are sent as they are; Prony would fill <c>{index}</c> and its like.</summary>
internal static class LiteralText
{
    /// <exception cref="UsageException">The text holds one of them.</exception>
    public static void Demand(string flag, ReadOnlyMemory<byte> text)
    {
        if (RequestVariable.Find(text.Span) is [var variable, ..])
        {
            throw new UsageException($"{flag}: '{Encoding.UTF8.GetString(text.Span.Slice(variable.Start, variable.Length))}' is a variable of Prony's, which would be filled in. Use prony load, or other braces.");
        }
    }

    /// <exception cref="UsageException">The text holds one of them.</exception>
    public static void Demand(string flag, string text) => Demand(flag, Encoding.UTF8.GetBytes(text));
}
