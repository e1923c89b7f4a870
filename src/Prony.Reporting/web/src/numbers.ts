/** How numbers are written for people. Files for machines (CSV) use `String(value)`. */

const LOCALE = "en-US";
const MIB = 1024 * 1024;

/** Three significant digits, whole numbers above a thousand: 0.123, 12.3, 1,234. */
export function figure(value: number, digits = 3): string {
  const whole = Math.abs(value) >= 10 ** digits;
  const format = whole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: digits };
  return new Intl.NumberFormat(LOCALE, format).format(value);
}

export function milliseconds(ms: number): string {
  const size = Math.abs(ms);
  if (size >= 1000) {
    return `${figure(ms / 1000)} s`;
  }
  return size >= 1 || size === 0 ? `${figure(ms)} ms` : `${figure(ms * 1000)} µs`;
}

export function bytes(count: number): string {
  const mebibytes = count / MIB;
  return mebibytes >= 1024 ? `${figure(mebibytes / 1024)} GiB` : `${figure(mebibytes)} MiB`;
}

export function perSecond(value: number): string {
  return `${figure(value)}/s`;
}

export function cores(value: number): string {
  return `${value.toFixed(2)} cores`;
}

export function seconds(value: number): string {
  return `${figure(value)} s`;
}

/** "1.23×". */
export function times(ratio: number): string {
  return `${figure(ratio)}×`;
}

/** "99.9 %" for 99.9. */
export function percent(p: number): string {
  return `${Number(p.toFixed(6))} %`;
}

/** The text of a number, or a dash where it is not known. */
export function orDash(value: number | null | undefined, write: (value: number) => string): string {
  return value === null || value === undefined || !Number.isFinite(value) ? "–" : write(value);
}

/** "count thing" with the plural of regular words: 1 round, 6 rounds. */
export function counted(count: number, thing: string): string {
  return `${figure(count)} ${thing}${count === 1 ? "" : "s"}`;
}
