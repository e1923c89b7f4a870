import type { Key } from "./charts/drawing";
import { svg } from "./dom";
import { cornersOf, type Dash, type Look, type MarkSymbol } from "./palette";

/** The little picture of a line in a legend. */
export function swatch(key: Key, colour: string, look: Look): SVGElement {
  const parts: SVGElement[] = [];
  if (key.fill !== undefined) {
    parts.push(svg("rect", { x: "1", y: "1", width: "26", height: "12", fill: key.fill, stroke: look.faint, "stroke-width": "0.5" }));
  }
  if (key.dash !== undefined) {
    parts.push(svg("line", { x1: "0", y1: "7", x2: "28", y2: "7", stroke: colour, "stroke-width": "2", "stroke-dasharray": dashes(key.dash) }));
  }
  if (key.symbol !== undefined) {
    parts.push(key.small === true
      ? svg("circle", { cx: "14", cy: "7", r: "2.5", fill: colour, opacity: "0.6" })
      : symbol(key.symbol, key.hollow === true ? look.ground : colour, colour));
  }
  return svg("svg", { width: "28", height: "14", viewBox: "0 0 28 14", "aria-hidden": "true" }, ...parts);
}

function symbol(name: MarkSymbol, fill: string, stroke: string): SVGElement {
  const style = { fill, stroke, "stroke-width": "1.5" };
  const points = cornersOf(name, 14, 7, 4.2);
  return points === null
    ? svg("circle", { cx: "14", cy: "7", r: "4.5", ...style })
    : svg("polygon", { points: points.map((point) => point.join(",")).join(" "), ...style });
}

function dashes(dash: Dash): string {
  if (Array.isArray(dash)) {
    return dash.join(" ");
  }
  return dash === "solid" ? "none" : dash === "dashed" ? "6 4" : "2 3";
}
