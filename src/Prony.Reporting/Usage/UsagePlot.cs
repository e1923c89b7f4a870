using System.Globalization;
using System.Text;
using System.Xml;
using Prony.Measurement.Runs;

namespace Prony.Reporting.Usage;

/// <summary>CPU and memory over time as one SVG file: nothing is loaded from elsewhere, light or dark as the viewer is (CSS prefers-color-scheme).</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class UsagePlot
{
    private const double Width = 880;
    private const double Height = 560;
    private const double BytesPerMebibyte = 1 << 20;
    private const string Namespace = "http://www.w3.org/2000/svg";

    private const string Style = """
        svg{font:13px system-ui,sans-serif}
        .paper{fill:#fff}.text{fill:#1f2328}.aside{fill:#59636e}.axis{stroke:#1f2328}.grid{stroke:#d1d9e0}
        .cpu{stroke:#0969da}.rss{stroke:#8c959f}.pss{stroke:#cf222e}.line{fill:none;stroke-width:1.6;stroke-linejoin:round}
        @media (prefers-color-scheme:dark){.paper{fill:#0d1117}.text{fill:#e6edf3}.aside{fill:#9198a1}.axis{stroke:#e6edf3}.grid{stroke:#30363d}
        .cpu{stroke:#58a6ff}.rss{stroke:#768390}.pss{stroke:#ff7b72}}
        """;

    /// <summary>The file's text. Both axes of figures begin at zero.</summary>
    public static string Render(UsageRecord usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        var text = new StringBuilder();
        using (var svg = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" }))
        {
            svg.WriteStartElement("svg", Namespace);
            svg.WriteAttributeString("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {Height}"));
            svg.WriteAttributeString("role", "img");

            // A process may call itself anything; XML cannot hold all of it.
            var name = string.Concat(usage.Name.Where(XmlConvert.IsXmlChar));
            var title = string.Create(CultureInfo.InvariantCulture, $"{usage.Pid} {name}{(usage.Children ? " with its children" : "")}");
            svg.WriteElementString("title", Namespace, "CPU and memory over time: " + title);
            svg.WriteElementString("style", Namespace, Style);
            svg.WriteStartElement("rect", Namespace);
            svg.WriteAttributeString("class", "paper");
            svg.WriteAttributeString("width", "100%");
            svg.WriteAttributeString("height", "100%");
            svg.WriteEndElement();
            Write(new PlotPanel(svg, Namespace, usage.Summary.WallS), usage, title);
            svg.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Write(PlotPanel panel, UsageRecord usage, string title)
    {
        panel.Text(PlotPanel.Left, 24, "text", title);
        panel.Place(top: 48, height: 200, highest: usage.Samples.Select(static sample => sample.Cores).DefaultIfEmpty(0).Max(), "CPU (cores)");
        panel.Line("cpu", usage.Samples.Select(static sample => (sample.TS, sample.Cores)));

        var alive = usage.Samples.Where(static sample => sample.Processes > 0).ToList();
        panel.Place(top: 300, height: 200, highest: alive.Select(static sample => Math.Max(sample.RssBytes, sample.PssBytes ?? 0) / BytesPerMebibyte).DefaultIfEmpty(0).Max(), "memory (MiB)");
        panel.Line("rss", alive.Select(static sample => (sample.TS, sample.RssBytes / BytesPerMebibyte)));
        panel.Line("pss", alive.Where(static sample => sample.PssBytes is not null).Select(static sample => (sample.TS, sample.PssBytes!.Value / BytesPerMebibyte)));
        panel.Legend([("pss", "PSS"), ("rss", "RSS (shared pages once per process)")]);
        panel.TimeAxis();
    }
}
