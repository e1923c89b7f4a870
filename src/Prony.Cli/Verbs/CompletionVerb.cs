using System.CommandLine;

namespace Prony.Cli.Verbs;

/// <summary><c>prony completion SHELL</c>: what a shell needs to complete verbs, flags and their values. The words come from the parser itself.</summary>
internal static class CompletionVerb
{
    /// <summary>Each script asks <c>prony [suggest:POSITION] LINE</c>, the line without the program's name.</summary>
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            _prony() {
                local line="${COMP_LINE#* }" skipped=$(( ${#COMP_WORDS[0]} + 1 )) IFS=$'\n'
                COMPREPLY=( $(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$(( COMP_POINT - skipped ))]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
            }
            complete -o default -F _prony prony ./prony
            """,
        ["zsh"] = """
            #compdef prony
            _prony() {
                local line="${BUFFER#* }" skipped=$(( ${#words[1]} + 1 ))
                local -a found=("${(@f)$("${words[1]}" "[suggest:$(( CURSOR - skipped ))]" "$line" 2>/dev/null)}")
                compadd -- $found || _files
            }
            compdef _prony prony
            """,
        ["fish"] = """
            function __prony_complete
                set -l line (commandline -p)
                set -l words (commandline -po)
                set -l rest (string sub -s (math (string length -- $words[1]) + 2) -- $line)
                $words[1] "[suggest:"(string length -- $rest)"]" "$rest" 2>/dev/null
            end
            complete -c prony -a '(__prony_complete)'
            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "Which: " + string.Join(", ", Scripts.Keys) };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script that completes prony's command line") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(Scripts[parsed.GetValue(shell)!]);
            return ExitCodes.Done;
        });
        return command;
    }
}
