using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Prony.Measurement.Runs;

/// <summary>Instants of records: UTC with milliseconds and a Z, 2026-11-21T10:15:00.000Z. Reads any offset.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
