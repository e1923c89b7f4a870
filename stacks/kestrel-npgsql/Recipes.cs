using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace KestrelStack;

/// <summary>GET /api/v1/recipes: who asks, by the session of the cookie, and that user's recipes as JSON.</summary>
/// <remarks>Thread-safe; connections are opened when they are first needed.</remarks>
internal sealed class Recipes(NpgsqlDataSource database) : IAsyncDisposable
{
    private const string Session = "select u.id from session s join app_user u on u.id = s.user_id where s.key = $1 and s.expires > now()";
    private const string List = "select id, name, author, source, minutes, servings, tags, archived from recipe where user_id = $1 order by id";

    private static readonly byte[] NoSession = "no session\n"u8.ToArray();

    /// <param name="settings">--database HOST:PORT, --pool N, --prepare on|off.</param>
    internal static Recipes From(IReadOnlyDictionary<string, string> settings)
    {
        var address = settings.GetValueOrDefault("--database", "127.0.0.1:5432");
        var colon = address.LastIndexOf(':');
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = address[..colon],
            Port = int.Parse(address.AsSpan(colon + 1), CultureInfo.InvariantCulture),
            Username = "app",
            Database = "recipes",
            MaxPoolSize = int.Parse(settings.GetValueOrDefault("--pool", "25"), CultureInfo.InvariantCulture),
            // Both queries, from their first use on.
            MaxAutoPrepare = settings.GetValueOrDefault("--prepare") == "off" ? 0 : 2,
            AutoPrepareMinUsages = 1,
            // pgbouncer by transaction gives every transaction another session.
            NoResetOnClose = true,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        var source = new NpgsqlDataSourceBuilder(connection.ConnectionString);
        // Only text, numbers and booleans are read: no need to ask the database what types it has.
        source.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return new Recipes(source.Build());
    }

    internal async Task ListAsync(HttpContext context)
    {
        try
        {
            var json = context.Request.Cookies.TryGetValue("sessionid", out var session) ? await ReadAsync(session) : null;
            context.Response.StatusCode = json is null ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK;
            await (json is null ? CommonRoutes.WriteAsync(context, NoSession) : CommonRoutes.WriteAsync(context, json.WrittenMemory, "application/json"));
        }
        catch (NpgsqlException e)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await CommonRoutes.WriteAsync(context, Encoding.UTF8.GetBytes($"database: {e.Message}\n"));
        }
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    /// <summary>Null when nobody has that session.</summary>
    private async Task<ArrayBufferWriter<byte>?> ReadAsync(string session)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var who = new NpgsqlCommand(Session, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = session, NpgsqlDbType = NpgsqlDbType.Text } } };
        if (await who.ExecuteScalarAsync() is not int user)
        {
            return null;
        }

        await using var list = new NpgsqlCommand(List, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = user } } };
        await using var rows = await list.ExecuteReaderAsync();
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        while (await rows.ReadAsync())
        {
            Write(json, rows);
        }

        json.WriteEndArray();
        json.Flush();
        return buffer;
    }

    private static void Write(Utf8JsonWriter json, NpgsqlDataReader row)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, row.GetInt32(0));
        json.WriteString("name"u8, row.GetString(1));
        json.WriteString("author"u8, row.GetString(2));
        json.WriteString("source"u8, row.GetString(3));
        json.WriteNumber("minutes"u8, row.GetInt32(4));
        json.WriteNumber("servings"u8, row.GetInt32(5));
        json.WriteString("tags"u8, row.GetString(6));
        json.WriteBoolean("archived"u8, row.GetBoolean(7));
        json.WriteEndObject();
    }
}
