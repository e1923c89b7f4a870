import { cornersOf, type Dash, type Look, type MarkSymbol } from "../palette";
import { FONT } from "./panels";
import type { Series } from "./drawing";

/** What ECharts hands to the function that draws an item of a custom series, as far as it is used here. */
export interface RenderParams {
  dataIndex: number;
  coordSys: { x: number; y: number; width: number; height: number };
}

export interface RenderApi {
  coord: (point: [number, number]) => number[];
}

export type Render = (params: RenderParams, api: RenderApi) => Shape;

export interface Shape {
  type: "group" | "rect" | "line" | "text" | "polygon" | "circle";
  children?: Shape[];
  $mergeChildren?: false;
  shape?: Record<string, unknown>;
  style?: Record<string, unknown>;
  silent?: boolean;
}

export interface LineSpec {
  id: string;
  panel: number;
  data: [number, number | null][];
  colour: string;
  dash?: Dash;
  width?: number;
  opacity?: number;
  /** Each value holds until the next one's time, as what was counted over a second does. */
  stepped?: boolean;
  symbol?: MarkSymbol;
  /** Of the symbols, by place in the data; no symbols where it is left out. */
  size?: (index: number) => number;
  /** Which symbols are hollow, and the colour of what is behind them. */
  hollow?: { at: (index: number) => boolean; ground: string };
}

export function line(spec: LineSpec): Series {
  return {
    type: "line", id: spec.id, name: spec.id, xAxisIndex: spec.panel, yAxisIndex: spec.panel, data: dataOf(spec),
    lineStyle: { color: spec.colour, type: spec.dash ?? "solid", width: spec.width ?? 2, opacity: spec.opacity ?? 1 },
    itemStyle: { color: spec.colour },
    showSymbol: spec.size !== undefined,
    symbol: symbolName(spec.symbol ?? "circle"),
    symbolSize: (_value: unknown, params: { dataIndex: number }) => spec.size?.(params.dataIndex) ?? 0,
    emphasis: { disabled: true },
    step: spec.stepped === true ? "end" : false,
    connectNulls: false,
  };
}

function dataOf({ data, hollow, colour }: LineSpec): unknown[] {
  return hollow === undefined ? data : data.map((value, index) =>
    (hollow.at(index) ? { value, itemStyle: { color: hollow.ground, borderColor: colour, borderWidth: 1.8 } } : value));
}

/** A line across a panel, or a shaded part of it, with words at its upper end. */
export type Mark =
  | { kind: "band"; from: number; to: number; colour: string; label?: string }
  | { kind: "vertical"; at: number; colour: string; dash: Dash; label?: string }
  | { kind: "horizontal"; at: number; colour: string; dash: Dash; label?: string };

/** Draws marks behind the lines of a panel. Words that would stand on each other take the next line down. */
export function marksSeries(id: string, panel: number, marks: readonly Mark[], look: Look): Series {
  const verticals = marks.filter((mark) => mark.kind !== "horizontal" && mark.label !== undefined);
  const render: Render = (params, api) => {
    const mark = marks[params.dataIndex];
    return mark === undefined ? group([]) : markShape(mark, params, api, look, Math.max(verticals.indexOf(mark), 0));
  };
  return custom(id, panel, marks.length, render, { z: 1, silent: true });
}

function markShape(mark: Mark, params: RenderParams, api: RenderApi, look: Look, row: number): Shape {
  const { x: left, y: top, width, height } = params.coordSys;
  if (mark.kind === "horizontal") {
    const y = api.coord([0, mark.at])[1] ?? 0;
    const above = y > top + 18;
    return group([
      stroke(left, y, left + width, y, mark.colour, 1.5, mark.dash),
      ...label(mark.label, left + 4, above ? y - 4 : y + 4, look, "left", above ? "bottom" : "top"),
    ]);
  }
  if (mark.kind === "vertical") {
    const x = api.coord([mark.at, 0])[0] ?? 0;
    const right = x > left + width * 0.7;
    return group([
      stroke(x, top, x, top + height, mark.colour, 1.5, mark.dash),
      ...label(mark.label, right ? x - 4 : x + 4, top + 3 + (row % 4) * 14, look, right ? "right" : "left", "top"),
    ]);
  }
  const from = Math.max(api.coord([mark.from, 0])[0] ?? 0, left);
  const to = Math.min(api.coord([mark.to, 0])[0] ?? 0, left + width);
  if (to <= from) {
    return group([]);
  }
  return group([
    { type: "rect", shape: { x: from, y: top, width: to - from, height }, style: { fill: mark.colour } },
    ...(to - from > 6 * (mark.label?.length ?? 0) ? label(mark.label, (from + to) / 2, top + 3, look, "center", "top") : []),
  ]);
}

function label(words: string | undefined, x: number, y: number, look: Look, align: string, verticalAlign: string): Shape[] {
  return words === undefined ? [] : [text(words, x, y, look, { align, verticalAlign, fill: look.faint, fontSize: 11 })];
}

export interface BandSpec {
  x: number;
  low: number | null;
  high: number | null;
}

/** Shades what lies between the lower and upper ends of intervals. */
export function bandSeries(id: string, panel: number, items: readonly BandSpec[], colour: string): Series {
  const known = items.filter((item): item is { x: number; low: number; high: number } => item.low !== null && item.high !== null);
  const render: Render = (_params, api) => ({
    type: "polygon",
    shape: { points: [...known.map((item) => api.coord([item.x, item.high])), ...known.map((item) => api.coord([item.x, item.low])).reverse()] },
    style: { fill: colour, opacity: 0.18 },
  });
  return custom(id, panel, known.length > 1 ? 1 : 0, render, { z: 1, silent: true });
}

export interface BarSpec extends BandSpec {
  value: number | null;
  colour: string;
}

/** Draws each interval as a bar with caps and its value as a thick stroke across it. */
export function intervalSeries(id: string, panel: number, items: readonly BarSpec[]): Series {
  const render: Render = (params, api) => {
    const item = items[params.dataIndex];
    if (item === undefined || item.value === null) {
      return group([]);
    }
    const [x = 0, y = 0] = api.coord([item.x, item.value]);
    const across = stroke(x - 7, y, x + 7, y, item.colour, 3);
    if (item.low === null || item.high === null) {
      return group([across]);
    }
    const low = api.coord([item.x, item.low])[1] ?? 0;
    const high = api.coord([item.x, item.high])[1] ?? 0;
    return group([
      stroke(x, low, x, high, item.colour, 1.5),
      stroke(x - 4, low, x + 4, low, item.colour, 1.5),
      stroke(x - 4, high, x + 4, high, item.colour, 1.5),
      across,
    ]);
  };
  return custom(id, panel, items.length, render, { z: 4, silent: true });
}

/**
 * A series of items that are drawn by a function. Its data are only the places of the items: all axes here have fixed ends,
 * so that nothing is derived from them.
 */
export function custom(id: string, panel: number, count: number, render: Render, more: Series = {}): Series {
  return {
    type: "custom", id, name: id, xAxisIndex: panel, yAxisIndex: panel, clip: true, renderItem: render,
    data: Array.from({ length: count }, (_, index) => [index, 0]), ...more,
  };
}

/** Shapes together. Not merged with those drawn before: a group that has become empty would keep its old ones otherwise. */
export function group(children: Shape[]): Shape {
  return { type: "group", children, $mergeChildren: false };
}

export function stroke(x1: number, y1: number, x2: number, y2: number, colour: string, width: number, dash: Dash = "solid"): Shape {
  return { type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: width, lineDash: dash, fill: "none" } };
}

/** Words with a halo in the colour of the ground, readable over lines. */
export function text(words: string, x: number, y: number, look: Look, style: Record<string, unknown> = {}): Shape {
  const { fontSize = 12, fontWeight = 400, ...rest } = style;
  return {
    type: "text",
    style: { text: words, x, y, fill: look.ink, stroke: look.ground, lineWidth: 3, font: `${String(fontWeight)} ${String(fontSize)}px ${FONT}`, verticalAlign: "middle", ...rest },
  };
}

/** A small symbol of a candidate, filled where its result is decided. */
export function symbolShape(symbol: MarkSymbol, x: number, y: number, radius: number, fill: string, outline: string): Shape {
  const style = { fill, stroke: outline, lineWidth: 2 };
  const points = cornersOf(symbol, x, y, radius);
  return points === null ? { type: "circle", shape: { cx: x, cy: y, r: radius }, style } : { type: "polygon", shape: { points }, style };
}

/** The symbol in the words of ECharts. */
function symbolName(symbol: MarkSymbol): string {
  const points = cornersOf(symbol, 0, 0, 1);
  return points === null ? "circle" : `path://M${points.map(([x, y]) => `${x},${y}`).join("L")}Z`;
}
