import type { Point, PointCandidate, Round } from "../data";
import { bytes, figure, milliseconds, orDash, percent, perSecond } from "../numbers";
import type { Look } from "../palette";
import type { Cell, Table } from "../table";
import { chosen, pointSelect, type ChartKind, type Choices, type Drawing, type Select, type Subject, type Tip } from "./drawing";
import { fromZero, NARROW, stack } from "./panels";
import { intervalSeries, line, type BarSpec } from "./shapes";

/** One number a round, so that one sees what an interval comes from: scatter, drift, and whether candidates move together. */
export const rounds: ChartKind = { selects, draw, renderer: "svg" };

type Quantity = Exclude<keyof Round, "round" | "invalid">;

interface Measure {
  name: string;
  write: (value: number) => string;
  /** What is drawn is the value divided by this, so that marks of the axis are round numbers. */
  unit: number;
}

const MEASURES: Record<Quantity, Measure> = {
  throughput: { name: "throughput", write: perSecond, unit: 1 },
  p50_ms: { name: "p50 response time", write: milliseconds, unit: 1 },
  p99_ms: { name: "p99 response time", write: milliseconds, unit: 1 },
  failures: { name: "failures", write: (share) => percent(Number((share * 100).toPrecision(3))), unit: 1 },
  cpu_per_request_us: { name: "CPU per request", write: (us) => milliseconds(us / 1000), unit: 1 },
  memory_bytes: { name: "memory", write: bytes, unit: 2 ** 20 },
};
const QUANTITIES = Object.keys(MEASURES) as Quantity[];

/** What a metric that decides is called here; others have no number a round. */
const OF_METRIC: Readonly<Record<string, Quantity>> = {
  "throughput": "throughput", "response.p50": "p50_ms", "response.p99": "p99_ms", "failures": "failures", "cpu-per-request": "cpu_per_request_us", "memory": "memory_bytes",
};

function selects({ report, scenario }: Subject, choices: Choices): Select[] {
  const point = pointSelect(scenario);
  const candidates = scenario.points[Number(chosen([point], "point", choices))]?.candidates ?? [];
  const known = QUANTITIES.filter((quantity) => candidates.some((candidate) => candidate.rounds.some((round) => round[quantity] !== null)));
  const initial = known.find((quantity) => quantity === OF_METRIC[report.primary]) ?? known[0] ?? "";
  return [point, { key: "metric", label: "Metric", options: known.map((value) => ({ value, label: MEASURES[value].name })), initial }];
}

function draw(subject: Subject, choices: Choices, look: Look): Drawing | null {
  const offered = selects(subject, choices);
  const point = subject.scenario.points[Number(chosen(offered, "point", choices))];
  const quantity = QUANTITIES.find((candidate) => candidate === chosen(offered, "metric", choices));
  if (point === undefined || quantity === undefined) {
    return null;
  }
  const visible = point.candidates.filter((candidate) => !choices.hidden.has(candidate.name));
  const count = Math.max(1, ...point.candidates.flatMap((candidate) => candidate.rounds.map((round) => round.round)));
  const measure = MEASURES[quantity];
  const bars = quantity === "throughput" ? intervalsOf(visible, count, look) : [];
  const span: [number, number] = [0.5, count + (bars.length > 0 ? 2 : 0.5)];
  const values = visible.flatMap((candidate) => candidate.rounds.map((round) => scaled(round[quantity], measure)));
  const stacked = stack([{
    title: capital(measure.name),
    height: 260,
    axis: fromZero([...values, ...bars.map((bar) => bar.high)], (value) => measure.write(value * measure.unit), 5),
    series: (panel) => [
      ...visible.map((candidate) => line({
        id: candidate.name, panel, colour: look.paint(candidate.name).colour, symbol: look.paint(candidate.name).symbol, width: 1.2, opacity: 0.55, size: () => 9,
        hollow: { at: (index) => (candidate.rounds[index]?.invalid ?? null) !== null, ground: look.ground },
        data: candidate.rounds.map((round): [number, number | null] => [round.round, scaled(round[quantity], measure)]),
      })),
      intervalSeries("intervals", panel, bars),
    ],
  }], {
    min: span[0],
    max: span[1],
    name: "round",
    ticks: (low, high) => roundTicks(low, high, count, bars.length > 0, look.width < NARROW ? 8 : 20),
    write: (value) => (value > count ? "mean, interval" : String(value)),
  }, look);
  return {
    ...stacked,
    summary: summaryOf(point, visible, quantity),
    table: tableOf(subject.scenario.name, point.label, visible, quantity),
    legend: point.candidates.map((candidate) => candidate.name),
    keys: visible.some((candidate) => candidate.rounds.some((round) => round.invalid !== null)) ? [{ label: "a gate forbids to use the round", symbol: "circle", hollow: true }] : [],
    tip: ({ x }) => tipOf(visible, x, count, quantity),
    span,
  };
}

/** Whole rounds, thinned where there are many, and the place of the mean behind the last. */
export function roundTicks(low: number, high: number, count: number, mean: boolean, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most));
  const ticks = Array.from({ length: Math.ceil(count / step) }, (_, index) => 1 + index * step);
  return [...ticks, ...(mean ? [count + 1.2] : [])].filter((tick) => tick >= low && tick <= high);
}

/** The means of all candidates side by side behind the last round. */
function intervalsOf(visible: readonly PointCandidate[], count: number, look: Look): BarSpec[] {
  return visible.map(({ name, throughput }, index) => ({
    ...throughput, x: count + 1.2 + (index - (visible.length - 1) / 2) * (1.2 / Math.max(visible.length, 4)), colour: look.paint(name).colour,
  }));
}

function tipOf(visible: readonly PointCandidate[], x: number, count: number, quantity: Quantity): Tip | null {
  const { write } = MEASURES[quantity];
  const number = Math.max(1, Math.round(x));
  if (number > count) {
    return quantity !== "throughput" ? null : {
      title: "mean of the rounds", columns: ["mean", "interval"], notes: [],
      rows: visible.map(({ name, throughput: { value, low, high } }) => ({
        candidate: name, name, cells: [orDash(value, write), low === null || high === null ? "–" : `${figure(low)} to ${figure(high)}`],
      })),
    };
  }
  return {
    title: `round ${number}`,
    columns: [MEASURES[quantity].name],
    rows: visible.map((candidate) => ({ candidate: candidate.name, name: candidate.name, cells: [orDash(candidate.rounds.find((round) => round.round === number)?.[quantity], write)] })),
    notes: forbidden(visible).filter(({ round }) => round === number).map(({ name, reason }) => `${name} is compared with nothing in this round: ${reason}`),
  };
}

function summaryOf(point: Point, visible: readonly PointCandidate[], quantity: Quantity): string {
  const { name, write } = MEASURES[quantity];
  const words = visible.map((candidate) => `${candidate.name} ${candidate.rounds.map((round) => orDash(round[quantity], write)).join(", ")}`);
  const unused = forbidden(visible).map((entry) => `${entry.name} in round ${entry.round}`);
  return `${capital(name)} of each round at ${point.label}: ${words.join("; ")}.${unused.length > 0 ? ` Compared with nothing, because a gate forbids it: ${unused.join(", ")}.` : ""}`;
}

/** The rounds on which no comparison rests, with the gates that forbid it; one of the baseline leaves the others nothing to be compared with. */
function forbidden(visible: readonly PointCandidate[]): { name: string; round: number; reason: string }[] {
  return visible.flatMap(({ name, rounds: list }) => list.flatMap(({ round, invalid }) => (invalid === null ? [] : [{ name, round, reason: invalid }])));
}

function tableOf(scenario: string, load: string, visible: readonly PointCandidate[], quantity: Quantity): Table {
  const rows = visible.flatMap(({ name, rounds: list, throughput: { value, low, high } }): Cell[][] => [
    ...list.map((round): Cell[] => [scenario, load, name, quantity, String(round.round), round[quantity], null, null, round.invalid]),
    ...(quantity === "throughput" ? [[scenario, load, name, quantity, "mean", value, low, high, null]] : []),
  ]);
  return { columns: ["scenario", "load", "candidate", "metric", "round", "value", "low", "high", "invalid"], rows };
}

function scaled(value: number | null, measure: Measure): number | null {
  return value === null ? null : value / measure.unit;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
