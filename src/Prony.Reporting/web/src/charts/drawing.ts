import type { EChartsCoreOption } from "echarts/core";
import type { Report, Scenario } from "../data";
import type { Dash, Look, MarkSymbol } from "../palette";
import type { Table } from "../table";

/** What a chart is about. */
export interface Subject {
  report: Report;
  scenario: Scenario;
}

export type ChoiceKey = "point" | "candidate" | "round" | "metric" | "scale";

/** What the reader has chosen; a choice that is not made, or no longer offered, is the first offered. */
export interface Choices {
  values: Partial<Record<ChoiceKey, string>>;
  /** Candidates that are not drawn. */
  hidden: ReadonlySet<string>;
}

/** One list to choose from; not shown where it has one entry. */
export interface Select {
  key: ChoiceKey;
  label: string;
  options: { value: string; label: string }[];
  initial: string;
}

/** A kind of chart: pure functions from numbers to something to draw. */
export interface ChartKind {
  selects: (subject: Subject, choices: Choices) => Select[];
  /** Null where nothing was measured that could be drawn. */
  draw: (subject: Subject, choices: Choices, look: Look) => Drawing | null;
  /** Many small rectangles are for a canvas; all else stays sharp and searchable as SVG. */
  renderer: "svg" | "canvas";
  /** How many candidates are drawn before the reader asks for more; all where it is left out. */
  shown?: number;
}

export type ChartOption = EChartsCoreOption;
export type Series = Record<string, unknown>;

/** Everything that the page shows of one chart. */
export interface Drawing {
  option: ChartOption;
  /** Pixels. */
  height: number;
  /** What is to be seen, in words. */
  summary: string;
  /** Exactly the numbers drawn. */
  table: Table;
  /** Candidates that can be shown and hidden. */
  legend: string[];
  /** What line styles mean. */
  keys: Key[];
  /** Colours of a scale from few to many. */
  ramp?: { low: string; high: string; colours: string[] };
  /** What to say at a place that is pointed at. */
  tip: (hover: Hover) => Tip | null;
  /** Ends of the horizontal axis, and its marks when a part of it is zoomed in. */
  span: [number, number];
  retick: (low: number, high: number) => ChartOption;
}

export interface Key {
  label: string;
  dash?: Dash;
  symbol?: MarkSymbol;
  hollow?: boolean;
  /** A symbol as small as those of single rounds. */
  small?: boolean;
  fill?: string;
}

/** A place that is pointed at: a value of the horizontal axis, or the item of a series. */
export interface Hover {
  x: number;
  index: number;
}

export interface Tip {
  title: string;
  columns: string[];
  rows: { candidate: string | null; name: string; cells: string[] }[];
  notes: string[];
}

/** The value chosen, or the initial one. */
export function chosen(selects: readonly Select[], key: ChoiceKey, choices: Choices): string {
  const select = selects.find((candidate) => candidate.key === key);
  if (select === undefined) {
    return "";
  }
  const value = choices.values[key];
  return value !== undefined && select.options.some((option) => option.value === value) ? value : select.initial;
}

/** A choice between the load points of a scenario. */
export function pointSelect(scenario: Scenario): Select {
  return {
    key: "point",
    label: "Load",
    options: scenario.points.map((point, index) => ({ value: String(index), label: point.label })),
    initial: "0",
  };
}

/** The ends of a list of numbers, without those that are not known. Null where none is. */
export function ends(values: Iterable<number | null | undefined>): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value !== null && value !== undefined && Number.isFinite(value)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : null;
}

/** The place in an ascending list that is nearest to a value; −1 in an empty one. */
export function nearest(values: readonly number[], value: number): number {
  let best = -1;
  let distance = Infinity;
  values.forEach((candidate, index) => {
    if (Math.abs(candidate - value) < distance) {
      best = index;
      distance = Math.abs(candidate - value);
    }
  });
  return best;
}
