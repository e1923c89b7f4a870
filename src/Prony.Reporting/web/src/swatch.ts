import type { Key } from "./charts/drawing";
import { svg } from "./dom";
import type { Dash, Look, MarkSymbol } from "./palette";

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
  switch (name) {
    case "rect":
    case "roundRect":
      return svg("rect", { x: "10", y: "3", width: "8", height: "8", rx: name === "rect" ? "0" : "2", ...style });
    case "triangle":
    case "arrow":
      return svg("polygon", { points: "14,2.5 18.5,11 9.5,11", ...style });
    case "diamond":
    case "pin":
      return svg("polygon", { points: "14,1.5 19,7 14,12.5 9,7", ...style });
    default:
      return svg("circle", { cx: "14", cy: "7", r: "4.5", ...style });
  }
}

function dashes(dash: Dash): string {
  if (Array.isArray(dash)) {
    return dash.join(" ");
  }
  return dash === "solid" ? "none" : dash === "dashed" ? "6 4" : "2 3";
}
