import { expect, it } from "vitest";
import { isWhole, moved, rangeOf, scaled, valuesAt, WHOLE } from "../src/zoom";

it("zooms around the middle and back to the whole", () => {
  expect(scaled(WHOLE, 0.5)).toEqual([25, 75]);
  expect(scaled([25, 75], 2)).toEqual([0, 100]);
  expect(isWhole(scaled([10, 60], 4))).toBe(true);
});

it("moves without leaving the axis or changing the length", () => {
  expect(moved([25, 75], 10)).toEqual([35, 85]);
  expect(moved([25, 75], 50)).toEqual([50, 100]);
  expect(moved([25, 75], -50)).toEqual([0, 50]);
});

it("reads the range from events of the wheel and of the buttons", () => {
  expect(rangeOf({ type: "datazoom", batch: [{ start: 10, end: 20 }] })).toEqual([10, 20]);
  expect(rangeOf({ type: "datazoom", start: 30, end: 40 })).toEqual([30, 40]);
  expect(rangeOf({ type: "datazoom" })).toBeNull();
  expect(rangeOf(undefined)).toBeNull();
});

it("knows the values at the ends of a range", () => {
  expect(valuesAt([25, 75], [0, 200])).toEqual([50, 150]);
});
