/** The part of the horizontal axis that is shown, in percent of its length. */
export type Range = readonly [from: number, to: number];

export const WHOLE: Range = [0, 100];
const SMALLEST = 0.5;

/** A part around the same middle, `factor` times as long. */
export function scaled([from, to]: Range, factor: number): Range {
  const length = Math.min(Math.max((to - from) * factor, SMALLEST), 100);
  return moved([0, length], (from + to) / 2 - length / 2);
}

/** The same length, further right by that much, but never out of the whole. */
export function moved([from, to]: Range, by: number): Range {
  const length = to - from;
  const start = Math.min(Math.max(from + by, 0), 100 - length);
  return [start, start + length];
}

export function isWhole([from, to]: Range): boolean {
  return to - from > 99.99;
}

/** What an event of ECharts says about the range: in its first batch when it comes from the wheel, in itself when it was dispatched. */
export function rangeOf(event: unknown): Range | null {
  if (typeof event !== "object" || event === null) {
    return null;
  }
  const inner: unknown = "batch" in event && Array.isArray(event.batch) ? event.batch[0] : event;
  if (typeof inner !== "object" || inner === null || !("start" in inner) || !("end" in inner)) {
    return null;
  }
  return typeof inner.start === "number" && typeof inner.end === "number" ? [inner.start, inner.end] : null;
}

/** The values at the ends of a range of an axis. */
export function valuesAt([from, to]: Range, [low, high]: readonly [number, number]): [number, number] {
  return [low + ((high - low) * from) / 100, low + ((high - low) * to) / 100];
}
