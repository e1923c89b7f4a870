using System.Net;
using System.Text;
using Prony.Cli.Verbs;
using Prony.Experiments.Definitions;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Shouldly;
using System.CommandLine;
using Xunit;

namespace Prony.Cli.Tests.Verbs;

public class LoadRequestTests
{
    [Fact]
    public void The_defaults_are_those_of_the_help()
    {
        var plan = Read("http://127.0.0.1:8080/path?q=1").Plan;
        plan.Model.ShouldBe(new ClosedModel(50));
        plan.Measure.ShouldBe(TimeSpan.FromSeconds(10));
        plan.Warmup.ShouldBe(TimeSpan.Zero);
        plan.Timeout.ShouldBe(TimeSpan.FromSeconds(10));
        plan.RequestLimit.ShouldBeNull();
        plan.KeepAlive.ShouldBeTrue();
        plan.Seed.ShouldBe(1UL);
        plan.Requests[0].Method.ShouldBe("GET");
        plan.Requests[0].PathAndQuery.ShouldBe("/path?q=1");
        plan.Target.EndPoint.ShouldBe(new IPEndPoint(IPAddress.Loopback, 8080));
        plan.Target.HostHeader.ShouldBe("127.0.0.1:8080");
    }

    [Fact]
    public void A_rate_makes_the_model_open_with_poisson_arrivals()
    {
        Read("http://127.0.0.1/", "-r", "300/s", "--connections", "20").Plan.Model.ShouldBe(new OpenModel(300, ArrivalKind.Poisson, 20));
        Read("http://127.0.0.1/", "-r", "300", "--arrivals", "uniform", "--connections", "20").Plan.Model.ShouldBe(new OpenModel(300, ArrivalKind.Uniform, 20));
    }

    [Fact]
    public void Users_may_think_keep_a_pace_and_begin_one_after_the_other()
    {
        Read("http://127.0.0.1/", "-c", "3", "--think", "100ms", "--pace", "1s", "--ramp", "5s").Plan.Model
            .ShouldBe(new ClosedModel(3, TimeSpan.FromSeconds(5)) { Think = TimeSpan.FromMilliseconds(100), Pace = TimeSpan.FromSeconds(1) });
        foreach (var flag in new[] { "--think", "--pace", "--ramp" })
        {
            Should.Throw<UsageException>(() => Read("http://127.0.0.1/", "-r", "3", flag, "1s")).Message.ShouldContain("belong to the closed model");
        }
    }

    [Fact]
    public void A_body_makes_it_a_post_unless_a_method_is_given()
    {
        Read("http://127.0.0.1/", "-b", "héllo").Plan.Requests[0].Method.ShouldBe("POST");
        Encoding.UTF8.GetString(Read("http://127.0.0.1/", "-b", "héllo").Plan.Requests[0].Body.Span).ShouldBe("héllo");
        Read("http://127.0.0.1/", "-b", "x", "-m", "put").Plan.Requests[0].Method.ShouldBe("PUT");
    }

    [Theory]
    [InlineData("http://me:s3cret@127.0.0.1/")]
    [InlineData("http://127.0.0.1/", "--basic", "me:s3cret")]
    public void Credentials_become_a_header_that_is_secret(params string[] arguments)
    {
        var (plan, secrets, _) = Read(arguments);
        var value = plan.Requests[0].Headers.Single(h => h.Key == "Authorization").Value;
        value.ShouldBe("Basic " + Convert.ToBase64String("me:s3cret"u8));
        secrets.Mask("sent " + value).ShouldBe("sent " + SecretMask.Replacement);
        plan.Target.Url.ShouldNotContain("s3cret");
    }

    [Fact]
    public void Headers_keep_their_order_and_may_repeat()
    {
        var headers = Read("http://127.0.0.1/", "-H", "X-One: 1", "-H", "X-Two:  2 ", "-H", "X-One: 3").Plan.Requests[0].Headers;
        headers.Select(h => h.Key + "=" + h.Value).ShouldBe(["X-One=1", "X-Two=2", "X-One=3"]);
    }

    [Theory]
    [InlineData("http://[::1]:81/", "[::1]:81")]
    [InlineData("http://localhost/", "localhost")]
    [InlineData("127.0.0.1:9/", "127.0.0.1:9")]
    public void The_host_header_is_that_of_the_address(string url, string expected) => Read(url).Plan.Target.HostHeader.ShouldBe(expected);

    [Theory]
    [InlineData("http://127.0.0.1/a/{index}?r={random.5}&q={random}", "/a/{index}?r={random.5}&q={random}")]
    [InlineData("127.0.0.1:80/{\"json\":{index}}", "/%7B%22json%22:{index}%7D")]
    [InlineData("http://127.0.0.1/%7Bx%7D/ä", "/%7Bx%7D/%C3%A4")]
    public void Variables_of_an_address_stay_as_they_are(string url, string path)
    {
        var plan = Read(url).Plan;
        plan.Requests[0].PathAndQuery.ShouldBe(path);
        plan.Target.Url.ShouldEndWith(path);
    }

    [Fact]
    public void Data_fill_path_headers_and_body_and_a_secret_column_stays_secret()
    {
        using var folder = new Folder();
        var file = folder.Write("users.csv", "first name,größe,token\nann,1,t0ken-ann\nbob,2,t0ken-bob\n");

        var (plan, secrets, data) = Read(
            "http://127.0.0.1/{data.first name}?g={data.größe}", "-H", "Authorization: Bearer {data.token}", "-b", "{data.first name}", "--data", file, "--data-order", "random");

        plan.Requests[0].PathAndQuery.ShouldBe("/{data.first name}?g={data.größe}");
        (plan.Data!.Order, plan.Data.Table.RowCount, data!.File).ShouldBe((DataOrder.Random, 2, file));
        secrets.Mask("got t0ken-bob of bob").ShouldBe("got ••• of bob");
        secrets.Mask(plan.Requests[0].PathAndQuery).ShouldBe("/{data.first name}?g={data.größe}");
    }

    [Theory]
    [InlineData("http://127.0.0.1/{data.x}: {data.x} has no value, because there are no data. Add --data FILE.", "http://127.0.0.1/{data.x}")]
    [InlineData("http://127.0.0.1/{data.nam}: {data.nam}: the data have no column 'nam'. Did you mean 'name'?", "http://127.0.0.1/{data.nam}", "--data", "FILE")]
    [InlineData("--header 'X-A': {data.zzz}: the data have no column 'zzz'. The columns are name, note.", "http://127.0.0.1/", "-H", "X-A: {data.zzz}", "--data", "FILE")]
    [InlineData("body: {data.nmae}: the data have no column 'nmae'. Did you mean 'name'?", "http://127.0.0.1/", "-b", "{data.nmae}", "--data", "FILE")]
    [InlineData("--header 'X-A': The column 'note' on line 3 of the data holds a line break or control character, which the header X-A cannot carry.", "http://127.0.0.1/", "-H", "X-A: {data.note}", "--data", "FILE")]
    [InlineData("http://127.0.0.1/{random.0}: {random.N} has an N that is out of range. N is a whole number from 1 to 1000000000000000000.", "http://127.0.0.1/{random.0}")]
    [InlineData("http://127.0.0.1/#{index}: variables stand in the path and the query of an address, nowhere else", "http://127.0.0.1/#{index}")]
    [InlineData("--data-order says which row of --data a request gets: add --data FILE.", "http://127.0.0.1/", "--data-order", "random")]
    [InlineData("there is no such data file. Did you mean 'users.csv'?", "http://127.0.0.1/", "--data", "FILEx")]
    [InlineData("--basic: variables cannot stand here", "http://127.0.0.1/", "--basic", "me:{data.x}")]
    public void Variables_without_a_value_are_refused_before_anything_is_sent(string expected, params string[] arguments)
    {
        using var folder = new Folder();
        var file = folder.Write("users.csv", "name,note\nann,fine\nbob,\"two\nlines\"\n");

        var wrong = Should.Throw<UsageException>(() => Read([.. arguments.Select(a => a.Replace("FILE", file, StringComparison.Ordinal))]));

        wrong.Message.ShouldContain(expected.Replace(file, "FILE", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_flag_of_a_check_is_read()
    {
        const string Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        var checks = Read(
            "http://127.0.0.1/", "--expect-header", "Content-Type: application/json", "--expect-header", "X: a: b", "--expect-body", "ok", "--expect-body", "x@",
            "--expect-body-regex", "x+", "--expect-body-length", "3500", "--expect-body-sha256", Hash, "--expect-json", "/items/0/id=5",
            "--expect-json", "/state=ready", "--expect-json", "/q=\"5\"", "--expect-json", "/e=a=b", "--check-every", "10").Plan.Checks;
        checks.All.Select(check => check.Text).ShouldBe(
        [
            "header Content-Type equals \"application/json\"", "header X equals \"a: b\"", "body length equals 3500", "body contains \"ok\"", "body contains \"x@\"",
            $"body SHA-256 equals {Hash}", "body JSON /items/0/id equals 5", "body JSON /state equals \"ready\"", "body JSON /q equals \"5\"", "body JSON /e equals \"a=b\"",
            "body matches \"x+\"",
        ]);
        checks.Every.ShouldBe(10);
        Read("http://127.0.0.1/").Plan.Checks.All.ShouldBeEmpty();
        Read("http://127.0.0.1/", "-m", "HEAD", "--expect-header", "A: b").Plan.Checks.All.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("--expect-header 'no colon': expected 'Name: value'.", "--expect-header", "no colon")]
    [InlineData("--expect-header 'a b: c': expected 'Name: value'.", "--expect-header", "a b: c")]
    [InlineData("--expect-body: an empty text is found everywhere. Expected at least one character.", "--expect-body", "")]
    [InlineData("--expect-body-regex: '(' is no regular expression: Invalid pattern '(' at offset 1. Not enough )'s.", "--expect-body-regex", "(")]
    [InlineData("--expect-body-sha256: 'abc' is no SHA-256: expected 64 hexadecimal digits, but it has 3 characters. `sha256sum FILE` prints them.", "--expect-body-sha256", "abc")]
    [InlineData("--expect-json: 'x' is no JSON pointer: expected one that begins with '/', such as /x.", "--expect-json", "x=5")]
    [InlineData("--expect-json: '/x' has no value: expected a pointer, '=' and a value, such as /items/0/id=5.", "--expect-json", "/x")]
    [InlineData("--check-every: there is nothing that could be checked less often; the status always is. Add --expect-body or another check.", "--check-every", "2")]
    [InlineData("--expect-body…, --expect-json: the answer to a HEAD request has no body. Check headers only, or use --method GET.", "-m", "head", "--expect-body-length", "0")]
    public void A_check_that_cannot_be_made_is_wrong_use(string message, params string[] arguments) =>
        Should.Throw<UsageException>(() => Read(["http://127.0.0.1/", .. arguments])).Message.ShouldStartWith(message);

    [Fact]
    public void What_samples_may_not_show_is_known()
    {
        var (plan, secrets, _) = Read("http://me:s3cret@127.0.0.1/", "--expect-header", "Set-Cookie: sid=abcd1234");
        plan.Secrets.ShouldBeSameAs(secrets);
        secrets.Mask("s3cret abcd1234").ShouldBe("••• •••");
    }

    private static (LoadPlan Plan, SecretMask Secrets, ScenarioData? Data) Read(params string[] arguments)
    {
        var options = new LoadOptions();
        var command = new Command("load");
        options.AddTo(command);
        return LoadRequest.Read(options, command.Parse(arguments));
    }

    /// <summary>A folder of its own.</summary>
    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prony-cli-");

        public string Write(string name, string text)
        {
            var path = Path.Combine(_folder.FullName, name);
            File.WriteAllText(path, text);
            return path;
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
