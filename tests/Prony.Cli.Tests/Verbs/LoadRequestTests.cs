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
    public void Stages_of_users_make_a_closed_model_with_a_window_of_their_length()
    {
        var (plan, _, _) = Read("http://127.0.0.1/", "--stage", "50:10s", "--stage", "50..400:1m", "--stage", "0:500ms", "--think", "100ms", "--warmup", "2s");
        var model = plan.Model.ShouldBeOfType<ClosedModel>();
        (model.Users, model.Think, model.Ramp).ShouldBe((400, TimeSpan.FromMilliseconds(100), TimeSpan.Zero));
        model.Stages.ShouldBe([new(50, 50, TimeSpan.FromSeconds(10)), new(50, 400, TimeSpan.FromMinutes(1)), new(0, 0, TimeSpan.FromMilliseconds(500))]);
        plan.Measure.ShouldBe(TimeSpan.FromSeconds(70.5));
        plan.Warmup.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void An_automatic_warm_up_takes_5_to_60_seconds_after_the_last_user_has_begun()
    {
        var (plan, _, _) = Read("http://127.0.0.1/", "--warmup", "auto", "--ramp", "2s");
        (plan.ShortestWarmup, plan.Warmup).ShouldBe((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(62)));

        var (none, _, _) = Read("http://127.0.0.1/");
        (none.ShortestWarmup, none.Warmup).ShouldBe((null, TimeSpan.Zero));
        Program.CreateRoot().Parse(["load", "http://127.0.0.1/", "--warmup", "soon"]).Errors.ShouldHaveSingleItem().Message.ShouldStartWith("--warmup: ");
    }

    [Fact]
    public void Stages_of_rates_make_an_open_model_of_their_mean()
    {
        var (plan, _, _) = Read("http://127.0.0.1/", "--stage", "100/s:10s", "--stage", "100/s..500/s:20s", "--arrivals", "uniform", "--connections", "7");
        var model = plan.Model.ShouldBeOfType<OpenModel>();
        (model.Arrivals, model.ConnectionLimit).ShouldBe((ArrivalKind.Uniform, 7));
        model.RatePerS.ShouldBe(7000 / 30.0, 1e-9);
        model.Stages.ShouldBe([new(100, 100, TimeSpan.FromSeconds(10)), new(100, 500, TimeSpan.FromSeconds(20))]);
        plan.Measure.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("--stage and --spawn exclude each other", "--stage", "50:10s", "--spawn", "5")]
    [InlineData("--ramp and --spawn exclude each other", "-c", "5", "--ramp", "5s", "--spawn", "5")]
    [InlineData("--spawn: the users would take more than an hour to begin", "-c", "5000", "--spawn", "1")]
    [InlineData("--think, --pace, --ramp and --spawn belong to the closed model", "-r", "5", "--spawn", "1")]
    [InlineData("--stage and --users exclude each other", "--stage", "50:10s", "-c", "5")]
    [InlineData("--stage and --rate exclude each other", "--stage", "50:10s", "-r", "5")]
    [InlineData("--stage and --duration exclude each other", "--stage", "50:10s", "-d", "5s")]
    [InlineData("--stage and --requests exclude each other", "--stage", "50:10s", "-n", "5")]
    [InlineData("such as --stage 0..50:10s", "--stage", "50:10s", "--ramp", "5s")]
    [InlineData("users and rates cannot be mixed in one load", "--stage", "50:10s", "--stage", "50/s:10s")]
    [InlineData("there is never a user", "--stage", "0:10s")]
    [InlineData("belong to the open model", "--stage", "5:10s", "--arrivals", "uniform")]
    [InlineData("belong to the open model", "--stage", "5:10s", "--connections", "5")]
    [InlineData("belong to the closed model", "--stage", "5/s:10s", "--pace", "5s")]
    public void Stages_stand_alone(string says, params string[] flags) =>
        Should.Throw<UsageException>(() => Read(["http://127.0.0.1/", .. flags])).Message.ShouldContain(says);

    [Theory]
    [InlineData("--stage: '50' is not a stage. Expected LOAD:DURATION, such as 50:10s", "--stage", "50")]
    [InlineData("--stage: '50..60..70:1s' is not a stage.", "--stage", "50..60..70:1s")]
    [InlineData("--stage: '10' has no unit: write 10s", "--stage", "50:10")]
    [InlineData("--stage: '50:0s': a stage lasts at least 1ms.", "--stage", "50:0s")]
    [InlineData("--stage: 'many' is neither a whole number of users from 0 to 100000 nor a rate such as 100/s.", "--stage", "many:1s")]
    [InlineData("--stage: '100001' is neither", "--stage", "5..100001:1s")]
    [InlineData("--stage: '' is neither", "--stage", "..5:1s")]
    [InlineData("--stage: '0/s' is out of range: a rate is above 0", "--stage", "0/s:1s")]
    [InlineData("--stage: '100' has no unit: write 100/s.", "--stage", "100..500/s:1s")]
    [InlineData("--users: '50,100,150' is a list, and this is one load. To measure load by load, write load: {users: [50, 100, 150]} in an experiment file", "-c", "50,100,150")]
    [InlineData("--users: '50:100:150' is a list, and this is one load. To measure load by load, write load: {users: [50, 100, 150]} in an experiment file", "-c", "50:100:150")]
    [InlineData("--rate: '50/s,100/s' is a list, and this is one load. To measure load by load, write load: {rate: [50/s, 100/s]} in an experiment file", "-r", "50/s,100/s")]
    [InlineData("--users: '1,000' is not a whole number from 1 to 100000.", "-c", "1,000")]
    [InlineData("--head-limit: '1KB' is not an amount of bytes.", "--head-limit", "1KB")]
    [InlineData("--head-limit: 100 is out of range: expected 256B to 16MiB.", "--head-limit", "100")]
    public void A_load_that_cannot_be_read_is_named(string says, params string[] flags) =>
        Program.CreateRoot().Parse(["load", "http://127.0.0.1/", .. flags]).Errors.ShouldHaveSingleItem().Message.ShouldStartWith(says);

    [Theory]
    [InlineData(65_536)]
    [InlineData(1 << 20, "--head-limit", "1MiB")]
    [InlineData(300, "--head-limit", "300")]
    public void The_limit_of_heads_can_be_set(int bytes, params string[] flags) => Read(["http://127.0.0.1/", .. flags]).Plan.HeadLimit.ShouldBe(bytes);

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
