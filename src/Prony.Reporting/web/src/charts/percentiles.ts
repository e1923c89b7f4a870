import type { Percentile, Point, PointCandidate } from "../data";
import { milliseconds, orDash, percent } from "../numbers";
import type { Look } from "../palette";
import type { Table } from "../table";
import { hdrPercentile, hdrPosition, hdrTicks } from "../ticks";
import { chosen, ends, nearest, pointSelect, type ChartKind, type Choices, type Drawing, type Select, type Series, type Subject, type Tip } from "./drawing";
import { responseObjectives } from "./metrics";
import { millisecondAxis, scaleOf, scaleSelect, stack } from "./panels";
import { line, marksSeries, type Mark } from "./shapes";

/** Percentiles that carry the symbol of their candidate. */
const SYMBOLS_AT = new Set([50, 90, 99, 99.9, 99.99]);

/** Response and service time over the percentiles, on the axis of HdrHistogram's plots, which gives the slow ones their room. */
export const percentiles: ChartKind = { selects, draw, renderer: "svg" };

function selects({ scenario }: Subject, choices: Choices): Select[] {
  const point = pointSelect(scenario);
  const candidates = scenario.points[Number(chosen([point], "point", choices))]?.candidates ?? [];
  // Logarithmic first, as the caption says: candidates a factor apart are to be seen from the fast half to the slow tail.
  return [point, { ...scaleSelect(candidates.flatMap((candidate) => drawn(candidate.response).map(({ ms }) => ms))), initial: "log" }];
}

function draw(subject: Subject, choices: Choices, look: Look): Drawing | null {
  const chosenSelects = selects(subject, choices);
  const point = subject.scenario.points[Number(chosen(chosenSelects, "point", choices))];
  const all = point?.candidates.filter((candidate) => candidate.response.length > 0) ?? [];
  const visible = all.filter((candidate) => !choices.hidden.has(candidate.name));
  if (point === undefined || all.length === 0) {
    return null;
  }
  const objectives = responseObjectives(subject.scenario.objectives);
  const values = visible.flatMap((candidate) => [...drawn(candidate.response), ...drawn(candidate.service)]);
  const { axis, to } = millisecondAxis([...values, ...objectives].map(({ ms }) => ms), scaleOf(chosen(chosenSelects, "scale", choices)), 5);
  const end = ends(values.map(({ p }) => hdrPosition(p)))?.[1] ?? 2;
  const marks = objectives.map(({ p, ms }): Mark => ({ kind: "horizontal", at: to(ms) ?? 0, colour: look.alarm, dash: "dashed", label: `objective: p${p} ≤ ${milliseconds(ms)}` }));
  const stacked = stack([{
    title: "Response and service time",
    height: look.width < 560 ? 260 : 340,
    axis,
    series: (panel) => [
      marksSeries("objectives", panel, marks, look),
      ...visible.flatMap((candidate) => linesOf(candidate, panel, to, look)),
    ],
  }], {
    min: 0,
    max: Math.max(end, 1) * 1.01,
    name: "percentile",
    ticks: (low, high) => hdrTicks(low, high).map(hdrPosition),
    write: (position) => percent(Number(hdrPercentile(position).toFixed(5))),
  }, look);
  return {
    ...stacked,
    summary: summaryOf(point, visible),
    table: tableOf(subject, point, visible),
    legend: all.map((candidate) => candidate.name),
    keys: [{ label: "response time, from when a request was due", dash: "solid" }, { label: "service time, from when it was sent", dash: [6, 4] }],
    tip: ({ x }) => tipOf(visible, x),
    span: [0, Math.max(end, 1) * 1.01],
  };
}

function linesOf(candidate: PointCandidate, panel: number, to: (ms: number | null) => number | null, look: Look): Series[] {
  const { colour, symbol } = look.paint(candidate.name);
  const response = drawn(candidate.response);
  const service = drawn(candidate.service);
  const places = (list: readonly Percentile[]) => list.map(({ p, ms }): [number, number | null] => [hdrPosition(p), to(ms)]);
  return [
    line({ id: `${candidate.name} service`, panel, data: places(service), colour, dash: [6, 4], width: 1.5 }),
    line({ id: `${candidate.name} response`, panel, data: places(response), colour, symbol, size: (index) => (SYMBOLS_AT.has(response[index]?.p ?? 0) ? 8 : 0) }),
  ];
}

/** The maximum (100 %) has no place on this axis: it would stand at infinity. */
function drawn(list: readonly Percentile[]): Percentile[] {
  return list.filter(({ p, ms }) => p >= 0 && p < 100 && Number.isFinite(ms));
}

function at(list: readonly Percentile[], p: number): number | null {
  return list.find((entry) => entry.p === p)?.ms ?? null;
}

function tipOf(visible: readonly PointCandidate[], x: number): Tip | null {
  const axis = drawn(visible[0]?.response ?? []);
  const p = axis[nearest(axis.map((entry) => hdrPosition(entry.p)), x)]?.p;
  if (p === undefined) {
    return null;
  }
  return {
    title: percent(p),
    columns: ["response", "service"],
    rows: visible.map(({ name, response, service }) => ({ candidate: name, name, cells: [orDash(at(response, p), milliseconds), orDash(at(service, p), milliseconds)] })),
    notes: [],
  };
}

function summaryOf(point: Point, visible: readonly PointCandidate[]): string {
  const words = visible.map(({ name, response }) => `${name} ${[50, 99, 99.9].map((p) => `p${p} ${orDash(at(response, p), milliseconds)}`).join(", ")}`);
  return `Response times at ${point.label} by percentile: ${words.join("; ")}.`;
}

function tableOf({ scenario }: Subject, point: Point, visible: readonly PointCandidate[]): Table {
  const rows = (candidate: PointCandidate, time: "response" | "service") =>
    drawn(candidate[time]).map(({ p, ms }) => [scenario.name, point.label, candidate.name, time, p, ms]);
  return {
    columns: ["scenario", "load", "candidate", "time", "percentile", "ms"],
    rows: visible.flatMap((candidate) => [...rows(candidate, "response"), ...rows(candidate, "service")]),
  };
}
