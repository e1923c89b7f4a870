import { describe, expect, it } from "vitest";
import { contrast, DARK_COLOURS, DARK_GROUND, LIGHT_COLOURS, LIGHT_GROUND, lookOf, rampColour } from "../src/palette";

describe("colours", () => {
  it("has the contrast of WCAG for black on white", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 6);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });

  it.each(LIGHT_COLOURS)("has lines of %s that can be seen on white", (colour) => {
    expect(contrast(colour, LIGHT_GROUND)).toBeGreaterThanOrEqual(3);
  });

  it.each(DARK_COLOURS)("has lines of %s that can be seen on black", (colour) => {
    expect(contrast(colour, DARK_GROUND)).toBeGreaterThanOrEqual(3);
  });

  it.each([false, true])("has words that can be read, dark: %s", (dark) => {
    const look = lookOf(dark, 800, []);
    expect(contrast(look.ink, look.ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(look.faint, look.ground)).toBeGreaterThanOrEqual(4.5);
  });

  it("gives a candidate the same colour everywhere, and others another symbol too", () => {
    const look = lookOf(false, 800, ["sync", "async"]);
    expect(look.paint("sync")).toEqual(look.paint("sync"));
    expect(look.paint("async").colour).not.toBe(look.paint("sync").colour);
    expect(look.paint("async").symbol).not.toBe(look.paint("sync").symbol);
  });

  it("mixes a ramp", () => {
    expect(rampColour(["#000000", "#ffffff"], 0)).toBe("#000000");
    expect(rampColour(["#000000", "#ffffff"], 0.5)).toBe("#808080");
    expect(rampColour(["#000000", "#ffffff"], 2)).toBe("#ffffff");
  });
});
