using System.Text;

namespace Prony.Cli.Keeping;

/// <summary>Shows the output of services, each line with the service's name in front. Thread-safe.</summary>
internal sealed class OutputLines(TextWriter writer, bool colours)
{
    private static readonly string[] Colours = ["36", "33", "32", "35", "34", "31"];

    private readonly Lock _lock = new();
    private readonly List<string> _names = [];
    private int _width;

    /// <summary>Shows whole lines; what is no UTF-8 shows as replacement characters.</summary>
    public void Show(string service, ReadOnlyMemory<byte> lines)
    {
        var text = Encoding.UTF8.GetString(lines.Span).TrimEnd('\n');
        lock (_lock)
        {
            if (!_names.Contains(service))
            {
                _names.Add(service);
                _width = Math.Max(_width, service.Length);
            }

            var prefix = service.PadRight(_width) + " | ";
            if (colours)
            {
                prefix = $"\u001b[{Colours[_names.IndexOf(service) % Colours.Length]}m{prefix}\u001b[0m";
            }

            foreach (var line in text.Split('\n'))
            {
                writer.WriteLine(prefix + line.TrimEnd('\r'));
            }

            writer.Flush();
        }
    }
}
