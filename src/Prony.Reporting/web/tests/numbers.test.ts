import { describe, expect, it } from "vitest";
import { bytes, cores, counted, figure, milliseconds, orDash, percent, perSecond, times } from "../src/numbers";

describe("numbers for people", () => {
  it.each([[0, "0"], [0.12345, "0.123"], [12.345, "12.3"], [999.4, "999"], [1234.5, "1,235"], [-0.5, "-0.5"], [1_000_000, "1,000,000"]])("writes %d as %s", (value, words) => {
    expect(figure(value)).toBe(words);
  });

  it.each([[0, "0 ms"], [0.0123, "12.3 µs"], [0.5, "500 µs"], [1, "1 ms"], [123.4, "123 ms"], [1500, "1.5 s"], [61_000, "61 s"]])("writes %d ms as %s", (ms, words) => {
    expect(milliseconds(ms)).toBe(words);
  });

  it("writes memory in binary units", () => {
    expect(bytes(64 * 2 ** 20)).toBe("64 MiB");
    expect(bytes(1.5 * 2 ** 30)).toBe("1.5 GiB");
  });

  it("writes units after figures", () => {
    expect(perSecond(1234)).toBe("1,234/s");
    expect(times(1.234)).toBe("1.23×");
    expect(percent(99.9)).toBe("99.9 %");
    expect(cores(1.257)).toBe("1.26 cores");
  });

  it("says when a number is not known, instead of inventing one", () => {
    expect(orDash(null, figure)).toBe("–");
    expect(orDash(undefined, figure)).toBe("–");
    expect(orDash(Number.NaN, figure)).toBe("–");
    expect(orDash(0, figure)).toBe("0");
  });

  it("has one round and several rounds", () => {
    expect(counted(1, "round")).toBe("1 round");
    expect(counted(6, "round")).toBe("6 rounds");
  });
});
