using System.Globalization;
using System.Text;
using Prony.Load.Plans;

namespace Prony.Load.Requests;

/// <summary>Turns the texts of one request into segments. Random numbers are numbered in the order of the calls: path, headers, body.</summary>
/// <param name="data">The rows, if any.</param>
internal sealed class SegmentCompiler(DataTable? data)
{
    /// <summary>Random numbers so far.</summary>
    public int Numbers { get; private set; }

    /// <summary>A path and query: values are percent-encoded as their place needs it.</summary>
    /// <exception cref="ArgumentException">A variable has no value, or the text holds what no path may.</exception>
    public Segment[] Path(string text)
    {
        var segments = Compile(Encoding.UTF8.GetBytes(text), ValueEscape.Path);
        RequestBytes.CheckText(Literals(segments), "path", allowSpace: false);
        var inQuery = false;
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].Literal is { } literal)
            {
                inQuery |= literal.Contains((byte)'?');
            }
            else if (inQuery && segments[i].Kind == RequestVariableKind.Data)
            {
                segments[i] = Segment.Data(data!, segments[i].Number, ValueEscape.Query);
            }
        }

        return segments;
    }

    /// <summary>The value of a header: no row may hold what would end it.</summary>
    /// <exception cref="ArgumentException">A variable has no value, or the header cannot carry it.</exception>
    public Segment[] Header(string name, string text)
    {
        var segments = Compile(Encoding.UTF8.GetBytes(text), ValueEscape.None);
        RequestBytes.CheckText(Literals(segments), $"value of the header {name}", allowSpace: true);
        foreach (var column in segments.Where(s => s.Literal is null && s.Kind == RequestVariableKind.Data).Select(s => s.Number))
        {
            if (HeaderValues.FindUnfit(data!, column) is { } row)
            {
                throw new ArgumentException(HeaderValues.Problem(data!, column, row, name));
            }
        }

        return segments;
    }

    /// <summary>A body: values are written as they are.</summary>
    /// <exception cref="ArgumentException">A variable has no value.</exception>
    public Segment[] Body(ReadOnlySpan<byte> text) => Compile(text, ValueEscape.None);

    private Segment[] Compile(ReadOnlySpan<byte> text, ValueEscape escape)
    {
        var segments = new List<Segment>();
        var at = 0;
        foreach (var variable in RequestVariable.Find(text))
        {
            AddLiteral(segments, text[at..variable.Start]);
            segments.Add(Compile(variable, escape));
            at = variable.Start + variable.Length;
        }

        AddLiteral(segments, text[at..]);
        return [.. segments];
    }

    private static void AddLiteral(List<Segment> segments, ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
        {
            segments.Add(Segment.Of(text.ToArray()));
        }
    }

    private Segment Compile(RequestVariable variable, ValueEscape escape)
    {
        switch (variable.Kind)
        {
            case RequestVariableKind.Index:
                return Segment.Index;
            case RequestVariableKind.Random when variable.Limit > 0:
                return Segment.Random(Numbers++, variable.Limit);
            case RequestVariableKind.Random:
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"A random number {{random.N}} needs an N from 1 to {RequestVariable.MostRandom}."));
            default:
                return data is null ? throw new ArgumentException($"{{data.{variable.Column}}} has no value: the plan has no data.")
                    : data.IndexOf(variable.Column) is >= 0 and var column ? Segment.Data(data, column, escape)
                    : throw new ArgumentException($"{{data.{variable.Column}}} has no value: the columns are {string.Join(", ", data.Columns)}.");
        }
    }

    private static string Literals(Segment[] segments) =>
        string.Concat(segments.Where(s => s.Literal is not null).Select(s => Encoding.UTF8.GetString(s.Literal!)));
}
