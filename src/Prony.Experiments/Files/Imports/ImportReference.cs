using System.Text;

namespace Prony.Experiments.Files.Imports;

/// <summary>docs/supervision-imports.md: every section and key of both programs, and what becomes of it.</summary>
public static class ImportReference
{
    /// <summary>The page, from the same tables that files are read with.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Files of Circus and supervisord

            `prony up circus.ini`, `prony up supervisord.conf` and `prony import FILE [-o stack.yaml]` read the files of two other supervisors as stacks. Every key is one of three:

            - **mapped**: it becomes a key of the [stack](stacks.md);
            - **told**: Prony does it in another way, which a note says with the line;
            - **refused**: leaving it out would change what runs. An error with the line says what to do. One that asks for nothing (`shell_args =`, `on_demand = False`) is left out.

            A key that neither program knows is an error with the nearest name; so are duplicate sections and keys (Circus refuses them, supervisord takes the last without a word).
            Lines are read as Python's configparser does: what is indented deeper than its key goes on with the value, `#` and `;` begin a comment at the beginning of a line,
            after white space `;` does in circus.ini, `;` and `#` in supervisord.conf. A file that is indented as a whole reads the same.

            | in a value of Circus | becomes |
            |---|---|
            | `$(circus.sockets.NAME)` | the descriptor, `{SERVICE.fd}` |
            | `$(circus.wid)`, `$WID` | `{instance}` |
            | `$(circus.env.NAME)` | the variable of [env:…], else `${NAME}` of the terminal |

            | in a value of supervisord | becomes |
            |---|---|
            | `%(process_num)d` | the number of the instance, from `numprocs_start` |
            | `%(program_name)s`, `%(group_name)s`, `%(numprocs)d` | the text |
            | `%(here)s` | `{dir}`, the folder of the file |
            | `%(ENV_NAME)s` | `${NAME}` of the terminal |

            What is the same for all: commands are split into words without a shell; a service has PATH, HOME, LANG and what the file lists, and nothing else of the terminal
            (supervisord hands on all of it: list what is needed); a service without a socket of Prony's is ready when it accepts on the port that its command names (`-b`, `--bind`, `--port` …; the last
            of them is the target), else when it lives; names become small letters, digits and hyphens.

            """);
        foreach (var dialect in ImportDialect.All)
        {
            page.Append('\n').Append("## ").Append(dialect.Name).Append("\n\n| section | key | is | as |\n|---|---|---|---|\n");
            foreach (var section in dialect.Sections)
            {
                Row(page, section.Name, "", section.Fate, section.Text);
                foreach (var key in section.Keys)
                {
                    Row(page, section.Name, $"`{key.Name}`", key.Fate, key.Text);
                }
            }
        }

        return page.ToString();
    }

    private static void Row(StringBuilder page, string section, string key, ImportFate fate, string text) =>
        page.Append("| `[").Append(section).Append("]` | ").Append(key).Append(" | ").Append(fate.ToString().ToLowerInvariant()).Append(" | ").Append(text.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
}
