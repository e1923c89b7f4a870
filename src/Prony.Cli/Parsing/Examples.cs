namespace Prony.Cli.Parsing;

/// <summary>Command lines shown below the help of each verb. A test runs their parsing, so that none goes stale.</summary>
internal static class Examples
{
    public static IReadOnlyDictionary<string, string[]> ByCommand { get; } = new Dictionary<string, string[]>
    {
        ["prony"] =
        [
            "prony run experiments/sync-vs-async.yaml            compare the candidates of a file",
            "prony load http://127.0.0.1:8080/ -c 100 -d 10s      load an address",
            "prony report runs/20261121T101500Z-sync-vs-async     look at a run again",
            "prony compare runs/before runs/after                 what changed between two runs",
        ],
        ["run"] =
        [
            "prony run experiments/sync-vs-async.yaml",
            "prony run experiments/sync-vs-async.yaml --quick",
            "prony run experiments/sync-vs-async.yaml --only sync,async --rounds 10 --json -",
            "prony run experiments/sync-vs-async.yaml --against runs/20261121T101500Z-sync-vs-async --fail-on worse",
            "prony run experiments/sync-vs-async.yaml --fail-on worse,claims      in CI: code 4 when a candidate is worse or a claim is refuted",
            "prony run experiments/sync-vs-async.yaml --until-decided --plan     how long it will take at most",
            "prony run experiments/sync-vs-async.yaml --export prometheus        metrics at http://127.0.0.1:9464/metrics while it runs",
            "prony run --resume runs/20261121T101500Z-sync-vs-async               go on after an interruption",
            "prony run experiments/debusine-asgi-runner/experiment.yaml --profile full     as the file says under profiles: full",
            "prony run -c 50 'gunicorn -b 127.0.0.1:{port} app:app' 'uvicorn --port {port} app:app' --init compare.yaml",
        ],
        ["load"] =
        [
            "prony load http://127.0.0.1:8080/                           50 users for 10 s",
            "prony load http://127.0.0.1:8080/ -r 1000 -d 30s             1,000 requests a second, Poisson arrivals",
            "prony load http://127.0.0.1:8080/ --warmup auto -d 30s      measured once the responses are steady",
            "prony load http://127.0.0.1:8080/ --stage 100/s:10s --stage 500/s:2s --stage 100/s:10s     a spike",
            "prony load http://127.0.0.1:8080/ --stage 0..200:30s --stage 200:60s                       200 users, coming over 30 s",
            "prony load http://127.0.0.1:8080/ -n 1000 -c 20 --json -     exactly 1,000 requests, result as JSON",
            "prony load 'http://127.0.0.1:8080/users/{data.name}?n={index}' --data users.csv     a row of the file for each request",
            "prony load http://127.0.0.1:8080/ -n 1 --expect-body ok --expect-json '/state=ready'",
            "prony load http://127.0.0.1:8080/ -r 200 --slo 'response.p99 <= 100ms' --slo 'failures <= 0.1%'",
        ],
        ["report"] =
        [
            "prony report runs/20261121T101500Z-sync-vs-async",
            "prony report --latest                                               the newest run in runs/",
            "prony report runs/20261121T101500Z-sync-vs-async --format markdown > comment.md     fit for a pull request",
            "prony report --latest --format html --open                         one file for a ticket, and a look at it",
            "prony report --latest --format junit --output junit.xml             for a CI system",
            "prony report --latest --format csv --output observations.csv        a row for each figure of each trial",
            "prony report --latest --format writeup --output article.md          the long article",
            "prony report runs/20261121T101500Z-sync-vs-async --format locust-csv --output locust     the files of Locust's --csv",
            "prony report runs/20261121T101500Z-sync-vs-async --format funkload                       Funkload's table of requests",
        ],
        ["list"] =
        [
            "prony list                                          the runs in runs/, newest first",
            "prony list /srv/measurements --json                 of another folder, as JSON",
        ],
        ["show"] =
        [
            "prony show runs/20261121T101500Z-sync-vs-async      what is in it: plan, trials with counts and gates, files",
            "prony show --latest --definitions                   with the definitions in full",
        ],
        ["watch"] =
        [
            "prony watch --latest                                follow the run that goes on",
            "prony watch runs/20261121T101500Z-sync-vs-async",
            "prony watch --latest --wait                         wait until one begins",
            "prony watch --latest --out /srv/measurements > watch.log     a line for each second",
        ],
        ["compare"] =
        [
            "prony compare runs/20261121T101500Z-sync-vs-async runs/20261128T101500Z-sync-vs-async",
            "prony compare runs/before runs/after --candidate sync=async --metric response.p99 --margin 10%",
            "prony compare runs/main runs/branch -q --fail-on worse,inconclusive     in CI: code 4 when a candidate got worse",
            "prony compare runs/main runs/branch --format markdown --fail-on worse > comment.md",
        ],
        ["capacity"] =
        [
            "prony capacity http://127.0.0.1:8080/ --slo 'response.p99 <= 100ms'     the highest rate that keeps it",
            "prony capacity http://127.0.0.1:8080/ --slo 'response.p99 <= 100ms' --start 800 --max 2000",
            "prony capacity http://127.0.0.1:8080/ --users --slo 'failures <= 0.1%'  how many users until errors",
            "prony capacity experiments/sync-vs-async.yaml --slo 'response.p99 <= 500ms' --rounds 6 --width 2.5%",
            "prony capacity experiments/sync-vs-async.yaml --only async --slo 'response.p99 <= 500ms' --plan     how long at most",
            "prony capacity --resume runs/20261121T101500Z-sync-vs-async                                         one that was cut off",
        ],
        ["tune"] =
        [
            "prony tune experiments/sync-vs-async.yaml --only sync --vary threads=4,8,16,32     which number of threads?",
            "prony tune experiments/django-sync-gevent/experiment.yaml --only sync --vary workers=1..8 --metric cpu-per-request --rate 200     the cheapest at 200/s",
            "prony tune experiments/sync-vs-async.yaml --only sync --vary threads=4,8,16 --plan     how long at most",
            "prony tune experiments/sync-vs-async.yaml --only sync --vary threads=4,8,16 --slo 'response.p99 <= 500ms' --start 50     which carries most under it?",
        ],
        ["fit"] =
        [
            "prony fit sweep.csv                                     the first column is N, the second X",
            "prony fit sweep.csv --n in_flight --x throughput --response mean_s --json fit.json",
            "prony fit - --json -                                    a table from standard input, JSON to standard output",
        ],
        ["cost"] =
        [
            "prony cost runs/20261121T101500Z-sync-vs-async --rate 5000/s                  how many copies of each, and what they cost",
            "prony cost runs/20261121T101500Z-sync-vs-async --rate 50k/s --headroom 50% --json cost.json",
        ],
        ["record"] =
        [
            "prony record 4711                                       a server that runs, with its children, until it ends or Ctrl-C",
            "prony record -- make -j4                                a command, from its start to its end",
            "prony record --interval 1 --include-children --log usage.log 4711     as psrecord, its log to the byte",
            "prony record 4711 --duration 1m --plot usage.svg --csv usage.csv",
            "prony record --json - --interval 100ms -- python3 job.py             result as JSON, what the command prints on standard error",
        ],
        ["selftest"] =
        [
            "prony selftest                    can figures from this machine be believed? (under 2 minutes)",
            "prony selftest --only a,b,c       the timing only",
            "prony selftest --full             also finds the smallest difference visible here",
        ],
        ["check"] =
        [
            "prony check stacks/kestrel-bench                            does it start, answer and stop here?",
            "prony check stacks/kestrel-bench --with mode=sync --with threads=4",
            "prony check stacks --keep-going --json check.json             all of them",
        ],
        ["up"] =
        [
            "prony up stacks/gunicorn                                keep its services up, here in the foreground; Ctrl-C stops them",
            "prony up deploy/stack.yaml --with workers=4 --ctl run/ctl  and be steered over that socket",
        ],
        ["ctl"] =
        [
            "prony ctl status                                        of the only prony that runs",
            "prony ctl incr web 2                                    two instances more, counted once they are ready",
            "prony ctl restart web --rolling                         one after the other",
            "prony ctl signal web HUP",
            "prony ctl stats --follow                                like top",
            "prony ctl events --follow --json",
        ],
        ["doctor"] =
        [
            "prony doctor                                        what does this machine lack for measuring?",
            "prony doctor experiments/sync-vs-async.yaml         and what do its candidates need?",
            "prony doctor --install stacks                       install the Debian packages that the stacks need",
        ],
        ["init"] = ["prony init", "prony init bench"],
        ["import"] =
        [
            "prony import circus.ini                             the same as a stack, on standard output",
            "prony import /etc/supervisord.conf -o stack.yaml     to a file, with what is done in another way on standard error",
            "prony import write-up.txt --name daphne,uvicorn     results of hey that stand in it, as a run to report and compare",
            "prony import load_stats.csv load_stats_history.csv load_failures.csv     what Locust wrote",
        ],
        ["hey"] =
        [
            "prony hey -n 1000 http://127.0.0.1:8080/            what hey prints, and on standard error what it would have got wrong",
            "prony hey -z 10s -c 50 -q 20 --no-truth http://127.0.0.1:8080/",
            "ln -s $PWD/prony ~/bin/hey                          then hey is Prony",
        ],
        ["oha"] =
        [
            "prony oha -z 1m -c 50 --no-tui http://127.0.0.1:8080/     the layout of oha 1.15",
            "prony oha --as 0.5 -n 1000 http://127.0.0.1:8080/         the older one",
        ],
        ["wrk"] = ["prony wrk -t2 -c100 -d30s --latency http://127.0.0.1:8080/"],
        ["wrk2"] = ["prony wrk2 -t2 -c100 -d30s -R2000 --latency http://127.0.0.1:8080/"],
        ["psrecord"] = ["prony psrecord --interval 1 --include-children --log activity.txt 4711", "prony psrecord --duration 10 --log activity.txt 'python3 server.py'"],
        ["ab"] = ["prony ab -n 1000 -c 10 -k http://127.0.0.1:8080/", "prony ab -t 5 -c 10 -e percentiles.csv -g requests.tsv http://127.0.0.1:8080/"],
        ["loadtest"] = ["prony loadtest -t 10 --rps 300 http://127.0.0.1:8080/", "prony loadtest -n 1000 -c 10 -k http://127.0.0.1:8080/"],
        ["completion"] = ["source <(prony completion bash)", "prony completion fish > ~/.config/fish/completions/prony.fish"],
        ["schema"] = ["prony schema experiment > experiment.schema.json", "prony schema verdict"],
    };
}
