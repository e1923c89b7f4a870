import { describe, expect, it } from "vitest";
import { axisEnd, hdrPercentile, hdrPosition, hdrTicks, linearTicks, logTicks, niceStep, ratioTicks } from "../src/ticks";

describe("marks of axes", () => {
  it.each([[10, 2], [9, 2], [1, 0.2], [0.07, 0.02], [430, 100], [0, 1]])("divides a span of %d in steps of %d", (span, step) => {
    expect(niceStep(span)).toBeCloseTo(step, 12);
  });

  it("has no digits that binary arithmetic adds", () => {
    expect(linearTicks(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(linearTicks(-1, 4, 5)).toEqual([-1, 0, 1, 2, 3, 4]);
  });

  it("ends above the highest value, and at one where there is none", () => {
    expect(axisEnd([1, 97, null])).toBe(100);
    expect(axisEnd([100])).toBeGreaterThan(100);
    expect(axisEnd([0, null, undefined, Number.NaN])).toBe(1);
  });

  it("counts 1, 2, 5 on a logarithmic axis, and powers of ten on a long one", () => {
    expect(logTicks(1, 100)).toEqual([1, 2, 5, 10, 20, 50, 100]);
    expect(logTicks(3, 30)).toEqual([3, 4, 5, 6, 8, 10, 15, 20, 30]);
    expect(logTicks(0.001, 1000)).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000]);
  });

  it("marks even ratios over a narrow range and always the baseline", () => {
    expect(ratioTicks(0.9, 1.25)).toContain(1);
    expect(ratioTicks(0.98, 1.03)).toContain(1);
    expect(ratioTicks(0.2, 9)).toEqual([0.2, 0.5, 1, 2, 5]);
  });

  it("gives each nine the same room", () => {
    expect(hdrPosition(0)).toBeCloseTo(0, 12);
    expect(hdrPosition(50)).toBeCloseTo(0.30103, 5);
    expect(hdrPosition(90)).toBeCloseTo(1, 12);
    expect(hdrPosition(99)).toBeCloseTo(2, 10);
    expect(hdrPosition(99.9)).toBeCloseTo(3, 9);
    expect(hdrPercentile(2)).toBeCloseTo(99, 10);
  });

  it("marks more percentiles where it is zoomed in", () => {
    expect(hdrTicks(0, 4)).toEqual([0, 50, 90, 99, 99.9, 99.99]);
    expect(hdrTicks(0.9, 2.1)).toEqual([90, 95, 99]);
  });
});
