/** Places of the marks on axes. All logarithmic axes are linear axes of transformed values, so that their marks are ours. */

/** A step of 1, 2 or 5 times a power of ten that divides a span into about `parts`. */
export function niceStep(span: number, parts = 5): number {
  if (!(span > 0)) {
    return 1;
  }
  const rough = span / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * 0.999) ?? 10;
  return factor * power;
}

/** The end of an axis that starts at zero and holds all values with a little room; 1 where all are zero or unknown. */
export function axisEnd(values: Iterable<number | null | undefined>): number {
  let top = 0;
  for (const value of values) {
    if (value !== null && value !== undefined && Number.isFinite(value) && value > top) {
      top = value;
    }
  }
  if (top === 0) {
    return 1;
  }
  const step = niceStep(top * 1.02);
  return tidy(Math.ceil((top * 1.02) / step) * step);
}

/** Multiples of a nice step from low to high. */
export function linearTicks(low: number, high: number, parts = 5): number[] {
  const step = niceStep(high - low, parts);
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++) {
    ticks.push(tidy(index * step));
  }
  return ticks;
}

/** 1, 2, 5, 10, 20, …; more of them within a decade, whole powers of ten only over many. Both ends positive. */
export function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  const factors = decades > 4 ? [1] : decades > 1.2 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 8];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of factors) {
      const tick = tidy(factor * 10 ** power);
      if (tick >= low * 0.999999 && tick <= high * 1.000001) {
        ticks.push(tick);
      }
    }
  }
  return ticks;
}

/** Ratios worth a mark: even steps (1.0, 1.1, 1.2) over a narrow range, 1-2-5 over a wide one. */
export function ratioTicks(low: number, high: number, parts = 6): number[] {
  return high / low > 4 ? logTicks(low, high) : linearTicks(low, high, parts);
}

/** Where a percentile stands on the axis of HdrHistogram's plots: log10(1 / (1 − p/100)). */
export function hdrPosition(p: number): number {
  return -Math.log10(1 - p / 100);
}

/** The percentile at a place of the axis. */
export function hdrPercentile(position: number): number {
  return 100 * (1 - 10 ** -position);
}

const COARSE_PERCENTILES = [0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999];
const FINE_PERCENTILES = [0, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 99.995, 99.999];

/** Percentiles worth a mark between two places of the axis: more where it is zoomed in. */
export function hdrTicks(low: number, high: number): number[] {
  const percentiles = high - low > 2.2 ? COARSE_PERCENTILES : FINE_PERCENTILES;
  return percentiles.filter((p) => hdrPosition(p) >= low - 1e-9 && hdrPosition(p) <= high + 1e-9);
}

/** Removes what binary arithmetic adds: 0.30000000000000004 becomes 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
