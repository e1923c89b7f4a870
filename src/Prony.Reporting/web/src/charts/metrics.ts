/** What the comparable metrics are called, and which way is better. */

const NAMES: Record<string, string> = {
  throughput: "throughput",
  "response.mean": "mean response time",
  failures: "failures",
  "cpu-per-request": "CPU per request",
  memory: "memory",
  capacity: "capacity",
};

/** "p99 response time" for "response.p99". */
export function metricName(metric: string): string {
  const percentile = /^response\.(p[\d.]+)$/.exec(metric);
  return NAMES[metric] ?? (percentile ? `${percentile[1]} response time` : metric);
}

export function higherIsBetter(metric: string): boolean {
  return metric === "throughput" || metric === "capacity";
}

/** A bound on a percentile of the response time: "response.p99 <= 500ms". */
export interface ResponseObjective {
  p: number;
  ms: number;
}

const UNITS: Record<string, number> = { us: 0.001, µs: 0.001, ms: 1, s: 1000, m: 60_000 };

/** The objectives of a scenario that bound a percentile of the response time; others are not for this axis. */
export function responseObjectives(objectives: readonly string[]): ResponseObjective[] {
  return objectives.flatMap((objective) => {
    const parts = /^\s*response\.p(\d+(?:\.\d+)?)\s*<=?\s*(\d+(?:\.\d+)?)\s*(us|µs|ms|s|m)\b/.exec(objective);
    const unit = UNITS[parts?.[3] ?? ""];
    return parts === null || unit === undefined ? [] : [{ p: Number(parts[1]), ms: Number(parts[2]) * unit }];
  });
}
