/**
 * The numbers behind the charts, as the reporting project inlines them (schema `prony.report/1`).
 * Times are seconds from the start of a trial's window; what is not known is null.
 */
export interface Report {
  schema: "prony.report/1";
  name: string;
  baseline: string;
  primary: string;
  margin: number;
  preview: boolean;
  scenarios: Scenario[];
}

export interface Scenario {
  name: string;
  load_kind: "users" | "rate" | "other";
  /** Such as "response.p99 <= 500ms". */
  objectives: string[];
  points: Point[];
  curves: Curve[];
}

export interface Point {
  /** "100 users", "300/s". */
  label: string;
  load: number | null;
  candidates: PointCandidate[];
  comparisons: Comparison[];
}

export interface Comparison {
  candidate: string;
  baseline: string;
  metric: string;
  /** Candidate ÷ baseline. */
  ratio: number | null;
  low: number | null;
  high: number | null;
  margin: number;
  verdict: string;
  sentence: string;
  /** ln(candidate ÷ baseline), one of each round. */
  d: number[];
}

export interface PointCandidate {
  name: string;
  throughput: Interval;
  failures_per_s: Interval;
  cpu_cores: number | null;
  memory_bytes: number | null;
  response: Percentile[];
  service: Percentile[];
  rounds: Round[];
  heat: Heat | null;
  trials: Trial[];
}

export interface Interval {
  value: number | null;
  low: number | null;
  high: number | null;
}

export interface Percentile {
  /** 0 to 100. */
  p: number;
  ms: number;
}

export interface Round {
  round: number;
  throughput: number | null;
  p50_ms: number | null;
  p99_ms: number | null;
  failures: number | null;
  cpu_per_request_us: number | null;
  memory_bytes: number | null;
  /** Which gates forbid to use the round; null where it may be used. */
  invalid: string | null;
}

export interface Heat {
  t_s: number[];
  /** Upper bounds of the rows. */
  ms: number[];
  /** [time][row] */
  counts: number[][];
}

export interface Trial {
  round: number;
  attempt: number;
  t_s: number[];
  throughput: number[];
  failed: number[];
  p50_ms: (number | null)[];
  p99_ms: (number | null)[];
  in_flight: number[];
  phases: Phase[];
  services: Service[];
  events: TrialEvent[];
}

export interface Phase {
  name: string;
  from_s: number;
  to_s: number;
}

export interface Service {
  name: string;
  shared: boolean;
  t_s: number[];
  cpu_cores: number[];
  memory_bytes: number[];
}

export interface TrialEvent {
  t_s: number;
  service: string | null;
  text: string;
}

export interface Curve {
  candidate: string;
  loads: number[];
  throughput: Interval[];
  failures_per_s: Interval[];
  p50_ms: (number | null)[];
  p99_ms: (number | null)[];
  cpu_cores: (number | null)[];
  memory_bytes: (number | null)[];
  usl: { loads: number[]; throughput: number[]; sentence: string } | null;
  knee: number | null;
  peak: number | null;
  capacity: { low: number; high: number | null } | null;
}

const SCHEMA = "prony.report/1";

/** The report inside a page's data element. Throws with a reason where the text is no report of this schema. */
export function parseReport(text: string): Report {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || !("schema" in value) || value.schema !== SCHEMA) {
    throw new Error(`The data of this page are not of the schema ${SCHEMA}.`);
  }
  return value as Report;
}

/** All candidates of a report in the order in which they first appear: the order of their colours. */
export function candidateNames(report: Report): string[] {
  const names = report.scenarios.flatMap((scenario) => [
    ...scenario.points.flatMap((point) => point.candidates.map((candidate) => candidate.name)),
    ...scenario.curves.map((curve) => curve.candidate),
  ]);
  return [...new Set(names)];
}
