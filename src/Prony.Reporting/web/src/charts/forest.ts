import type { Comparison } from "../data";
import { counted, figure, orDash, percent, times } from "../numbers";
import type { Look } from "../palette";
import type { Table } from "../table";
import { ratioTicks } from "../ticks";
import { chosen, ends, type ChartKind, type ChartOption, type Choices, type Drawing, type Select, type Series, type Subject, type Tip } from "./drawing";
import { higherIsBetter, metricName } from "./metrics";
import { horizontal, NARROW, page, tickOption, zoom, type SharedAxis } from "./panels";
import { custom, group, marksSeries, stroke, symbolShape, text, type RenderApi, type RenderParams, type Shape } from "./shapes";

/** A comparison with the words that stand beside it. */
interface Row {
  name: string;
  point: string;
  comparison: Comparison;
}

const HEAD = 30;
const FOOT = 48;

/** Ratios to the baseline with their intervals, the margin, and the rounds that they come from. */
export const forest: ChartKind = { selects, draw, renderer: "svg" };

function selects({ report, scenario }: Subject): Select[] {
  const metrics = [...new Set(scenario.points.flatMap((point) => point.comparisons.map((comparison) => comparison.metric)))];
  return [{
    key: "metric",
    label: "Metric",
    options: metrics.map((metric) => ({ value: metric, label: metricName(metric) })),
    initial: metrics.includes(report.primary) ? report.primary : (metrics[0] ?? ""),
  }];
}

function draw(subject: Subject, choices: Choices, look: Look): Drawing | null {
  const metric = chosen(selects(subject), "metric", choices);
  const rows = rowsOf(subject, metric);
  const first = rows[0]?.comparison;
  if (first === undefined) {
    return null;
  }
  const shared = axisOf(rows, metric, first.baseline, look);
  const height = HEAD + FOOT + rows.length * rowHeight(look);
  return {
    option: optionOf(rows, shared, metric, look),
    height,
    summary: `Ratio of ${metricName(metric)} to ${first.baseline}, ${higherIsBetter(metric) ? "more" : "less"} is better: ${rows.map(rowWords).join("; ")}.`,
    table: tableOf(subject, rows),
    legend: [],
    keys: [
      { label: "better or worse", symbol: "circle" },
      { label: "not decided, or equivalent", symbol: "circle", hollow: true },
      { label: `margin of ${percent(first.margin * 100)}`, fill: look.band },
      { label: "single rounds", symbol: "circle", small: true },
    ],
    tip: ({ index }) => tipOf(rows[index]),
    span: [shared.min, shared.max],
    retick: (low, high) => ({ xAxis: [tickOption(shared.ticks(low, high))] }),
  };
}

function rowsOf({ scenario }: Subject, metric: string): Row[] {
  const several = scenario.points.length > 1;
  return scenario.points.flatMap((point) =>
    point.comparisons
      .filter((comparison) => comparison.metric === metric)
      .map((comparison) => ({ name: several ? `${comparison.candidate}, ${point.label}` : comparison.candidate, point: point.label, comparison })));
}

/** The axis is linear in ln(ratio): the same factor up and down has the same length. */
function axisOf(rows: readonly Row[], metric: string, baseline: string, look: Look): SharedAxis {
  const margin = rows[0]?.comparison.margin ?? 0;
  const places = rows.flatMap(({ comparison: { ratio, low, high, d } }) => [...[ratio, low, high].map(logOf), ...d]);
  const [low, high] = ends([...places, Math.log1p(margin), -Math.log1p(margin), 0]) ?? [-1, 1];
  const room = Math.max((high - low) * 0.06, 0.01);
  return {
    min: low - room,
    max: high + room,
    name: `${metricName(metric)} ÷ ${baseline}, logarithmic`,
    ticks: (from, to) => ratioTicks(Math.exp(from), Math.exp(to), look.width < NARROW ? 4 : 7).map(Math.log),
    write: (value) => times(Math.exp(value)),
  };
}

function optionOf(rows: readonly Row[], shared: SharedAxis, metric: string, look: Look): ChartOption {
  const narrow = look.width < NARROW;
  const margin = Math.log1p(rows[0]?.comparison.margin ?? 0);
  const up = higherIsBetter(metric);
  return {
    ...page(look),
    grid: { top: HEAD, bottom: FOOT, left: narrow ? 8 : Math.min(230, look.width * 0.24), right: narrow ? 12 : 200, outerBoundsMode: "none" },
    xAxis: [horizontal(shared, shared.ticks(shared.min, shared.max), 0, true, look)],
    yAxis: [{ type: "value", show: false, inverse: true, min: -0.5, max: rows.length - 0.5 }],
    tooltip: { trigger: "item" },
    dataZoom: [zoom([0])],
    series: [
      marksSeries("margin", 0, [
        { kind: "band", from: -margin, to: margin, colour: look.band },
        { kind: "vertical", at: 0, colour: look.ink, dash: "solid" },
      ], look),
      custom("direction", 0, 1, ({ coordSys }) => directions(coordSys, up, look), { clip: false, silent: true }),
      custom("names", 0, rows.length, (params, api) => namesOf(rows[params.dataIndex], params, api, look), { clip: false }),
      custom("intervals", 0, rows.length, (params, api) => intervalOf(rows[params.dataIndex], params, api, look), { z: 3 }),
    ] satisfies Series[],
  };
}

function directions(area: RenderParams["coordSys"], up: boolean, look: Look): Shape {
  const style = { fill: look.faint, fontSize: 12, fontWeight: 600 };
  return group([
    text(up ? "◀ worse" : "◀ better", area.x, area.y - 14, look, { ...style, align: "left" }),
    text(up ? "better ▶" : "worse ▶", area.x + area.width, area.y - 14, look, { ...style, align: "right" }),
  ]);
}

/** The candidate's name before its interval and the ratio in figures behind it; above it where the page is narrow. */
function namesOf(row: Row | undefined, { coordSys, dataIndex }: RenderParams, api: RenderApi, look: Look): Shape {
  if (row === undefined) {
    return group([]);
  }
  const narrow = look.width < NARROW;
  const y = (api.coord([0, dataIndex])[1] ?? 0) - (narrow ? 16 : 4);
  const right = coordSys.x + coordSys.width;
  const width = narrow ? coordSys.width * 0.54 : coordSys.x - 16;
  const result = resultWords(row.comparison);
  return group([
    text(row.name, narrow ? coordSys.x : coordSys.x - 12, y, look, { align: narrow ? "left" : "right", width, overflow: "truncate", fontWeight: 600 }),
    narrow
      ? text(result, right, y, look, { align: "right", fontSize: 11 })
      : group([text(result, right + 12, y - 2, look, { align: "left" }), text(row.comparison.verdict, right + 12, y + 14, look, { align: "left", fill: look.faint, fontSize: 11 })]),
  ]);
}

function intervalOf(row: Row | undefined, { coordSys, dataIndex }: RenderParams, api: RenderApi, look: Look): Shape {
  if (row === undefined) {
    return group([]);
  }
  const { candidate, ratio, low, high, verdict, d } = row.comparison;
  const { colour, symbol } = look.paint(candidate);
  const narrow = look.width < NARROW;
  const place = (value: number): [number, number] => [api.coord([value, dataIndex])[0] ?? 0, (api.coord([value, dataIndex])[1] ?? 0) + (narrow ? 4 : -4)];
  const middle = place(0)[1];
  const size = rowHeight(look);
  const shapes: Shape[] = [
    { type: "rect", shape: { x: coordSys.x, y: middle - size / 2, width: coordSys.width, height: size }, style: { fill: "transparent" } },
    ...d.filter(Number.isFinite).map((value): Shape => ({ type: "circle", shape: { cx: place(value)[0], cy: middle + 13, r: 2.5 }, style: { fill: colour, opacity: 0.6 } })),
  ];
  const [from, to] = [logOf(low), logOf(high)];
  if (from !== null && to !== null) {
    const [start, end] = [place(from)[0], place(to)[0]];
    shapes.push(stroke(start, middle, end, middle, colour, 3), stroke(start, middle - 6, start, middle + 6, colour, 2), stroke(end, middle - 6, end, middle + 6, colour, 2));
  }
  const at = logOf(ratio);
  if (at !== null) {
    const decided = verdict === "better" || verdict === "worse";
    shapes.push(symbolShape(symbol, place(at)[0], middle, 6, decided ? colour : look.ground, colour));
  }
  return group(shapes);
}

function tipOf(row: Row | undefined): Tip | null {
  if (row === undefined) {
    return null;
  }
  const { candidate, ratio, low, high, verdict, d, sentence } = row.comparison;
  const line = (name: string, cell: string) => ({ candidate: null, name, cells: [cell] });
  return {
    title: row.name,
    columns: [],
    rows: [
      { candidate, name: "ratio", cells: [orDash(ratio, times)] },
      line("interval", low === null || high === null ? "–" : `${times(low)} to ${times(high)}`),
      line("verdict", verdict),
      line("rounds", figure(d.length)),
    ],
    notes: [sentence],
  };
}

function tableOf({ scenario }: Subject, rows: readonly Row[]): Table {
  return {
    columns: ["scenario", "load", "metric", "candidate", "baseline", "what", "ratio", "low", "high", "verdict"],
    rows: rows.flatMap(({ point, comparison: { metric, candidate, baseline, ratio, low, high, verdict, d } }) => [
      [scenario.name, point, metric, candidate, baseline, "interval", ratio, low, high, verdict],
      ...d.map((value, index) => [scenario.name, point, metric, candidate, baseline, `pair ${index + 1}`, Number(Math.exp(value).toPrecision(6)), null, null, null]),
    ]),
  };
}

function rowWords({ name, comparison }: Row): string {
  return `${name} ${resultWords(comparison)}, ${comparison.verdict}, ${counted(comparison.d.length, "round")}`;
}

function resultWords({ ratio, low, high }: Comparison): string {
  if (ratio === null) {
    return "no ratio";
  }
  return low === null || high === null ? times(ratio) : `${times(ratio)} (${figure(low)} to ${figure(high)})`;
}

function rowHeight(look: Look): number {
  return look.width < NARROW ? 60 : 46;
}

function logOf(ratio: number | null): number | null {
  return ratio !== null && ratio > 0 ? Math.log(ratio) : null;
}
