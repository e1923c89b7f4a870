/**
 * Colours after Okabe and Ito, "Color Universal Design" (2008), which the common kinds of colour blindness can tell apart; darkened on white and
 * lightened on black until each has a contrast of 3:1 with the ground (WCAG 2.2, 1.4.11). Symbol and dash differ too, for print without colour.
 */
export interface Look {
  dark: boolean;
  /** Width of the plot in pixels. */
  width: number;
  ground: string;
  ink: string;
  faint: string;
  grid: string;
  band: string;
  phase: string;
  alarm: string;
  /** From few to many. */
  heat: string[];
  paint: (candidate: string) => Paint;
}

/** How one candidate is drawn, everywhere on the page. */
export interface Paint {
  colour: string;
  symbol: MarkSymbol;
}

export type MarkSymbol = "circle" | "rect" | "triangle" | "diamond" | "inverse" | "plus";
export type Dash = "solid" | "dashed" | "dotted" | number[];

export const LIGHT_COLOURS = ["#0072b2", "#d55e00", "#007d59", "#b3548c", "#8a6d00", "#2d85b8", "#5c5c5c", "#7a3b00"];
export const DARK_COLOURS = ["#56b4e9", "#f08030", "#1fc498", "#dd93bd", "#f0e442", "#9ad3f5", "#c8c8c8", "#e69f00"];
const SYMBOLS: MarkSymbol[] = ["circle", "rect", "triangle", "diamond", "inverse", "plus"];

/** Corners of the symbols that are polygons, in a square from −1 to 1. */
const CORNERS: Record<Exclude<MarkSymbol, "circle">, [number, number][]> = {
  rect: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  triangle: [[0, -1], [1, 1], [-1, 1]],
  diamond: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
  inverse: [[-1, -1], [1, -1], [0, 1]],
  plus: [[-0.4, -1.1], [0.4, -1.1], [0.4, -0.4], [1.1, -0.4], [1.1, 0.4], [0.4, 0.4], [0.4, 1.1], [-0.4, 1.1], [-0.4, 0.4], [-1.1, 0.4], [-1.1, -0.4], [-0.4, -0.4]],
};

/** The corners of a symbol around a place; null for a circle. */
export function cornersOf(symbol: MarkSymbol, x: number, y: number, radius: number): [number, number][] | null {
  return symbol === "circle" ? null : CORNERS[symbol].map(([right, down]) => [x + right * radius, y + down * radius]);
}

/** Dashes that tell the services of a stack apart, the first its own. */
export const DASHES: Dash[] = ["solid", [6, 3], [2, 3], [10, 3, 2, 3], [1, 2], [12, 4]];

export const LIGHT_GROUND = "#ffffff";
export const DARK_GROUND = "#1a1d21";

/** The look of charts of that theme and width, with a colour and a symbol for each candidate by its place among the names. */
export function lookOf(dark: boolean, width: number, names: readonly string[]): Look {
  const shared = { dark, width, paint: (candidate: string) => paintOf(names.indexOf(candidate), dark) };
  return dark
    ? {
        ...shared, ground: DARK_GROUND, ink: "#e8eaed", faint: "#a9b1ba", grid: "#363c44", band: "rgba(169,177,186,0.16)", phase: "rgba(230,159,0,0.13)",
        alarm: "#ff8a80", heat: ["#163445", "#1d5b80", "#2f8fc4", "#83c8ee", "#f2faff"],
      }
    : {
        ...shared, ground: LIGHT_GROUND, ink: "#1a1d21", faint: "#565d66", grid: "#dde1e6", band: "rgba(86,93,102,0.12)", phase: "rgba(230,159,0,0.12)",
        alarm: "#b3261e", heat: ["#d9e8f2", "#94c4e0", "#4b97c9", "#0072b2", "#00304d"],
      };
}

function paintOf(index: number, dark: boolean): Paint {
  const place = Math.max(index, 0);
  const colours = dark ? DARK_COLOURS : LIGHT_COLOURS;
  return { colour: colours[place % colours.length] ?? "#888888", symbol: SYMBOLS[place % SYMBOLS.length] ?? "circle" };
}

/** The colour at a share (0 to 1) of a ramp of colours "#rrggbb". */
export function rampColour(ramp: readonly string[], share: number): string {
  const place = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const first = channels(ramp[Math.floor(place)]);
  const second = channels(ramp[Math.ceil(place)]);
  const mixed = first.map((value, index) => Math.round(value + ((second[index] ?? 0) - value) * (place - Math.floor(place))));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Contrast of two colours "#rrggbb" after WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of their relative luminances. */
export function contrast(first: string, second: string): number {
  const [low, high] = [luminance(first), luminance(second)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour = "#000000"): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
