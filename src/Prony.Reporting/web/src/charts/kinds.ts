import type { ChartKind } from "./drawing";
import { curves } from "./curves";
import { forest } from "./forest";
import { heatmap } from "./heatmap";
import { percentiles } from "./percentiles";
import { rounds } from "./rounds";
import { timeline } from "./timeline";

/** The kinds of charts by the name that a figure asks for in `data-chart`. */
export const KINDS: ReadonlyMap<string, ChartKind> = new Map(Object.entries({ forest, percentiles, timeline, curves, heatmap, rounds }));
