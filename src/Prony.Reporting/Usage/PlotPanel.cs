using System.Globalization;
using System.Text;
using System.Xml;

namespace Prony.Reporting.Usage;

/// <summary>A panel of a plot with its axes: places figures, draws lines. One writer, panel after panel.</summary>
internal sealed class PlotPanel(XmlWriter svg, string svgNamespace, double lengthS)
{
    internal const double Left = 76;
    private const double PlotWidth = 780;
    private const int TicksWanted = 5;

    /// <summary>More points than columns cannot be seen: of each column the highest is drawn, so that a peak stays.</summary>
    private const int Columns = 780;

    private double _top;
    private double _height;
    private double _highest = 1;

    /// <summary>Begins a panel and draws its grid and its axis of figures, from zero.</summary>
    internal void Place(double top, double height, double highest, string label)
    {
        (_top, _height) = (top, height);
        var step = NiceStep(highest > 0 ? highest : 1);
        _highest = step * Math.Max(1, Math.Ceiling(highest / step));
        Text(Left, top - 8, "aside", label);
        for (var tick = 0; tick * step <= _highest * 1.0001; tick++)
        {
            Segment("grid", Left, Y(tick * step), Left + PlotWidth, Y(tick * step));
            Text(Left - 8, Y(tick * step) + 4, "aside", Number(tick * step, step), "end");
        }

        Segment("axis", Left, top, Left, top + height);
        Segment("axis", Left, top + height, Left + PlotWidth, top + height);
    }

    /// <summary>Draws figures over seconds.</summary>
    internal void Line(string name, IEnumerable<(double TS, double Value)> points)
    {
        var path = new StringBuilder();
        foreach (var column in points.GroupBy(point => (int)Math.Round(X(point.TS) * Columns / PlotWidth)))
        {
            var (t, value) = column.MaxBy(static point => point.Value);
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{X(t):0.##} {Y(value):0.##}");
        }

        // A line of one point is drawn as a dot by its round ends.
        svg.WriteStartElement("path", svgNamespace);
        svg.WriteAttributeString("class", "line " + name);
        svg.WriteAttributeString("stroke-linecap", "round");
        svg.WriteAttributeString("d", path.Length == 0 ? "M0 0" : path.Append("h0").ToString());
        svg.WriteEndElement();
    }

    /// <summary>Names of lines, at the panel's upper right.</summary>
    internal void Legend(IReadOnlyList<(string Name, string Text)> lines)
    {
        const double lineHeight = 18;
        const double width = 250;
        for (var i = 0; i < lines.Count; i++)
        {
            var y = _top - 26 + i * lineHeight;
            Segment("line " + lines[i].Name, Left + PlotWidth - width, y, Left + PlotWidth - width + 22, y);
            Text(Left + PlotWidth - width + 28, y + 4, "aside", lines[i].Text);
        }
    }

    /// <summary>Seconds below the last panel; minutes from ten of them on.</summary>
    internal void TimeAxis()
    {
        const double secondsPerMinute = 60;
        const double fromMinutes = 10;
        var (unit, size) = lengthS >= fromMinutes * secondsPerMinute ? ("min", secondsPerMinute) : ("s", 1.0);
        var length = Math.Max(lengthS, 1e-3) / size;
        var step = NiceStep(length);
        for (var tick = 0; tick * step <= length * 1.0001; tick++)
        {
            Text(X(tick * step * size), _top + _height + 20, "aside", Number(tick * step, step), "middle");
        }

        Text(Left + PlotWidth, _top + _height + 42, "aside", $"time ({unit})", "end");
    }

    internal void Text(double x, double y, string name, string text, string anchor = "start")
    {
        svg.WriteStartElement("text", svgNamespace);
        svg.WriteAttributeString("class", name);
        svg.WriteAttributeString("x", Coordinate(x));
        svg.WriteAttributeString("y", Coordinate(y));
        svg.WriteAttributeString("text-anchor", anchor);
        svg.WriteString(text);
        svg.WriteEndElement();
    }

    /// <summary>A step of 1, 2 or 5 times a power of ten that gives about <see cref="TicksWanted"/> ticks.</summary>
    internal static double NiceStep(double highest)
    {
        var raw = highest / TicksWanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power * ((raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }

    private double X(double tS) => Left + PlotWidth * Math.Clamp(tS / Math.Max(lengthS, 1e-3), 0, 1);

    private double Y(double value) => _top + _height * (1 - value / _highest);

    private void Segment(string name, double x1, double y1, double x2, double y2)
    {
        svg.WriteStartElement("line", svgNamespace);
        svg.WriteAttributeString("class", name);
        svg.WriteAttributeString("x1", Coordinate(x1));
        svg.WriteAttributeString("y1", Coordinate(y1));
        svg.WriteAttributeString("x2", Coordinate(x2));
        svg.WriteAttributeString("y2", Coordinate(y2));
        svg.WriteEndElement();
    }

    private static string Coordinate(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(double value, double step)
    {
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 6);
        return value.ToString("#,0." + new string('0', decimals), CultureInfo.InvariantCulture);
    }
}
