import type { Heat } from "../data";
import { counted, figure, milliseconds, seconds } from "../numbers";
import { rampColour, type Look } from "../palette";
import type { Cell, Table } from "../table";
import { linearTicks, logTicks } from "../ticks";
import { chosen, pointSelect, type ChartKind, type Choices, type Drawing, type Select, type Subject, type Tip } from "./drawing";
import { NARROW, stack } from "./panels";
import { custom, group, type Render } from "./shapes";

/** A rectangle of the map: how many requests of that span of time took that long. */
interface Tile {
  from_s: number;
  to_s: number;
  from_ms: number;
  to_ms: number;
  count: number;
}

/** How many requests took how long, over time: percentiles hide two bands, or a stripe that comes every ten seconds; this does not. */
export const heatmap: ChartKind = { selects, draw, renderer: "canvas" };

function selects({ scenario }: Subject, choices: Choices): Select[] {
  const point = pointSelect(scenario);
  const candidates = scenario.points[Number(chosen([point], "point", choices))]?.candidates.filter((candidate) => candidate.heat !== null) ?? [];
  return [point, { key: "candidate", label: "Candidate", options: candidates.map(({ name }) => ({ value: name, label: name })), initial: candidates[0]?.name ?? "" }];
}

function draw(subject: Subject, choices: Choices, look: Look): Drawing | null {
  const offered = selects(subject, choices);
  const point = subject.scenario.points[Number(chosen(offered, "point", choices))];
  const candidate = chosen(offered, "candidate", choices);
  const heat = point?.candidates.find(({ name }) => name === candidate)?.heat ?? null;
  const all = heat === null ? [] : tiles(heat);
  if (point === undefined || all.length === 0) {
    return null;
  }
  const most = all.reduce((top, tile) => Math.max(top, tile.count), 1);
  const extent = extentOf(all);
  const stacked = stack([{
    title: `Response time of ${candidate}`,
    height: look.width < NARROW ? 240 : 320,
    axis: {
      min: Math.log10(extent.low), max: Math.log10(extent.high), ticks: logTicks(extent.low, extent.high).map(Math.log10), write: (value) => milliseconds(10 ** value),
    },
    series: (panel) => [custom("tiles", panel, all.length, renderer(all, most, look), { silent: true })],
  }], {
    min: extent.from,
    max: extent.to,
    name: "seconds from the start of the window",
    ticks: (low, high) => linearTicks(low, high, look.width < NARROW ? 5 : 10),
    write: (value) => figure(value),
  }, look);
  return {
    ...stacked,
    summary: summaryOf(all, candidate, point.label),
    table: tableOf(subject.scenario.name, point.label, candidate, all),
    legend: [],
    keys: [],
    ramp: { low: "1 request", high: counted(most, "request"), colours: look.heat },
    tip: ({ x }) => tipOf(all, x),
    span: [extent.from, extent.to],
  };
}

/** The rectangles that hold something. A row reaches down to the bound of the row under it, the lowest as far as the one above it reaches on a log axis. */
export function tiles(heat: Heat): Tile[] {
  const last = heat.t_s.length - 1;
  const step = last > 0 ? ((heat.t_s[last] ?? 0) - (heat.t_s[0] ?? 0)) / last : 1;
  return heat.t_s.flatMap((from_s, time) => heat.ms.flatMap((to_ms, row) => {
    const count = heat.counts[time]?.[row] ?? 0;
    const factor = (heat.ms[1] ?? to_ms * 2) / (heat.ms[0] ?? to_ms);
    const from_ms = row > 0 ? (heat.ms[row - 1] ?? to_ms) : to_ms / Math.max(factor, 1.01);
    return count > 0 && to_ms > 0 ? [{ from_s, to_s: heat.t_s[time + 1] ?? from_s + step, from_ms, to_ms, count }] : [];
  }));
}

/** Logarithmic from one request to the most: a single slow request is what one looks for. */
export function heatShare(count: number, most: number): number {
  return most <= 1 ? 1 : Math.log(count) / Math.log(most);
}

function renderer(all: readonly Tile[], most: number, look: Look): Render {
  return (params, api) => {
    const tile = all[params.dataIndex];
    if (tile === undefined) {
      return group([]);
    }
    const [left = 0, top = 0] = api.coord([tile.from_s, Math.log10(tile.to_ms)]);
    const [right = 0, bottom = 0] = api.coord([tile.to_s, Math.log10(tile.from_ms)]);
    return {
      type: "rect",
      shape: { x: left, y: top, width: Math.max(right - left, 1) + 0.4, height: Math.max(bottom - top, 1) + 0.4 },
      style: { fill: rampColour(look.heat, heatShare(tile.count, most)) },
    };
  };
}

function extentOf(all: readonly Tile[]): { from: number; to: number; low: number; high: number } {
  return all.reduce(
    (extent, tile) => ({ from: Math.min(extent.from, tile.from_s), to: Math.max(extent.to, tile.to_s), low: Math.min(extent.low, tile.from_ms), high: Math.max(extent.high, tile.to_ms) }),
    { from: Infinity, to: -Infinity, low: Infinity, high: -Infinity });
}

/** The column under the pointer: its slowest and its fullest rows. */
function tipOf(all: readonly Tile[], x: number): Tip | null {
  const column = all.filter((tile) => tile.from_s <= x && x < tile.to_s).sort((a, b) => b.to_ms - a.to_ms);
  const first = column[0];
  if (first === undefined) {
    return null;
  }
  const total = column.reduce((sum, tile) => sum + tile.count, 0);
  const rows = column.slice(0, 8).map((tile) => ({ candidate: null, name: `${milliseconds(tile.from_ms)} to ${milliseconds(tile.to_ms)}`, cells: [figure(tile.count)] }));
  return {
    title: `${seconds(first.from_s)} to ${seconds(first.to_s)}, ${counted(total, "request")}`,
    columns: ["requests"],
    rows,
    notes: column.length > rows.length ? [`and ${counted(column.length - rows.length, "faster row")}`] : [],
  };
}

function summaryOf(all: readonly Tile[], candidate: string, load: string): string {
  const total = all.reduce((sum, tile) => sum + tile.count, 0);
  const { low, high } = extentOf(all);
  return `Response times of ${candidate} at ${load} over time, ${counted(total, "request")} between ${milliseconds(low)} and ${milliseconds(high)}; darker or brighter is more.`;
}

function tableOf(scenario: string, load: string, candidate: string, all: readonly Tile[]): Table {
  return {
    columns: ["scenario", "load", "candidate", "from_s", "to_s", "from_ms", "to_ms", "requests"],
    rows: all.map((tile): Cell[] => [scenario, load, candidate, tile.from_s, tile.to_s, Number(tile.from_ms.toPrecision(5)), tile.to_ms, tile.count]),
  };
}
