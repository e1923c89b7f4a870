using System.Buffers.Binary;
using System.Text;

namespace Prony.Cli.Tests.Exporting;

/// <summary>As much of an ExportMetricsServiceRequest as the tests ask for (opentelemetry-proto 1.x, metrics.proto), read field by field.</summary>
internal sealed class OtlpMetrics
{
    private const int GaugeField = 5;
    private const int SumField = 7;
    private const int HistogramField = 9;

    private readonly Dictionary<string, List<Field>> _metrics = [];

    public OtlpMetrics(byte[] request)
    {
        foreach (var resource in Fields(request).Where(field => field.Number == 1).Select(field => Fields(field.Bytes)))
        {
            foreach (var attribute in resource.Where(field => field.Number == 1).SelectMany(field => Fields(field.Bytes)).Where(field => field.Number == 1))
            {
                ResourceTexts.AddRange(Fields(attribute.Bytes).Where(field => field.Number == 2).SelectMany(value => Fields(value.Bytes)).Where(value => value.Number == 1).Select(value => Text(value.Bytes)));
            }

            foreach (var metric in resource.Where(field => field.Number == 2).SelectMany(scope => Fields(scope.Bytes)).Where(field => field.Number == 2).Select(field => Fields(field.Bytes)))
            {
                _metrics.Add(Text(metric.First(field => field.Number == 1).Bytes), metric);
            }
        }
    }

    public List<string> ResourceTexts { get; } = [];

    public IEnumerable<string> Names => _metrics.Keys;

    public string Unit(string name) => Text(_metrics[name].First(field => field.Number == 3).Bytes);

    public bool IsMonotonic(string name) => Fields(_metrics[name].First(field => field.Number == SumField).Bytes).Any(field => field is { Number: 3, Value: 1 });

    /// <summary>Of the first point: as a double, however it was sent.</summary>
    public double Value(string name) => Point(name).Where(field => field.Number is 4 or 6).Select(field =>
        field.Number == 4 ? BitConverter.UInt64BitsToDouble(field.Value) : unchecked((long)field.Value)).First();

    public (long Count, double Sum) Histogram(string name)
    {
        var point = Point(name);
        return (unchecked((long)point.First(field => field.Number == 4).Value), BitConverter.UInt64BitsToDouble(point.First(field => field.Number == 5).Value));
    }

    public double[] Bounds(string name)
    {
        var packed = Point(name).First(field => field.Number == 7).Bytes;
        return [.. Enumerable.Range(0, packed.Length / 8).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(packed.AsSpan(i * 8)))];
    }

    public IEnumerable<string> Attributes(string name) => Point(name).Where(field => field.Number == (_metrics[name].Exists(data => data.Number == HistogramField) ? 9 : 7))
        .Select(attribute => Text(Fields(attribute.Bytes).First(field => field.Number == 1).Bytes));

    private List<Field> Point(string name) => Fields(Fields(_metrics[name].First(field => field.Number is GaugeField or SumField or HistogramField).Bytes).First(field => field.Number == 1).Bytes);

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static List<Field> Fields(byte[] message)
    {
        var fields = new List<Field>();
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    fields.Add(new Field(number, Varint(message, ref at), []));
                    break;
                case 1:
                    fields.Add(new Field(number, BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at)), []));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    fields.Add(new Field(number, 0, message[at..(at + length)]));
                    at += length;
                    break;
                case 5:
                    fields.Add(new Field(number, BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at)), []));
                    at += 4;
                    break;
                default:
                    throw new FormatException("No protobuf.");
            }
        }

        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private sealed record Field(int Number, ulong Value, byte[] Bytes);
}
