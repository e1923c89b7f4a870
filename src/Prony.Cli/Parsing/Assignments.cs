using System.CommandLine;

namespace Prony.Cli.Parsing;

/// <summary>Options such as <c>--with NAME=VALUE</c> that may be given several times.</summary>
internal static class Assignments
{
    /// <summary>The last value of a name counts; a value may hold further equals signs or be empty.</summary>
    public static Option<Dictionary<string, string>> Create(string name, string description)
    {
        var option = new Option<Dictionary<string, string>>(name)
        {
            Description = description,
            HelpName = "NAME=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = _ => [],
        };
        option.CustomParser = result =>
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var text in result.Tokens.Select(token => token.Value))
            {
                var at = text.IndexOf('=', StringComparison.Ordinal);
                if (at <= 0)
                {
                    result.AddError($"{name}: '{text}' is not NAME=VALUE.");
                }
                else
                {
                    values[text[..at]] = text[(at + 1)..];
                }
            }

            return values;
        };
        return option;
    }
}
