using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary>The recipes services with their real database, pool and proxy.</summary>
[Trait("Speed", "Slow")]
public sealed class RecipesTests : IDisposable
{
    /// <summary>MD5 of '1', the session of the first user.</summary>
    private const string Cookie = "sessionid=c4ca4238a0b923820dcc509a6f75849b";

    /// <summary>SHA-256 of that user's recipes: 3,618 bytes.</summary>
    private const string Recipes = "f2b64db3539147a4863419c2d0e38ff22092b9c608dd58355aebceedc9aacee1";

    private readonly Workspace _work = new();

    [StackTheory("recipes-db", "pgbouncer", "starlette-asyncpg", "django-recipes", "kestrel-npgsql")]
    [InlineData("session", "prepare", "on", "statement-cache", "100")]
    [InlineData("transaction", "prepare", "off", "statement-cache", "0")]
    public async Task Every_service_answers_the_same_bytes_from_the_database_and_from_a_pool(
        string mode, string kestrelKey, string kestrelValue, string starletteKey, string starletteValue)
    {
        await using var database = await ShippedStack.StartQuicklyAsync("recipes-db", TimeSpan.FromSeconds(30));
        await using var pool = await ShippedStack.StartQuicklyAsync("pgbouncer", TimeSpan.FromSeconds(30), "database", Address(database), "mode", mode);
        foreach (var (stack, with) in new (string, string[])[]
        {
            ("starlette-asyncpg", [starletteKey, starletteValue]), ("django-recipes", []), ("kestrel-npgsql", [kestrelKey, kestrelValue]),
        })
        {
            await using var direct = await ShippedStack.StartQuicklyAsync(stack, TimeSpan.FromSeconds(30), [.. with, "database", Address(database)]);
            await using var pooled = await ShippedStack.StartQuicklyAsync(stack, TimeSpan.FromSeconds(30), [.. with, "database", Address(pool)]);
            foreach (var service in new[] { direct, pooled })
            {
                await ShouldListAsync(service, stack);
            }
        }
    }

    /// <summary>Apart from the others, because its first run builds the program.</summary>
    [StackFact("recipes-db", "rust-hyper")]
    public async Task The_Rust_service_answers_the_same_bytes_and_the_common_routes()
    {
        await using var database = await ShippedStack.StartQuicklyAsync("recipes-db", TimeSpan.FromSeconds(30));
        foreach (var prepare in new[] { "once", "always" })
        {
            await using var service = await ShippedStack.StartQuicklyAsync("rust-hyper", TimeSpan.FromSeconds(30), "database", Address(database), "prepare", prepare);
            await ShouldListAsync(service, "rust-hyper");
            await ServerAnswerTests.ShouldAnswerAsync(service);
            (await service.Running.StopAsync()).ShouldHaveSingleItem().ExitCode.ShouldBe(0);
        }
    }

    [StackFact("recipes-db", "memcached", "django-recipes")]
    public async Task Django_takes_the_list_from_memcached_the_second_time_and_threads_answer_the_same()
    {
        await using var database = await ShippedStack.StartQuicklyAsync("recipes-db", TimeSpan.FromSeconds(30));
        await using var cache = await ShippedStack.StartQuicklyAsync("memcached", TimeSpan.FromSeconds(30));
        await using var service = await ShippedStack.StartQuicklyAsync(
            "django-recipes", TimeSpan.FromSeconds(30), "database", Address(database), "cache", Address(cache), "age", "0", "workers", "1", "threads", "2");
        (await HitsAsync(cache)).ShouldBe(0);
        await ShouldListAsync(service, "django-recipes");
        (await HitsAsync(cache)).ShouldBe(0, "nobody had put it there");
        await ShouldListAsync(service, "django-recipes");
        (await HitsAsync(cache)).ShouldBe(1);
    }

    [StackFact("recipes-db", "pgbouncer", "recipes-starlette", "recipes-django")]
    public void The_whole_chain_answers_right_and_every_layer_is_in_the_trial()
    {
        _work.Write("experiment.yaml", $$"""
            name: {{_work.Name}}
            rounds: 1
            limits: {V27: {invalid: 100%} }
            phases: {warmup: 1s, measure: 2500ms, idle: 100ms, pause: 100ms}
            services:
              database: {stack: {{Clone.PathOf("stacks", "recipes-db")}} }
              pool: {stack: {{Clone.PathOf("stacks", "pgbouncer")}}, with: {database: "{database.address}"} }
            candidates:
              django: {stack: {{Clone.PathOf("stacks", "recipes-django")}}, with: {database: "{pool.address}", workers: 2, maxconn: 4} }
              starlette: {stack: {{Clone.PathOf("stacks", "recipes-starlette")}}, with: {database: "{pool.address}", workers: 1, maxconn: 4} }
            scenarios:
              list:
                request: {get: /api/v1/recipes, headers: {Cookie: "{{Cookie}}"} }
                expect: {status: 200, body: {sha256: "{{Recipes}}"} }
                same: {body: exact}
                load: {users: 16}
            """);
        var result = _work.Run("run", "experiment.yaml");
        result.ExitCode.ShouldBeOneOf(0, 5);   // a busy machine may forbid a verdict
        var trials = Directory.GetFiles(_work.Runs.ShouldHaveSingleItem(), "trial.json", SearchOption.AllDirectories)
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement).ToList();
        trials.Select(trial => trial.GetProperty("candidate").GetString()).Distinct().Order().ShouldBe(["django", "starlette"], ignoreOrder: false, result.ToString());
        trials.ForEach(ShouldKnowEveryLayer);
        _work.Survivors().ShouldBeEmpty();
    }

    [StackFact("recipes-db", "pgbouncer", "starlette-asyncpg")]
    public async Task Prepared_statements_behind_a_pool_by_transaction_are_failures_and_no_throughput()
    {
        await using var database = await ShippedStack.StartQuicklyAsync("recipes-db", TimeSpan.FromSeconds(30));
        await using var pool = await ShippedStack.StartQuicklyAsync(
            "pgbouncer", TimeSpan.FromSeconds(30), "database", Address(database), "mode", "transaction", "size", "8");
        await using var service = await ShippedStack.StartQuicklyAsync("starlette-asyncpg", TimeSpan.FromSeconds(30), "database", Address(pool));
        var file = _work.PathOf("load.json");
        _work.Run("load", new Uri(service.Running.Target, "/api/v1/recipes").ToString(), "-H", "Cookie: " + Cookie, "-c", "16", "-n", "300", "-q", "--json", file);
        using var load = JsonDocument.Parse(File.ReadAllText(file));
        var requests = load.RootElement.GetProperty("requests");
        requests.GetProperty("failed").GetInt64().ShouldBeGreaterThan(0, requests.ToString());
        load.RootElement.GetProperty("status").GetProperty("500").GetInt64().ShouldBeGreaterThan(0);   // uvicorn closes some connections besides
    }

    public void Dispose() => _work.Dispose();

    private static string Address(ShippedStack stack) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{stack.Port}");

    /// <summary>How often memcached had what it was asked for.</summary>
    private static async Task<int> HitsAsync(ShippedStack cache)
    {
        using var client = new TcpClient("127.0.0.1", cache.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("stats\r\nquit\r\n"u8.ToArray());
        using var reader = new StreamReader(stream);
        var line = (await reader.ReadToEndAsync()).Split("\r\n").Single(one => one.StartsWith("STAT get_hits ", StringComparison.Ordinal));
        return int.Parse(line.AsSpan("STAT get_hits ".Length), CultureInfo.InvariantCulture);
    }

    private static async Task ShouldListAsync(ShippedStack service, string stack)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Running.Target, "/api/v1/recipes")) { Headers = { { "Cookie", Cookie } } };
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        ((int)response.StatusCode).ShouldBe(200, stack);
        Convert.ToHexStringLower(SHA256.HashData(body)).ShouldBe(Recipes, stack);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json", stack);
        using var stranger = await client.GetAsync(new Uri(service.Running.Target, "/api/v1/recipes"));
        ((int)stranger.StatusCode).ShouldBe(403, stack);
    }

    private static void ShouldKnowEveryLayer(JsonElement trial)
    {
        var requests = trial.GetProperty("load").GetProperty("requests");
        requests.GetProperty("succeeded").GetInt64().ShouldBeGreaterThan(0);
        requests.GetProperty("failed").GetInt64().ShouldBe(0, requests.ToString());

        var resources = trial.GetProperty("resources");
        CpuOf(resources, "services").Keys.Order().ShouldBe(["proxy", "web"]);
        CpuOf(resources, "shared_services").Keys.Order().ShouldBe(["database", "pool"]);
        CpuOf(resources, "services").Values.Concat(CpuOf(resources, "shared_services").Values).ShouldAllBe(cpu => cpu > 0);

        var layers = trial.GetProperty("layers").EnumerateArray()
            .ToDictionary(layer => layer.GetProperty("service").GetString() + "." + layer.GetProperty("name").GetString());
        layers["proxy.queue"].GetProperty("max").GetDouble().ShouldBeInRange(1, 12, "16 users, 4 of them at the server");
        layers["proxy.requests"].GetProperty("per_s").GetDouble().ShouldBeGreaterThan(0);
        layers["pool.servers-active"].GetProperty("max").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        layers["database.connections"].GetProperty("max").GetDouble().ShouldBeGreaterThanOrEqualTo(1);
        layers["database.commits"].GetProperty("per_s").GetDouble().ShouldBeGreaterThan(0);
    }

    private static Dictionary<string, double> CpuOf(JsonElement resources, string kind) =>
        resources.GetProperty(kind).EnumerateObject().ToDictionary(service => service.Name, service => service.Value.GetProperty("cpu_s").GetDouble());
}
