import { expect, it } from "vitest";
import { shownNotes } from "../src/tip";

it("shows all notes where there is room", () => {
  expect(shownNotes([])).toEqual([]);
  expect(shownNotes(["1", "2", "3", "4", "5", "6"])).toEqual(["1", "2", "3", "4", "5", "6"]);
});

it("says how many notes it does not show", () => {
  expect(shownNotes(["1", "2", "3", "4", "5", "6", "7", "8"])).toEqual(["1", "2", "3", "4", "5", "and 3 more: in the numbers"]);
});
