using Prony.Experiments.Files;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Files;

/// <summary>Every mistake in an experiment file, its message, its hint and its position.</summary>
public sealed class ExperimentErrorTests : IDisposable
{
    private readonly FileSandbox _box = new();

    public void Dispose() => _box.Dispose();

    /// <summary>The experiment with one text replaced has exactly this one error.</summary>
    [Theory]

    // Keys
    [InlineData("scenarios:", "rouns: 3\nscenarios:", "5:1 unknown key 'rouns' at the top level | Did you mean 'rounds'?")]
    [InlineData("scenarios:", "phases: {warmpu: 2s}\nscenarios:", "5:10 unknown key 'warmpu' in phases | Did you mean 'warmup'?")]
    [InlineData("scenarios:", "phases: {zzz: 2s}\nscenarios:", "5:10 unknown key 'zzz' in phases | The keys here are warmup, measure, drain, pause, idle.")]
    [InlineData("scenarios:", "warmup: 2s\nscenarios:", "5:1 unknown key 'warmup' at the top level | It belongs into 'phases': phases: {warmup: …}.")]
    [InlineData("scenarios:", "name: again\nscenarios:", "5:1 duplicate key 'name' | It stands in line 1 already; remove one of the two.")]
    [InlineData("  b:", "  a:", "4:3 duplicate key 'a' | It stands in line 3 already; remove one of the two.", "3:3 candidates needs at least 2, but has 1 | ")]
    [InlineData("name: first", "question: why", "1:1 'name' is missing at the top level | Name of the experiment; run directories carry it.")]
    [InlineData("    request: {get: /work}\n", "", "7:5 scenarios.work needs one of request, requests | ")]
    [InlineData("    request: {get: /work}\n", "    reqest: {get: /work}\n", "7:5 unknown key 'reqest' in scenarios.work | Did you mean 'request'?")]
    [InlineData("    load: {users: 10}", "", "7:5 'load' is missing in scenarios.work | How many ask, such as {users: 50} or {rate: 300/s}.")]

    [InlineData("    load: {users: 10}", "    users: 10", "8:5 unknown key 'users' in scenarios.work | It belongs into 'load': load: {users: …}.")]

    // Types
    [InlineData("name: first", "name: [x]", "1:7 name must be a name, but is a list | ")]
    [InlineData("name: first", "name:", "1:6 name has no value | Give it one (name) or remove the line.")]
    [InlineData("{get: /work}", "/work", "7:14 scenarios.work.request must be a mapping, but is '/work' | ")]
    [InlineData("name: first", "name: first\nrounds: {a: 1}", "2:9 rounds must be a whole number or until-decided, but is a mapping | ")]
    [InlineData("name: first", "name: first\nrounds: many", "2:9 rounds: 'many' is neither a whole number nor until-decided. | ")]
    [InlineData("name: first", "name: first\nrounds: 2.5", "2:9 rounds: '2.5' is neither a whole number nor until-decided. | ")]
    [InlineData("name: first", "name: first\nseed: -1", "2:7 seed: '-1' is not a whole number from 0 to 18446744073709551615. | ")]
    [InlineData("stack: stacks/hello}", "stack: stacks/hello, optional: yes}", "3:38 candidates.a.optional: 'yes' is neither true nor false; write true. | ")]
    [InlineData("stack: stacks/hello}", "stack: stacks/hello, optional: No}", "3:38 candidates.a.optional: 'No' is neither true nor false; write false. | ")]
    [InlineData("stack: stacks/hello}", "stack: stacks/hello, optional: maybe}", "3:38 candidates.a.optional: 'maybe' is neither true nor false. | ")]

    // Ranges
    [InlineData("name: first", "name: first\nrounds: 0", "2:9 rounds: 0 is out of range: expected 1 to 1000. | ")]
    [InlineData("name: first", "name: first\nrounds: 99999999999", "2:9 rounds: 99999999999 is out of range: expected 1 to 1000. | ")]
    [InlineData("users: 10", "users: 0", "8:19 scenarios.work.load.users: 0 is out of range: expected 1 to 100000. | ")]
    [InlineData("users: 10", "rate: 0/s", "8:18 scenarios.work.load.rate: '0/s' is out of range: a rate is above 0 and at most 10000000/s. | ")]
    [InlineData("name: first", "name: first\nmargin: 0%", "2:9 margin: 0% is out of range: expected more than 0% and less than 100%. | ")]
    [InlineData("name: first", "name: first\nphases: {measure: 1ms}", "2:19 phases.measure: 1ms is out of range: expected 100ms to 24h. | ")]
    [InlineData("    load:", "    timeout: 2h\n    load:", "8:14 scenarios.work.timeout: 2h is out of range: expected 1ms to 1h. | ")]

    // Units and words
    [InlineData("name: first", "name: first\nphases: {measure: 5 s}", "2:19 phases.measure: '5 s' is not a duration: write 5s. Expected a number and its unit (us, ms, s, m, h) without a space, such as 500ms, 2s or 1m30s. | ")]
    [InlineData("name: first", "name: first\nphases: {measure: 5}", "2:19 phases.measure: '5' has no unit: write 5s for seconds or 5ms for milliseconds. | ")]
    [InlineData("name: first", "name: first\nphases: {drain: soon}", "2:17 phases.drain: 'soon' is not a duration. Expected a number and its unit (us, ms, s, m, h) without a space, such as 500ms, 2s or 1m30s. | ")]
    [InlineData("users: 10", "rate: 300", "8:18 scenarios.work.load.rate: '300' has no unit: write 300/s. | ")]
    [InlineData("name: first", "name: first\nmargin: 5", "2:9 margin: '5' is out of range: a fraction is at most 1; write 5% for per cent. | ")]
    [InlineData("users: 10", "rate: 3/s, arrivals: poison", "8:33 scenarios.work.load.arrivals: 'poison' is none of poisson, uniform. Did you mean 'poisson'? | ")]
    [InlineData("name: first", "name: first\nprimary: thruput", "2:10 primary: 'thruput' is none of throughput, response.p50, response.p99, response.mean, failures, cpu-per-request, memory. Did you mean 'throughput'? | ")]
    [InlineData("    load:", "    expect: {status: 2000}\n    load:", "8:22 scenarios.work.expect.status: '2000' is neither a status code (100 to 599) nor a class (2xx). Expected codes and classes, such as 200 or 200,3xx | ")]
    [InlineData("    load:", "    expect: {status: {a: 1}}\n    load:", "8:22 scenarios.work.expect.status must be status codes, but is a mapping | ")]
    [InlineData("{get: /work}", "{get: work}", "7:20 scenarios.work.request.get: 'work' is not a path. Expected one that begins with '/', such as /work. | ")]
    [InlineData("{get: /work}", "{get: \"http://127.0.0.1/\"}", "7:20 scenarios.work.request.get: 'http://127.0.0.1/' is an address, but only its path is wanted, such as /work: the candidate says where it listens. | ")]
    [InlineData("{get: /work}", "{get: /a b}", "7:20 scenarios.work.request.get: '/a b' holds a space or control character; write %20 for a space. | ")]
    [InlineData("{get: /work}", "{get: \"/a#b\"}", "7:20 scenarios.work.request.get: '/a#b' holds a '#', which is never sent; write %23 if it is meant. | ")]
    [InlineData("{get: /work}", "{get: /, headers: {\"a b\": c}}", "7:33 the name in scenarios.work.request.headers: 'a b' is not the name of a header. Expected letters, digits and hyphens, such as Accept. | ")]
    [InlineData("{get: /work}", "{get: /, headers: {a: \"b\\nc\"}}", "7:36 scenarios.work.request.headers.a: a header is one line. | ")]

    // Names and references
    [InlineData("name: first", "name: First Try", "1:7 name: 'First Try' is not a name. Expected small letters, digits and single hyphens between them, such as first-try. | ")]
    [InlineData("name: first", "name: ÄÖ", "1:7 name: 'ÄÖ' is not a name. Expected small letters, digits and single hyphens between them, such as two-workers. | ")]
    [InlineData("  b:", "  B_2:", "4:3 the name in candidates: 'B_2' is not a name. Expected small letters, digits and single hyphens between them, such as b-2. | ")]
    [InlineData("name: first", "name: first\nbaseline: aa", "2:11 baseline: there is no candidate 'aa' | Did you mean 'a'?")]
    [InlineData("name: first", "name: first\nbaseline: other", "2:11 baseline: there is no candidate 'other' | The candidates are a, b.")]
    [InlineData("name: first", "name: first\nfactor: [mod]", "2:10 factor: 'mod' is neither a parameter of a stack nor declared nor a known attribute | Did you mean 'mode'?")]
    [InlineData("name: first", "name: first\nfactor: colour", "2:9 factor: 'colour' is neither a parameter of a stack nor declared nor a known attribute | Known are mode, workers, stack, command, processes, backlog, keep-alive, access-log, version.")]
    [InlineData("mode: slow", "mod: slow", "4:35 the stack hello has no parameter 'mod' | Did you mean 'mode'?")]
    [InlineData("mode: slow", "colour: slow", "4:35 the stack hello has no parameter 'colour' | It has mode, workers.")]
    [InlineData("mode: slow", "mode: \"{port}\"", "4:41 the placeholder 'port' has no value here | A parameter has its value before ports are chosen: write {port} into the command or env of the service.")]
    [InlineData("mode: slow", "mode: \"{cpu}\"", "4:41 unknown placeholder 'cpu' | Did you mean 'cpus'?")]
    [InlineData("mode: slow", "mode: \"{2 * cpu + 1}\"", "4:41 unknown placeholder 'cpu' | Did you mean 'cpus'?")]
    [InlineData("stack: stacks/hello}", "stack: stacks/helo}", "3:14 there is no stack 'stacks/helo' | Did you mean 'stacks/hello'?")]
    [InlineData("stack: stacks/hello}", "stack: elsewhere/zzz}", "3:14 there is no stack 'elsewhere/zzz' | Paths are relative to the folder of this file.")]
    [InlineData("stack: stacks/hello}", "stack: stacks}", "3:14 the folder 'stacks' holds no stack.yaml | `prony init` writes an example of one.")]

    // Choices
    [InlineData("{stack: stacks/hello}", "{optional: true}", "3:6 candidates.a needs one of stack, run, url | ")]
    [InlineData("{stack: stacks/hello}", "{stack: stacks/hello, run: \"x {port}\"}", "3:28 'run' cannot stand beside 'stack' in candidates.a | Remove one of the two.")]
    [InlineData("{stack: stacks/hello}", "{run: \"x {port}\", with: {mode: a}}", "3:24 'with' in candidates.a needs 'stack' beside it | ")]
    [InlineData("{stack: stacks/hello}", "{stack: stacks/hello, pid: 5}", "3:28 'pid' in candidates.a needs 'url' beside it | ")]
    [InlineData("users: 10", "users: 10, rate: 3/s", "8:23 'rate' cannot stand beside 'users' in scenarios.work.load | Remove one of the two.")]
    [InlineData("{users: 10}", "{}", "8:11 scenarios.work.load needs one of users, rate, stages | ")]
    [InlineData("{get: /work}", "{get: /, post: /}", "7:23 'post' cannot stand beside 'get' in scenarios.work.request | Remove one of the two.")]
    [InlineData("{get: /work}", "{get: /work}\n    requests: [{get: /}]", "8:5 'requests' cannot stand beside 'request' in scenarios.work | Remove one of the two.")]
    [InlineData("request: {get: /work}", "requests: []", "7:15 scenarios.work.requests is empty | ")]
    [InlineData("request: {get: /work}", "requests: [{get: /, weight: 0}]", "7:33 scenarios.work.requests[0].weight: 0 is out of range: expected 1 to 1000000. | ")]
    [InlineData("request: {get: /work}", "requests: [{get: /}, {weight: 3}]", "7:26 scenarios.work.requests[1] needs one of get, post, put, delete, patch, head | ")]
    [InlineData("{get: /work}", "{get: /work, weight: 3}", "7:27 unknown key 'weight' in scenarios.work.request | The keys here are get, post, put, delete, patch, head, headers, body, body-file.")]
    [InlineData("{get: /work}", "{post: /, body: a, body-file: b}", "7:33 'body-file' cannot stand beside 'body' in scenarios.work.request | Remove one of the two.")]
    [InlineData("{get: /work}", "{get: \"/{data.user}\"}", "7:20 {data.user} has no value, because there are no data | Add 'data: FILE' to the scenario.")]
    [InlineData("{get: /work}", "{get: /, headers: {X-A: \"{random.0}\"}}", "7:38 {random.N} has an N that is out of range | N is a whole number from 1 to 1000000000000000000.")]
    [InlineData("{get: /work}", "{get: /}\n    data: [a]", "8:11 scenarios.work.data must be text or mapping, but is a list | ")]
    [InlineData("{get: /work}", "{get: /}\n    data: {order: random}", "8:11 'file' is missing in scenarios.work.data | CSV with a header row (.csv) or JSON lines (.jsonl), at most 1,000,000 rows and 256 MiB; relative to this file.")]
    [InlineData("{get: /work}", "{get: /}\n    data: {file: a.csv, order: shuffled}", "8:18 data: a.csv: there is no such data file | ", "8:32 scenarios.work.data.order: 'shuffled' is none of round-robin, random. | ")]
    [InlineData("{get: /work}", "{get: /}\n    data: users.csv", "8:11 data: users.csv: there is no such data file | ")]
    [InlineData("{get: /work}", "{get: \"/{data.x}\"}\n    data: users.txt", "8:11 data: users.txt: there is no such data file | ")]
    [InlineData("{get: /work}", "{body: x}", "7:14 scenarios.work.request needs one of get, post, put, delete, patch, head | ")]

    // Commands and addresses
    [InlineData("{stack: stacks/hello}", "{run: server}", "3:12 candidates.a.run: the command does not hold {port}, so it cannot know where to listen | Prony gives every start a free port: write {port} where the server takes it, as in 'uvicorn --port {port} app:app'.")]
    [InlineData("{stack: stacks/hello}", "{run: \"server {prt} {port}\"}", "3:12 unknown placeholder 'prt' | Did you mean 'port'?")]
    [InlineData("{stack: stacks/hello}", "{run: [server, \"{port}\", \"{web.prt}\"]}", "3:31 unknown placeholder 'web.prt' | Did you mean 'web.port'?")]
    [InlineData("{stack: stacks/hello}", "{run: \"a {port} | b\"}", "3:12 candidates.a.run: '|' needs a shell, and commands run without one; write it as a list: [sh, -c, \"exec …\"]. | ")]
    [InlineData("{stack: stacks/hello}", "{run: \"A=1 a {port}\"}", "3:12 candidates.a.run: 'A=1' is an assignment of the shell; put 'env' before it: env A=1 … | ")]
    [InlineData("{stack: stacks/hello}", "{run: \"a {port} 'b\"}", "3:12 candidates.a.run: the quote ' is not closed. | ")]
    [InlineData("{stack: stacks/hello}", "{run: \" \"}", "3:12 candidates.a.run: the command is empty. | ")]
    [InlineData("{stack: stacks/hello}", "{run: []}", "3:12 candidates.a.run is empty | ")]
    [InlineData("{stack: stacks/hello}", "{run: [a, {port: 1}]}", "3:16 candidates.a.run must be a list of words, but this is a mapping | Put a word that holds braces into quotes: \"{port}\".")]
    [InlineData("{stack: stacks/hello}", "{run: {a: b}}", "3:12 candidates.a.run must be a command, but is a mapping | ")]
    [InlineData("{stack: stacks/hello}", "{url: localhost}", "3:12 candidates.a.url: 'localhost' is not an address. Expected one such as http://127.0.0.1:8080/. | ")]
    [InlineData("    load:", "    engine: fast\n    load:", "8:13 scenarios.work.engine: 'fast' is none of auto, raw, portable. | ")]
    [InlineData("    load:", "    http: 3\n    load:", "8:11 scenarios.work.http: '3' is not a version of HTTP that prony speaks. Choose 1.1 or 2. | ")]
    [InlineData("    load:", "    http: 2\n    engine: raw\n    load:", "9:13 scenarios.work.engine: The raw engine cannot do HTTP/2. Use the portable engine, or auto, which chooses it. | ")]
    [InlineData("    load:", "    redirects: 3\n    engine: raw\n    load:", "9:13 scenarios.work.engine: The raw engine cannot do redirects. Use the portable engine, or auto, which chooses it. | ")]
    [InlineData("    load:", "    redirects: 51\n    load:", "8:16 scenarios.work.redirects: 51 is out of range: expected 0 to 50. | ")]
    [InlineData("    load:", "    proxy: https://127.0.0.1/\n    load:", "8:12 scenarios.work.proxy: a proxy is spoken to over http, not https. Expected something like http://127.0.0.1:3128. | ")]
    [InlineData("    load:", "    http: 2\n    proxy: 127.0.0.1:3128\n    load:", "8:11 scenarios.work.http: HTTP/2 without TLS cannot go through a proxy: use https, HTTP/1.1, or no proxy. | ")]
    [InlineData("    load:", "    tls: {insecure: true}\n    load:", "8:10 scenarios.work.tls: no candidate is asked over https | Remove 'tls', or give the candidates https:// addresses.")]

    [InlineData("{stack: stacks/hello}", "{url: \"http://127.0.0.1:80/base\"}", "3:12 candidates.a.url: 'http://127.0.0.1:80/base' holds a path, but the path is the scenario's. Expected http://127.0.0.1. | ")]
    [InlineData("{stack: stacks/hello}", "{url: \"http://me:secret@127.0.0.1/\"}", "3:12 candidates.a.url: a user and password in the address are not sent; give the scenario an Authorization header. | ")]

    // Objectives
    [InlineData("scenarios:", "objectives: [fast]\nscenarios:", "5:14 objectives: the objective \"fast\" holds no comparison. Write METRIC <= LIMIT or METRIC >= LIMIT, for example \"response.p99 <= 500ms\", \"failures <= 0.1%\" or \"throughput >= 100/s\". | ")]
    [InlineData("scenarios:", "objectives: [\"response.p99 <= 500\"]\nscenarios:", "5:14 objectives: the objective \"response.p99 <= 500\" has the limit \"500\", but response.p99 needs a duration such as 500ms, 2s or 800us. | ")]

    // The environment
    [InlineData("mode: slow", "mode: \"x${NOPE}\"", "4:43 the environment variable NOPE is not set | Set it, or write $${NOPE} if the text itself is meant.")]

    // Planned, not built
    [InlineData("scenarios:", "services: {db: {stack: x}}\nscenarios:", "5:24 there is no stack 'x' | Paths are relative to the folder of this file.")]
    [InlineData("scenarios:", "claims: [x]\nscenarios:", "5:10 claims[0] must be a mapping, but is 'x' | ")]
    [InlineData("users: 10", "users: 10, requests: 0", "8:33 scenarios.work.load.requests: 0 is out of range: expected 1 to 1000000000. | ")]
    [InlineData("users: 10", "users: [50, 100, 50]", "8:29 load.users: the list holds 50 users twice | Remove one of them; 'rounds' says how often each load is measured.")]
    [InlineData("users: 10", "rate: 5/s, think: 1s", "8:23 'think' in scenarios.work.load needs 'users' or 'stages' beside it | ")]
    [InlineData("users: 10", "users: []", "8:19 scenarios.work.load.users is empty | ")]
    [InlineData("users: 10", "users: [5, 0]", "8:23 scenarios.work.load.users[1]: 0 is out of range: expected 1 to 100000. | ")]
    [InlineData("users: 10", "users: {form: 1, to: 2, over: 1s}", "8:20 unknown key 'form' in scenarios.work.load.users | Did you mean 'from'?")]
    [InlineData("users: 10", "rate: [5/s, 9]", "8:24 scenarios.work.load.rate[1]: '9' has no unit: write 9/s. | ")]
    [InlineData("users: 10", "rate: {from: 5/s, to: 9/s, over: 9s}, requests: 4", "8:60 load.requests: a ramp and stages have a length, which a count of requests cannot end | Remove 'requests'.")]
    [InlineData("users: 10", "rate: {from: 5/s, over: 9s}", "8:18 'to' is missing in scenarios.work.load.rate | Rate at the end of the window.")]
    [InlineData("users: 10", "stages: [{rate: 5/s, for: 1s}, {rate: 5/s}]", "8:43 'for' is missing in scenarios.work.load.stages[1] | Length of the stage.")]
    [InlineData("users: 10", "stages: [{users: 5, for: 1s}, {users: 5, rate: 5/s, for: 1s}]", "8:53 'rate' cannot stand beside 'users' in scenarios.work.load.stages[1] | Remove one of the two.")]
    [InlineData("users: 10", "stages: [{users: 5, for: 1s}, {rate: 5/s, for: 1s}]", "8:42 load.stages[1]: users and rates cannot be mixed in one list | Write all stages with 'users' (closed model) or all with 'rate' (open model).")]
    [InlineData("users: 10", "stages: [{rate: 5/s, for: 1s}, {rate: 6/s, for: 1s}, {users: {from: 1, to: 2}, for: 1s}]", "8:65 load.stages[2]: users and rates cannot be mixed in one list | Write all stages with 'users' (closed model) or all with 'rate' (open model).")]
    [InlineData("users: 10", "stages: [{for: 1s}]", "8:21 scenarios.work.load.stages[0] needs one of users, rate | ")]
    [InlineData("users: 10", "stages: [{users: 0, for: 1s}]", "8:20 load: there is never a user | Let the number of users be above 0 somewhere.")]
    [InlineData("users: 10", "users: {from: 0, to: 0, over: 1s}", "8:19 load: there is never a user | Let the number of users be above 0 somewhere.")]
    [InlineData("users: 10", "users: {from: 1, to: 9, over: 9s}, requests: 4", "8:57 load.requests: a ramp and stages have a length, which a count of requests cannot end | Remove 'requests'.")]
    [InlineData("users: 10", "users: {from: 1, to: 9, over: 9s}, ramp: 4s", "8:53 load.ramp: this load says itself when its users begin | Remove 'ramp'.")]
    [InlineData("users: 10", "users: {from: 1, to: 9, over: 9s}, arrivals: uniform", "8:47 'arrivals' cannot stand beside 'users' in scenarios.work.load | Remove one of the two.")]
    [InlineData("users: 10", "users: {from: 1/s, to: 9, over: 9s}", "8:26 scenarios.work.load.users.from: '1/s' is not a whole number. | ")]
    [InlineData("users: 10", "stages: [{users: 5, for: 1s}], ramp: 4s", "8:43 'ramp' in scenarios.work.load needs 'users' beside it | ")]
    [InlineData("users: 10", "stages: [{users: 5, for: 1s}], arrivals: uniform", "8:53 load.arrivals: users have no arrivals, only rates do | Remove 'arrivals'.")]
    [InlineData("users: 10", "stages: [{rate: 5/s, for: 1s}], think: 1s", "8:51 load.think: a rate has no users who think | Remove 'think'.")]
    [InlineData("users: 10", "stages: [{rate: 5/s, for: 1s}], pace: 1s", "8:50 load.pace: a rate has no users who keep a pace | Remove 'pace'.")]
    [InlineData("users: 10", "stages: [{users: {from: 5}, for: 1s}]", "8:29 'to' is missing in scenarios.work.load.stages[0].users | Users at its end.")]
    [InlineData("users: 10", "users: many, requests: 5", "8:19 scenarios.work.load.users: 'many' is not a whole number. | ")]
    [InlineData("    load: {users: 10}", "    load: {users: 10}\n    head-limit: 1KB", "9:17 scenarios.work.head-limit: '1KB' is not an amount of bytes. Expected a whole number of them, or a number with KiB, MiB or GiB behind it, such as 64KiB. | ")]
    [InlineData("    load: {users: 10}", "    load: {users: 10}\n    head-limit: 255", "9:17 scenarios.work.head-limit: 255 is out of range: expected 256B to 16MiB. | ")]
    [InlineData("users: 10", "users: 10, ramp: 4s, spawn: 1/s", "8:40 load.spawn: 'ramp' says already when users begin | Remove 'spawn'.")]
    [InlineData("users: 10", "users: {from: 1, to: 9, over: 9s}, spawn: 4/s", "8:54 load.spawn: this load says itself when its users begin | Remove 'spawn'.")]
    [InlineData("users: 10", "rate: 5/s, spawn: 4/s", "8:23 'spawn' in scenarios.work.load needs 'users' beside it | ")]
    [InlineData("users: 10", "users: 50:0:70", "8:19 scenarios.work.load.users[1]: 0 is out of range: expected 1 to 100000. | ")]
    [InlineData("users: 10", "stages: []", "8:20 scenarios.work.load.stages is empty | ")]
    [InlineData("users: 10", "users: 10, arrivals: uniform", "8:23 'arrivals' cannot stand beside 'users' in scenarios.work.load | Remove one of the two.")]

    // Checks
    [InlineData("    load:", "    expect: {body: {matches: \"(\"}}\n    load:", "8:30 scenarios.work.expect.body.matches: '(' is no regular expression: Invalid pattern '(' at offset 1. Not enough )'s. | ")]
    [InlineData("    load:", "    expect: {body: {matches: [ok, \"(?=x)\"]}}\n    load:", "8:35 scenarios.work.expect.body.matches[1]: '(?=x)' is too large, or uses what could take for ever (look-around, back-references, atomic groups). Write it without. | ")]
    [InlineData("    load:", "    expect: {body: \"\"}\n    load:", "8:20 scenarios.work.expect.body.contains: an empty text is found everywhere. Expected at least one character. | ")]
    [InlineData("    load:", "    expect: {body: {}}\n    load:", "8:20 scenarios.work.expect.body is empty | The keys here are contains, matches, length, sha256, json.")]
    [InlineData("    load:", "    expect: {body: [a]}\n    load:", "8:20 scenarios.work.expect.body must be text or mapping, but is a list | ")]
    [InlineData("    load:", "    expect: {body: {contain: a}}\n    load:", "8:21 unknown key 'contain' in scenarios.work.expect.body | Did you mean 'contains'?")]
    [InlineData("    load:", "    expect: {body: {length: -1}}\n    load:", "8:29 scenarios.work.expect.body.length: -1 is out of range: expected 0 to 2147483647. | ")]
    [InlineData("    load:", "    expect: {body: {sha256: abc}}\n    load:", "8:29 scenarios.work.expect.body.sha256: 'abc' is no SHA-256: expected 64 hexadecimal digits, but it has 3 characters. `sha256sum FILE` prints them. | ")]
    [InlineData("    load:", "    expect: {body: {json: {items: 5}}}\n    load:", "8:28 the name in scenarios.work.expect.body.json: 'items' is no JSON pointer: expected one that begins with '/', such as /items. | ")]
    [InlineData("    load:", "    expect: {body: {json: {/a~b: 5}}}\n    load:", "8:28 the name in scenarios.work.expect.body.json: '/a~b' is no JSON pointer: '~' is written ~0 and '/' inside a name ~1. | ")]
    [InlineData("    load:", "    expect: {body: {json: {/a: [5]}}}\n    load:", "8:32 scenarios.work.expect.body.json./a must be text, number, true, false or null, but is a list | ")]
    [InlineData("    load:", "    expect: {body: {json: {}}}\n    load:", "8:27 scenarios.work.expect.body.json needs at least 1, but has 0 | ")]
    [InlineData("    load:", "    expect: {headers: {\"a b\": c}}\n    load:", "8:24 the name in scenarios.work.expect.headers: 'a b' is not the name of a header. Expected letters, digits and hyphens, such as Accept. | ")]
    [InlineData("    load:", "    expect: {headers: {A: {matches: \"[\"}}}\n    load:", "8:37 scenarios.work.expect.headers.A.matches: '[' is no regular expression: Invalid pattern '[' at offset 1. Unterminated [] set. | ")]
    [InlineData("    load:", "    expect: {headers: {A: {}}}\n    load:", "8:27 scenarios.work.expect.headers.A is empty | The keys here are equals, contains, matches.")]
    [InlineData("    load:", "    expect: {body: a, every: 0}\n    load:", "8:30 scenarios.work.expect.every: 0 is out of range: expected 1 to 1000000000. | ")]
    [InlineData("    load:", "    expect: {status: 200, every: 2}\n    load:", "8:34 expect.every: there is nothing that could be checked less often; the status always is | Add 'headers' or 'body', or remove it.")]
    [InlineData("    request: {get: /work}", "    request: {head: /work}\n    expect: {body: a}", "8:20 expect.body: the answer to a HEAD request has no body | Check headers only, or ask with 'get'.")]
    [InlineData("name: first", "name: first\nrounds: until-bored", "2:9 rounds: 'until-bored' is neither a whole number nor until-decided. | ")]
    [InlineData("name: first", "name: first\nphases: {warmup: 2h}", "2:18 phases.warmup: 2h is out of range: expected 0s to 1h. | ")]
    [InlineData("name: first", "name: first\nprimary: capacity", "2:10 primary: 'capacity' is not supported by this version of prony | `prony capacity` with this file searches for it. In the file choose one of throughput, response.p50, response.p99, response.mean, failures, cpu-per-request, memory.")]
    [InlineData("name: first", "name: first\nprimary: response.p100", "2:10 primary: 'response.p100' is none of throughput, response.p50, response.p99, response.mean, failures, cpu-per-request, memory. Did you mean 'response.p50'? | ")]
    public void A_mistake_is_named_with_its_place_and_what_to_do(string old, string replacement, params string[] expected)
    {
        var result = _box.Read(old, replacement);
        result.Succeeded.ShouldBeFalse();
        result.Value.ShouldBeNull();
        FileSandbox.Lines(result.Diagnostics).ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [InlineData("a: [1, 2\nb: 3\n", "2:1 this is not YAML: a '[' or '{' above is not closed | ")]
    [InlineData("name: a: b\n", "1:8 this is not YAML: while scanning a plain scalar value, found invalid mapping | Put a text that holds ': ' into quotes, and check that keys of one level begin in the same column.")]
    [InlineData("name: \"x\n", "1:7 this is not YAML: while scanning a quoted scalar, found unexpected end of stream | ")]
    [InlineData("name: @x\n", "1:7 this is not YAML: while scanning for the next token, found character that cannot start any token | Put a text that begins with @, ` or % into quotes.")]
    [InlineData("a: {b: ${C}}\n", "1:9 this is not YAML: while parsing a flow mapping, did not find expected ',' or '}' | Inside {…} and […] a text that holds { } [ ] or a comma needs quotes.")]
    [InlineData("a: !![ b\n", "1:7 this is not YAML: a tag ('!') has no name | Put text that begins with '!' in quotes.")]
    [InlineData("a: *nope\n", "1:4 this is not YAML: no anchor '&nope' stands above | ")]
    [InlineData("? [a]\n: b\n", "1:3 this is not YAML: a key must be a single word | ")]
    [InlineData("", "1:1 the file is empty | `prony init` writes an example.")]
    [InlineData("# only a comment\n", "1:1 the file is empty | `prony init` writes an example.")]
    [InlineData("- a\n", "1:1 an experiment is a mapping, but this is a list | `prony init` writes an example.")]
    [InlineData("just text\n", "1:1 an experiment is a mapping, but this is 'just text' | `prony init` writes an example.")]
    public void A_file_that_is_no_experiment_at_all_is_refused_where_it_breaks(string text, string expected) =>
        FileSandbox.Lines(_box.Read(text).Diagnostics).ShouldBe([expected]);

    [Fact]
    public void A_second_document_is_refused() =>
        FileSandbox.Lines(_box.Read(FileSandbox.Experiment + "\n---\nname: second\n").Diagnostics)
            .ShouldBe(["9:1 a second document begins here | Put each document into its own file."]);

    [Fact]
    public void Nesting_without_end_is_refused() =>
        FileSandbox.Lines(_box.Read("a: " + new string('[', 60) + new string(']', 60)).Diagnostics)
            .ShouldBe(["1:36 this is not YAML: nested more than 32 deep | "]);

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (var i = 1; i < 9; i++)
        {
            text += $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n";
        }

        FileSandbox.Lines(_box.Read(text).Diagnostics).ShouldHaveSingleItem().ShouldContain("more than 20000 values, aliases expanded");
    }

    [Fact]
    public void All_mistakes_come_at_once_in_the_order_of_the_file()
    {
        var result = _box.Read("""
            nam: x
            rounds: many
            candidates:
              A: {stack: nowhere}
              b: {}
            scenarios:
              work:
                request: {get: work}
                load: {users: 0, rate: 5}
            """);
        FileSandbox.Lines(result.Diagnostics).Select(line => line.Split(' ')[0]).ShouldBe(
            ["1:1", "2:9", "4:3", "5:6", "8:20", "9:19", "9:22", "9:28"]);
    }

    [Fact]
    public void Mistakes_in_a_stack_file_are_named_in_that_file_once()
    {
        var stack = _box.Write("stacks/hello/stack.yaml", FileSandbox.Stack.Replace("command:", "comand:", StringComparison.Ordinal));
        var result = _box.Read(FileSandbox.Experiment);
        result.Diagnostics.Select(d => d.File).Distinct().ShouldBe([stack]);
        FileSandbox.Lines(result.Diagnostics).ShouldBe(
        [
            "5:5 unknown key 'comand' in services.web | Did you mean 'command'?",
        ]);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named_with_the_nearest()
    {
        _box.Write("sync-vs-async.yaml", FileSandbox.Experiment);
        var result = ExperimentFile.Read(Path.Combine(_box.Folder, "sync-vs-asnc.yaml"), _box.Environment);
        DiagnosticText.Format(result.Diagnostics).ShouldBe(
            $"{_box.Folder}/sync-vs-asnc.yaml: there is no such file. Did you mean '{_box.Folder}/sync-vs-async.yaml'?");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        DiagnosticText.Format(ExperimentFile.Read(Path.Combine(_box.Folder, "no/x.yaml"), _box.Environment).Diagnostics)
            .ShouldBe($"{_box.Folder}/no/x.yaml: there is no such file. The folder {_box.Folder}/no does not exist either.");

    [Fact]
    public void A_folder_with_an_experiment_is_that_experiment()
    {
        var file = _box.Write("question/experiment.yaml", "name: [");
        DiagnosticText.Format(ExperimentFile.Read(Path.GetDirectoryName(file)!, _box.Environment).Diagnostics).ShouldContain("question/experiment.yaml:");
        ExperimentFile.Find(file).ShouldBe(file);
    }

    [Fact]
    public void A_folder_is_no_experiment()
    {
        _box.Write("x.yaml", "");
        DiagnosticText.Format(ExperimentFile.Read(_box.Folder, _box.Environment).Diagnostics)
            .ShouldBe($"{_box.Folder}: this is a folder, not a file. Did you mean '{_box.Folder}/x.yaml'?");
    }

    [Fact]
    public void A_file_of_more_than_a_mebibyte_is_refused() =>
        _box.Read("# " + new string('x', 1 << 20)).Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("larger than 1 MiB");

    [Fact]
    public void A_message_shows_the_line_with_a_caret()
    {
        var result = _box.Read("name: first", "name: first\nphases: {warmpu: 2s}");
        DiagnosticText.Format(result.Diagnostics).ShouldBe(
            $"""
            {_box.Folder}/x.yaml:2:10: unknown key 'warmpu' in phases. Did you mean 'warmup'?
                2 | phases: {"{"}warmpu: 2s{"}"}
                  |          ^
            """);
    }

    [Fact]
    public void A_tab_before_the_mistake_moves_the_caret_along() =>
        DiagnosticText.Format(new Diagnostic("f", 3, 3, "bad", null) { SourceLine = "\tab", Caret = 2 }).ShouldBe("f:3:3: bad.\n    3 | \tab\n      | \t ^");

    [Fact]
    public void Several_messages_are_counted() =>
        DiagnosticText.Format(_box.Read("- x\n---\n- y").Diagnostics).ShouldEndWith("\n2 errors");

    [Fact]
    public void No_message_shows_a_secret()
    {
        _box.Environment["ROUNDS"] = "hunter2!";
        var result = _box.Read("name: first", "name: first\nrounds: ${ROUNDS}");
        DiagnosticText.Format(result.Diagnostics).ShouldContain("rounds: '•••' is neither a whole number");
        var cookie = _box.Read("{get: /work}", "{get: /work, headers: {Cookie: sid=abcdefgh}, boddy: x}");
        var text = DiagnosticText.Format(cookie.Diagnostics);
        text.ShouldNotContain("abcdefgh");
        text.ShouldContain("Did you mean 'body'?");
        var lines = text.Split('\n');
        lines[2].IndexOf('^', StringComparison.Ordinal).ShouldBe(lines[1].IndexOf("boddy", StringComparison.Ordinal));
    }
}
