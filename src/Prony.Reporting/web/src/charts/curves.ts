import type { Curve, Interval } from "../data";
import { bytes, cores, figure, milliseconds, orDash, perSecond } from "../numbers";
import type { Look } from "../palette";
import type { Cell, Table } from "../table";
import { linearTicks } from "../ticks";
import { chosen, ends, nearest, type ChartKind, type Choices, type Drawing, type Key, type Select, type Series, type Subject, type Tip } from "./drawing";
import { fromZero, millisecondAxis, NARROW, scaleOf, scaleSelect, stack, type Panel } from "./panels";
import { bandSeries, line, marksSeries, type Mark } from "./shapes";

/** How a candidate answers to more load: throughput with intervals and the fitted law, failures, response, CPU. */
export const curves: ChartKind = { selects, draw, renderer: "svg" };

const LOAD_NAMES = { users: "virtual users", rate: "offered rate, requests per second", other: "load" };

function selects({ scenario }: Subject): Select[] {
  return [scaleSelect(scenario.curves.flatMap((curve) => [...curve.p50_ms, ...curve.p99_ms]))];
}

function draw(subject: Subject, choices: Choices, look: Look): Drawing | null {
  const all = subject.scenario.curves;
  if (all.length === 0) {
    return null;
  }
  const visible = all.filter((curve) => !choices.hidden.has(curve.candidate)).map(sorted);
  const scale = scaleOf(chosen(selects(subject), "scale", choices));
  const max = 1.04 * (ends(visible.flatMap((curve) => [...curve.loads, ...(curve.usl?.loads ?? []), curve.capacity?.high]))?.[1] ?? 1);
  const stacked = stack(panelsOf(visible, scale, look), {
    min: 0,
    max,
    name: LOAD_NAMES[subject.scenario.load_kind],
    ticks: (low, high) => linearTicks(low, high, look.width < NARROW ? 4 : 8),
    write: (value) => figure(value),
  }, look);
  return {
    ...stacked,
    summary: summaryOf(visible, LOAD_NAMES[subject.scenario.load_kind]),
    table: tableOf(subject.scenario.name, visible),
    legend: all.map((curve) => curve.candidate),
    keys: keysOf(visible, look),
    tip: ({ x }) => tipOf(visible, x),
    span: [0, max],
  };
}

/** By load: a search for a capacity visits loads in its own order, and a line through them would go back and forth. */
export function sorted(curve: Curve): Curve {
  const order = curve.loads.map((_, index) => index).sort((a, b) => (curve.loads[a] ?? 0) - (curve.loads[b] ?? 0));
  const pick = <T>(values: readonly T[]): T[] => order.flatMap((index) => values.slice(index, index + 1));
  return {
    ...curve, loads: pick(curve.loads), throughput: pick(curve.throughput), failures_per_s: pick(curve.failures_per_s), p50_ms: pick(curve.p50_ms),
    p99_ms: pick(curve.p99_ms), cpu_cores: pick(curve.cpu_cores), memory_bytes: pick(curve.memory_bytes),
  };
}

function panelsOf(visible: readonly Curve[], scale: "linear" | "log", look: Look): Panel[] {
  const highs = visible.flatMap((curve) => [...curve.throughput.flatMap(allOf), ...(curve.usl?.throughput ?? [])]);
  const failures = visible.flatMap((curve) => curve.failures_per_s.flatMap(allOf));
  const times = millisecondAxis(visible.flatMap((curve) => [...curve.p50_ms, ...curve.p99_ms]), scale, 4);
  const cpu = visible.flatMap((curve) => curve.cpu_cores);
  const panels: Panel[] = [{
    title: "Successes per second",
    height: 240,
    axis: fromZero(highs, figure, 4),
    series: (panel) => [
      marksSeries("marks", panel, marksOf(visible, look), look),
      ...visible.flatMap((curve) => throughputSeries(curve, panel, look)),
    ],
  }];
  if (failures.some((value) => value !== null && value > 0)) {
    panels.push({
      title: "Failures per second", height: 90, axis: fromZero(failures, figure, 2),
      series: (panel) => visible.flatMap((curve) => intervalLine(curve, curve.failures_per_s, `${curve.candidate} failures`, panel, look)),
    });
  }
  panels.push({
    title: "Response time", height: 160, axis: times.axis,
    series: (panel) => visible.flatMap((curve) => [
      plain(curve, curve.p99_ms.map(times.to), `${curve.candidate} p99`, panel, look, true),
      plain(curve, curve.p50_ms.map(times.to), `${curve.candidate} p50`, panel, look, false),
    ]),
  });
  if (cpu.some((value) => value !== null)) {
    panels.push({
      title: "CPU, cores", height: 100, axis: fromZero(cpu, figure, 2),
      series: (panel) => visible.map((curve) => plain(curve, curve.cpu_cores, `${curve.candidate} CPU`, panel, look, false)),
    });
  }
  const memory = visible.map((curve) => curve.memory_bytes.map((value) => (value === null ? null : value / 2 ** 20)));
  if (memory.flat().some((value) => value !== null)) {
    panels.push({
      title: "Memory", height: 100, axis: fromZero(memory.flat(), (value) => bytes(value * 2 ** 20), 2),
      series: (panel) => visible.map((curve, index) => plain(curve, memory[index] ?? [], `${curve.candidate} memory`, panel, look, false)),
    });
  }
  return panels;
}

function throughputSeries(curve: Curve, panel: number, look: Look): Series[] {
  const { colour } = look.paint(curve.candidate);
  const fit = curve.usl === null ? [] : [line({
    id: `${curve.candidate} USL`, panel, colour, dash: [4, 4], width: 1.5,
    data: curve.usl.loads.map((load, index): [number, number | null] => [load, curve.usl?.throughput[index] ?? null]),
  })];
  return [...fit, ...intervalLine(curve, curve.throughput, `${curve.candidate} throughput`, panel, look)];
}

function intervalLine(curve: Curve, intervals: readonly Interval[], id: string, panel: number, look: Look): Series[] {
  const band = intervals.map(({ low, high }, index) => ({ x: curve.loads[index] ?? 0, low, high }));
  return [
    bandSeries(`${id} interval`, panel, band, look.paint(curve.candidate).colour),
    plain(curve, intervals.map(({ value }) => value), id, panel, look, false),
  ];
}

function plain(curve: Curve, values: readonly (number | null)[], id: string, panel: number, look: Look, dashed: boolean): Series {
  const { colour, symbol } = look.paint(curve.candidate);
  const data = curve.loads.map((load, index): [number, number | null] => [load, values[index] ?? null]);
  return line({ id, panel, data, colour, symbol, size: () => (dashed ? 5 : 8), ...(dashed ? { dash: [6, 3], width: 1.5 } : {}) });
}

/** Where the curve bends, where it is highest, and between which loads the capacity lies. */
function marksOf(visible: readonly Curve[], look: Look): Mark[] {
  return [
    ...visible.flatMap((curve) => capacityMarks(curve, look.paint(curve.candidate).colour)),
    ...(["knee", "peak"] as const).flatMap((kind) => loadsOf(visible, kind).map(({ at, names }): Mark => ({
      kind: "vertical", at, dash: "dotted",
      colour: names.length === 1 ? look.paint(names.join()).colour : look.faint,
      label: `${kind} ${names.length > 2 ? `of ${names.length} candidates` : names.join(", ")}`,
    }))),
  ];
}

/** The loads of knees or peaks with all candidates that have theirs there: words of each would stand on each other. */
function loadsOf(visible: readonly Curve[], kind: "knee" | "peak"): { at: number; names: string[] }[] {
  return [...new Set(visible.flatMap((curve) => curve[kind] ?? []))].map((at) => ({ at, names: visible.filter((curve) => curve[kind] === at).map((curve) => curve.candidate) }));
}

function capacityMarks({ candidate, capacity }: Curve, colour: string): Mark[] {
  if (capacity === null) {
    return [];
  }
  const words = `capacity ${candidate}`;
  return capacity.high === null
    ? [{ kind: "vertical", at: capacity.low, colour, dash: "solid", label: `${words} at least` }]
    : [{ kind: "band", from: capacity.low, to: capacity.high, colour: `${colour}33` }, { kind: "vertical", at: capacity.low, colour, dash: "solid", label: words }];
}

function keysOf(visible: readonly Curve[], look: Look): Key[] {
  return [
    { label: "interval over the rounds", fill: look.band },
    ...(visible.some((curve) => curve.usl !== null) ? [{ label: "fitted law (USL)", dash: [4, 4] }] : []),
    { label: "response p50", dash: "solid" },
    { label: "response p99", dash: [6, 3] },
  ];
}

function tipOf(visible: readonly Curve[], x: number): Tip | null {
  const loads = [...new Set(visible.flatMap((curve) => curve.loads))].sort((a, b) => a - b);
  const load = loads[nearest(loads, x)];
  if (load === undefined) {
    return null;
  }
  const rows = visible.flatMap((curve) => {
    const index = curve.loads.indexOf(load);
    return index < 0 ? [] : [{
      candidate: curve.candidate, name: curve.candidate,
      cells: [
        intervalWords(curve.throughput[index]), orDash(curve.failures_per_s[index]?.value, perSecond), orDash(curve.p50_ms[index], milliseconds),
        orDash(curve.p99_ms[index], milliseconds), orDash(curve.cpu_cores[index], cores), orDash(curve.memory_bytes[index], bytes),
      ],
    }];
  });
  return { title: `load ${figure(load)}`, columns: ["ok", "failed", "p50", "p99", "CPU", "memory"], rows, notes: notesOf(visible, load) };
}

/** Who has a knee or a peak here, and the fitted laws while they are few enough to be read beside a pointer. */
function notesOf(visible: readonly Curve[], load: number): string[] {
  const laws = visible.flatMap((curve) => (curve.usl === null ? [] : [`${curve.candidate}: ${curve.usl.sentence}`]));
  return [
    ...(["knee", "peak"] as const).flatMap((kind) => loadsOf(visible, kind).filter(({ at }) => at === load).map(({ names }) => `${kind} of ${names.join(", ")}`)),
    ...(laws.length <= 3 ? laws : []),
  ];
}

function intervalWords(interval: Interval | undefined): string {
  if (interval === undefined || interval.value === null) {
    return "–";
  }
  const { value, low, high } = interval;
  return low === null || high === null ? perSecond(value) : `${perSecond(value)} (${figure(low)} to ${figure(high)})`;
}

function summaryOf(visible: readonly Curve[], load: string): string {
  const words = visible.map((curve) => {
    const best = curve.throughput.reduce((most, { value }, index) => (value !== null && value > (curve.throughput[most]?.value ?? -1) ? index : most), 0);
    return `${curve.candidate} highest at ${figure(curve.loads[best] ?? 0)} with ${orDash(curve.throughput[best]?.value, perSecond)}`;
  });
  return `Throughput, failures, response time, CPU and memory over ${load}: ${words.join("; ")}.`;
}

function tableOf(scenario: string, visible: readonly Curve[]): Table {
  const rows = visible.flatMap((curve): Cell[][] => {
    const row = (index: number, series: string, value: number | null, interval?: Interval): Cell[] =>
      [scenario, curve.candidate, curve.loads[index] ?? null, series, value, interval?.low ?? null, interval?.high ?? null];
    return [
      ...curve.throughput.map((interval, index) => row(index, "throughput_per_s", interval.value, interval)),
      ...curve.failures_per_s.map((interval, index) => row(index, "failures_per_s", interval.value, interval)),
      ...curve.p50_ms.map((value, index) => row(index, "p50_ms", value)),
      ...curve.p99_ms.map((value, index) => row(index, "p99_ms", value)),
      ...curve.cpu_cores.map((value, index) => row(index, "cpu_cores", value)),
      ...curve.memory_bytes.map((value, index) => row(index, "memory_bytes", value)),
      ...(curve.usl?.throughput ?? []).map((value, index): Cell[] => [scenario, curve.candidate, curve.usl?.loads[index] ?? null, "usl_throughput_per_s", value, null, null]),
    ];
  });
  return { columns: ["scenario", "candidate", "load", "series", "value", "low", "high"], rows };
}

function allOf({ value, low, high }: Interval): (number | null)[] {
  return [value, low, high];
}
