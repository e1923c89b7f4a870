import type { Look } from "../palette";
import { axisEnd, linearTicks, logTicks } from "../ticks";
import { milliseconds } from "../numbers";
import { ends, type ChartOption, type Select, type Series } from "./drawing";

export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
export const NARROW = 560;

const TITLE_HEIGHT = 28;
const FOOT_HEIGHT = 44;
const GAP = 10;

/** A vertical axis: its ends, its marks and how their values are written. */
export interface Axis {
  min: number;
  max: number;
  ticks: number[];
  write: (value: number) => string;
}

/** The horizontal axis that all panels of a chart share. */
export interface SharedAxis {
  min: number;
  max: number;
  name: string;
  ticks: (low: number, high: number) => number[];
  write: (value: number) => string;
}

/** One of the panels that stand under each other. Its series name the panel by its place (`xAxisIndex`, `yAxisIndex`). */
export interface Panel {
  title: string;
  height: number;
  axis: Axis;
  series: (panel: number) => Series[];
}

/** Panels under each other on one horizontal axis, with one pointer and one zoom for all. */
export function stack(panels: readonly Panel[], shared: SharedAxis, look: Look): { option: ChartOption; height: number; retick: (low: number, high: number) => ChartOption } {
  const left = look.width < NARROW ? 56 : 68;
  let top = 0;
  const places = panels.map((panel) => {
    const place = { top: top + TITLE_HEIGHT, height: panel.height };
    top += TITLE_HEIGHT + panel.height + GAP;
    return place;
  });
  const marks = shared.ticks(shared.min, shared.max);
  const option: ChartOption = {
    ...page(look),
    title: panels.map((panel, index) => ({
      text: panel.title, left: 0, top: (places[index]?.top ?? 0) - TITLE_HEIGHT + 6, padding: 0,
      textStyle: { color: look.ink, fontSize: 13, fontWeight: 600, fontFamily: FONT },
    })),
    grid: places.map((place) => ({ ...place, left, right: 18, outerBoundsMode: "none" })),
    xAxis: panels.map((_, index) => horizontal(shared, marks, index, index === panels.length - 1, look)),
    yAxis: panels.map((panel, index) => vertical(panel.axis, index, look)),
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    tooltip: { trigger: "axis", axisPointer: { type: "line", lineStyle: { color: look.faint, type: "solid", width: 1 } } },
    dataZoom: [zoom(panels.map((_, index) => index))],
    series: panels.flatMap((panel, index) => panel.series(index)),
  };
  return {
    option,
    height: top - GAP + FOOT_HEIGHT,
    retick: (low, high) => ({ xAxis: panels.map(() => tickOption(shared.ticks(low, high))) }),
  };
}

/** What all charts have in common. Nothing moves by itself: a chart is there at once, also for those who asked for less motion. */
export function page(look: Look): ChartOption {
  return { animation: false, backgroundColor: "transparent", textStyle: { fontFamily: FONT, color: look.ink } };
}

/** Zoom by pinching or by the wheel with Ctrl held, so that the page still scrolls. */
export function zoom(axes: number[]): Series {
  return {
    type: "inside", xAxisIndex: axes, filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false,
    moveOnMouseMove: true, preventDefaultMouseMove: false, minSpan: 0.5,
  };
}

export function tickOption(ticks: readonly number[]): Series {
  return { axisLabel: { customValues: [...ticks] }, axisTick: { customValues: [...ticks] } };
}

/** A horizontal axis under the given panel; only the last one is labelled. */
export function horizontal(shared: SharedAxis, ticks: readonly number[], panel: number, labelled: boolean, look: Look): Series {
  return {
    type: "value", gridIndex: panel, min: shared.min, max: shared.max,
    name: labelled ? shared.name : "", nameLocation: "middle", nameGap: 28, nameTextStyle: { color: look.faint, fontSize: 12 },
    axisLabel: { show: labelled, color: look.faint, fontSize: 12, hideOverlap: true, formatter: (value: number) => shared.write(value), customValues: [...ticks] },
    axisTick: { show: labelled, customValues: [...ticks], lineStyle: { color: look.faint } },
    axisLine: { show: true, onZero: false, lineStyle: { color: look.faint } },
    splitLine: { show: true, lineStyle: { color: look.grid, width: 1, type: "dotted" } },
  };
}

function vertical(axis: Axis, panel: number, look: Look): Series {
  return {
    type: "value", gridIndex: panel, min: axis.min, max: axis.max,
    axisLabel: { color: look.faint, fontSize: 12, hideOverlap: true, formatter: (value: number) => axis.write(value), customValues: axis.ticks },
    axisTick: { show: false, customValues: axis.ticks },
    axisLine: { show: false },
    axisPointer: { show: false },
    splitLine: { show: true, lineStyle: { color: look.grid, width: 1 } },
  };
}

/** An axis that starts at zero and holds all values. */
export function fromZero(values: Iterable<number | null | undefined>, write: (value: number) => string, parts = 4): Axis {
  const max = axisEnd(values);
  return { min: 0, max, ticks: linearTicks(0, max, parts), write };
}

export type Scale = "linear" | "log";

/** An axis of milliseconds; on the logarithmic scale its values are their decimal logarithms, which `to` makes. */
export function millisecondAxis(values: readonly (number | null | undefined)[], scale: Scale, parts = 4): { axis: Axis; to: (ms: number | null) => number | null } {
  const positive = ends(values.map((value) => (value !== null && value !== undefined && value > 0 ? value : null)));
  if (scale === "linear" || positive === null) {
    return { axis: fromZero(values, milliseconds, parts), to: (ms) => ms };
  }
  const [low, high] = [positive[0] / 1.15, positive[1] * 1.15];
  return {
    axis: { min: Math.log10(low), max: Math.log10(high), ticks: logTicks(low, high).map(Math.log10), write: (value) => milliseconds(10 ** value) },
    to: (ms) => (ms !== null && ms > 0 ? Math.log10(ms) : null),
  };
}

/** Linear or logarithmic; logarithmic first where linear would press most of the values to the floor. */
export function scaleSelect(values: readonly (number | null)[]): Select {
  const positive = ends(values.map((value) => (value !== null && value > 0 ? value : null)));
  return {
    key: "scale",
    label: "Scale",
    options: [{ value: "linear", label: "linear" }, { value: "log", label: "logarithmic" }],
    initial: positive !== null && positive[1] / positive[0] > 40 ? "log" : "linear",
  };
}

export function scaleOf(value: string): Scale {
  return value === "log" ? "log" : "linear";
}
