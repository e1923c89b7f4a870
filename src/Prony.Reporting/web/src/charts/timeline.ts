import type { PointCandidate, Service, Trial } from "../data";
import { bytes, cores, figure, milliseconds, orDash, perSecond, seconds } from "../numbers";
import { DASHES, type Dash, type Look } from "../palette";
import type { Cell, Table } from "../table";
import { linearTicks } from "../ticks";
import { chosen, ends, nearest, pointSelect, type ChartKind, type Choices, type Drawing, type Key, type Select, type Series, type Subject, type Tip } from "./drawing";
import { fromZero, millisecondAxis, NARROW, scaleOf, scaleSelect, stack, type Panel } from "./panels";
import { line, marksSeries, type Mark } from "./shapes";

/** A trial that is drawn, with its candidate. */
interface Shown {
  name: string;
  trial: Trial;
}

/** What happened during a trial: all panels on one time axis, so that causes and effects stand under each other. */
export const timeline: ChartKind = { selects, draw, renderer: "svg", shown: 4 };

function selects({ scenario }: Subject, choices: Choices): Select[] {
  const point = pointSelect(scenario);
  const candidates = scenario.points[Number(chosen([point], "point", choices))]?.candidates ?? [];
  const rounds = [...new Set(candidates.flatMap((candidate) => candidate.trials.map((trial) => trial.round)))].sort((a, b) => a - b);
  const round: Select = { key: "round", label: "Round", options: rounds.map((value) => ({ value: String(value), label: String(value) })), initial: String(rounds[0] ?? "") };
  const times = candidates.flatMap((candidate) => candidate.trials.flatMap((trial) => [...trial.p50_ms, ...trial.p99_ms]));
  return [point, round, scaleSelect(times)];
}

function draw(subject: Subject, choices: Choices, look: Look): Drawing | null {
  const offered = selects(subject, choices);
  const point = subject.scenario.points[Number(chosen(offered, "point", choices))];
  const round = Number(chosen(offered, "round", choices));
  const all = point?.candidates.filter((candidate) => candidate.trials.length > 0) ?? [];
  if (point === undefined || all.length === 0) {
    return null;
  }
  const shown = all.filter((candidate) => !choices.hidden.has(candidate.name)).flatMap((candidate) => trialOf(candidate, round));
  const [from, to] = ends(shown.flatMap(({ trial }) => [...trial.t_s, trial.phases.at(-1)?.to_s, ...trial.services.flatMap((service) => service.t_s)])) ?? [0, 1];
  const services = serviceNames(shown);
  const panels = panelsOf(shown, services, scaleOf(chosen(offered, "scale", choices)), look);
  const narrow = look.width < NARROW;
  const stacked = stack(panels, {
    min: from,
    max: to > from ? to : from + 1,
    name: "seconds from the start of the window",
    ticks: (low, high) => linearTicks(low, high, narrow ? 5 : 10),
    write: (value) => figure(value),
  }, look);
  return {
    ...stacked,
    summary: summaryOf(shown, point.label, round),
    table: tableOf(subject.scenario.name, point.label, shown),
    legend: all.map((candidate) => candidate.name),
    keys: keysOf(shown, services, look),
    tip: ({ x }) => tipOf(shown, x, to - from),
    span: [from, to > from ? to : from + 1],
  };
}

function trialOf(candidate: PointCandidate, round: number): Shown[] {
  const trial = candidate.trials.find((entry) => entry.round === round);
  return trial === undefined ? [] : [{ name: candidate.name, trial }];
}

/** A candidate's own services first: their dashes are the plainest. */
function serviceNames(shown: readonly Shown[]): string[] {
  const services = shown.flatMap(({ trial }) => trial.services);
  return [...new Set([...services.filter((service) => !service.shared), ...services.filter((service) => service.shared)].map((service) => service.name))];
}

function panelsOf(shown: readonly Shown[], services: readonly string[], scale: "linear" | "log", look: Look): Panel[] {
  const trials = shown.map(({ trial }) => trial);
  const failed = trials.flatMap((trial) => trial.failed);
  const times = millisecondAxis(trials.flatMap((trial) => [...trial.p50_ms, ...trial.p99_ms]), scale, 3);
  const panels = [
    panelOf("Successes per second", 140, fromZero(trials.flatMap((trial) => trial.throughput), figure, 3), shown, look, (entry, panel, colour) =>
      [line({ id: `${entry.name} throughput`, panel, colour, stepped: true, data: held(entry.trial, entry.trial.t_s, entry.trial.throughput) })]),
    panelOf("Failures per second", 64, fromZero(failed, figure, 2), shown, look, (entry, panel, colour) =>
      [line({ id: `${entry.name} failed`, panel, colour, dash: [6, 3], stepped: true, data: held(entry.trial, entry.trial.t_s, entry.trial.failed) })]),
    panelOf("Response time", 150, times.axis, shown, look, (entry, panel, colour) => [
      line({ id: `${entry.name} p99`, panel, colour, dash: [6, 3], width: 1.5, stepped: true, data: held(entry.trial, entry.trial.t_s, entry.trial.p99_ms.map(times.to)) }),
      line({ id: `${entry.name} p50`, panel, colour, stepped: true, data: held(entry.trial, entry.trial.t_s, entry.trial.p50_ms.map(times.to)) }),
    ]),
    panelOf("Requests in flight", 80, fromZero(trials.flatMap((trial) => trial.in_flight), figure, 2), shown, look, (entry, panel, colour) =>
      [line({ id: `${entry.name} in flight`, panel, colour, width: 1.5, stepped: true, data: held(entry.trial, entry.trial.t_s, entry.trial.in_flight) })]),
    panelOf("CPU of each service, cores", 120, fromZero(numbersOf(trials, "cpu_cores"), figure, 3), shown, look, serviceLines("cpu_cores", services)),
    panelOf("Memory of each service", 110, fromZero(numbersOf(trials, "memory_bytes").map(toMebibytes), (value) => bytes(value * 2 ** 20), 3), shown, look, serviceLines("memory_bytes", services)),
  ];
  return failed.some((value) => value > 0) ? panels : panels.filter((panel) => panel.title !== "Failures per second");
}

type Lines = (entry: Shown, panel: number, colour: string) => Series[];

function panelOf(title: string, height: number, axis: Panel["axis"], shown: readonly Shown[], look: Look, lines: Lines): Panel {
  return {
    title, height, axis,
    series: (panel) => [
      marksSeries(`marks ${panel}`, panel, marksOf(shown, panel === 0, look), look),
      ...shown.flatMap((entry) => lines(entry, panel, look.paint(entry.name).colour)),
    ],
  };
}

function serviceLines(quantity: "cpu_cores" | "memory_bytes", names: readonly string[]): Lines {
  const scaled = quantity === "memory_bytes" ? toMebibytes : (value: number) => value;
  return ({ name, trial }, panel, colour) => trial.services.map((service) => line({
    id: `${name} ${service.name} ${quantity}`, panel, colour, dash: dashOf(names, service.name), width: service.shared ? 1.2 : 1.8, stepped: true,
    data: held(trial, service.t_s, service[quantity].map(scaled)),
  }));
}

function dashOf(names: readonly string[], name: string): Dash {
  return DASHES[Math.max(names.indexOf(name), 0) % DASHES.length] ?? "solid";
}

/** Phases of the first trial shown: those of the others begin and end within its neighbourhood, and shades over shades say nothing. */
function marksOf(shown: readonly Shown[], labelled: boolean, look: Look): Mark[] {
  const phases = shown[0]?.trial.phases ?? [];
  return [
    ...phases.filter((phase) => phase.name !== "window").map((phase): Mark =>
      ({ kind: "band", from: phase.from_s, to: phase.to_s, colour: look.phase, ...(labelled ? { label: phase.name } : {}) })),
    ...shown.flatMap(({ name, trial }) => trial.events.map((event): Mark =>
      ({ kind: "vertical", at: event.t_s, colour: look.paint(name).colour, dash: "dotted", ...(labelled ? { label: "▾" } : {}) }))),
  ];
}

function tipOf(shown: readonly Shown[], x: number, span: number): Tip | null {
  const rows = shown.flatMap(({ name, trial }) => {
    const index = nearest(trial.t_s, x);
    if (index < 0) {
      return [];
    }
    const own = trial.services.filter((service) => !service.shared);
    const cells = [
      orDash(trial.throughput[index], perSecond), orDash(trial.failed[index], perSecond),
      orDash(trial.p50_ms[index], milliseconds), orDash(trial.p99_ms[index], milliseconds),
      orDash(sumAt(own, "cpu_cores", x), cores), orDash(sumAt(own, "memory_bytes", x), bytes),
    ];
    return [{ candidate: name, name, cells }];
  });
  const phase = shown[0]?.trial.phases.find(({ from_s, to_s }) => from_s <= x && x < to_s)?.name;
  const notes = shown.flatMap(({ name, trial }) =>
    trial.events.filter((event) => Math.abs(event.t_s - x) <= Math.max(0.5, span / 100)).map((event) => `${seconds(event.t_s)} ${name}${event.service === null ? "" : ` ${event.service}`}: ${event.text}`));
  return rows.length === 0 ? null : { title: `${seconds(x)}${phase === undefined ? "" : `, ${phase}`}`, columns: ["ok", "failed", "p50", "p99", "CPU", "memory"], rows, notes };
}

function sumAt(services: readonly Service[], quantity: "cpu_cores" | "memory_bytes", x: number): number | null {
  const values = services.flatMap((service) => service[quantity][nearest(service.t_s, x)] ?? []);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

function keysOf(shown: readonly Shown[], services: readonly string[], look: Look): Key[] {
  return [
    { label: "response p50", dash: "solid" },
    { label: "response p99", dash: [6, 3] },
    ...(services.length > 1 ? services.map((name): Key => ({ label: `CPU and memory of ${name}`, dash: dashOf(services, name) })) : []),
    { label: "outside the window", fill: look.phase },
    ...(shown.some(({ trial }) => trial.events.length > 0) ? [{ label: "event", dash: "dotted" as const }] : []),
  ];
}

function summaryOf(shown: readonly Shown[], load: string, round: number): string {
  const words = shown.map(({ name, trial }) => {
    const span = ends(trial.throughput.filter((_, index) => (trial.t_s[index] ?? -1) >= 0));
    const failures = trial.failed.some((value) => value > 0) ? "with failures" : "without failures";
    return `${name} ${span === null ? "nothing" : `${figure(span[0])} to ${figure(span[1])}`} successes per second, ${failures}`;
  });
  return `Round ${round} at ${load} over time: throughput, response time, requests in flight, CPU and memory. ${words.join("; ")}.`;
}

function tableOf(scenario: string, load: string, shown: readonly Shown[]): Table {
  const rows = shown.flatMap(({ name, trial }): Cell[][] => {
    const head = [scenario, load, name, trial.round];
    const observed = (series: string, values: readonly (number | null)[]) => values.map((value, index): Cell[] => [...head, series, null, trial.t_s[index] ?? null, value]);
    return [
      ...observed("throughput_per_s", trial.throughput), ...observed("failed_per_s", trial.failed),
      ...observed("p50_ms", trial.p50_ms), ...observed("p99_ms", trial.p99_ms), ...observed("in_flight", trial.in_flight),
      ...trial.services.flatMap((service) => (["cpu_cores", "memory_bytes"] as const).flatMap((quantity) =>
        service[quantity].map((value, index): Cell[] => [...head, quantity, service.name, service.t_s[index] ?? null, value]))),
      ...trial.events.map((event): Cell[] => [...head, `event: ${event.text}`, event.service, event.t_s, null]),
    ];
  });
  return { columns: ["scenario", "load", "candidate", "round", "series", "service", "t_s", "value"], rows };
}

function numbersOf(trials: readonly Trial[], quantity: "cpu_cores" | "memory_bytes"): number[] {
  return trials.flatMap((trial) => trial.services.flatMap((service) => service[quantity]));
}

/** Values of seconds, each of which lasts until the next; the last until the end of its phase. */
function held(trial: Trial, times: readonly number[], values: readonly (number | null)[]): [number, number | null][] {
  const points = times.map((time, index): [number, number | null] => [time, values[index] ?? null]);
  const end = trial.phases.at(-1)?.to_s;
  return end === undefined || points.length === 0 ? points : [...points, [Math.max(end, times.at(-1) ?? end), values.at(-1) ?? null]];
}

function toMebibytes(value: number): number {
  return value / 2 ** 20;
}
