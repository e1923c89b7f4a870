import type { Comparison, Curve, Interval, Percentile, PointCandidate, Report, Trial } from "../src/data";

/** A report with known numbers: two candidates, two loads, three rounds, a shared database, failures and an event. */
export function sampleReport(): Report {
  return {
    schema: "prony.report/1", name: "sync-vs-async", baseline: "sync", primary: "throughput", margin: 0.05, preview: false,
    scenarios: [{
      name: "work", load_kind: "users", objectives: ["response.p99 <= 500ms", "failures <= 0.1%"],
      points: [50, 100].map((load) => ({
        label: `${load} users`, load,
        candidates: [candidate("sync", 100, load), candidate("async", 400, load)],
        comparisons: [comparison("throughput", 4, 3.8, 4.2, "better"), comparison("response.p99", 0.5, 0.4, 1.1, "inconclusive"), comparison("memory", null, null, null, "invalid")],
      })),
      curves: [curve("sync", 100), { ...curve("async", 400), usl: { loads: [10, 100, 200], throughput: [90, 420, 380], sentence: "Contention 0.01." }, knee: 80, peak: 120, capacity: { low: 100, high: 120 } }],
    }],
  };
}

function comparison(metric: string, ratio: number | null, low: number | null, high: number | null, verdict: string): Comparison {
  return {
    candidate: "async", baseline: "sync", metric, ratio, low, high, margin: 0.05, verdict, sentence: `async ${verdict}`,
    d: ratio === null ? [] : [Math.log(ratio * 0.99), Math.log(ratio), Math.log(ratio * 1.01)],
  };
}

function candidate(name: string, throughput: number, load: number): PointCandidate {
  return {
    name, throughput: around(throughput), failures_per_s: around(1), cpu_cores: 0.9, memory_bytes: 100 * 2 ** 20,
    response: percentiles(1000 * load / throughput), service: percentiles(900 * load / throughput),
    rounds: [1, 2, 3].map((round) => ({ round, throughput: throughput + round, p50_ms: 10 * round, p99_ms: 50 * round, failures: 0.001, cpu_per_request_us: 900, memory_bytes: 100 * 2 ** 20, invalid: null })),
    heat: { t_s: [0, 1], ms: [10, 20, 40], counts: [[5, 1, 0], [0, 7, 2]] },
    trials: [1, 2, 3].map((round) => trial(round, throughput)),
  };
}

function trial(round: number, throughput: number): Trial {
  const t_s = [-1, 0, 1, 2];
  return {
    round, attempt: 1, t_s, throughput: t_s.map(() => throughput + round), failed: [0, 0, 2, 0], p50_ms: [10, 11, null, 12], p99_ms: [50, 51, null, 52], in_flight: [50, 50, 50, 50],
    phases: [{ name: "warmup", from_s: -1, to_s: 0 }, { name: "window", from_s: 0, to_s: 2 }, { name: "drain", from_s: 2, to_s: 3 }],
    services: [
      { name: "web", shared: false, t_s, cpu_cores: [0.5, 0.9, 0.9, 0.8], memory_bytes: t_s.map(() => 64 * 2 ** 20) },
      { name: "db", shared: true, t_s, cpu_cores: [0.1, 0.2, 0.2, 0.1], memory_bytes: t_s.map(() => 32 * 2 ** 20) },
    ],
    events: [{ t_s: 1, service: "web", text: "worker died" }],
  };
}

function curve(name: string, throughput: number): Curve {
  return {
    candidate: name, loads: [50, 100], throughput: [around(throughput), around(throughput * 1.1)], failures_per_s: [around(0), around(1)],
    p50_ms: [10, 20], p99_ms: [40, 90], cpu_cores: [0.8, 1], memory_bytes: [2 ** 26, 2 ** 26], usl: null, knee: null, peak: null, capacity: null,
  };
}

function around(value: number): Interval {
  return { value, low: value * 0.95, high: value * 1.05 };
}

function percentiles(median: number): Percentile[] {
  return [[0, 0.5], [50, 1], [90, 2], [99, 4], [99.9, 6], [100, 9]].map(([p = 0, factor = 1]) => ({ p, ms: median * factor }));
}
