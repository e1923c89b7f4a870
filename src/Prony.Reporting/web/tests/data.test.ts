import { expect, it } from "vitest";
import { candidateNames, parseReport } from "../src/data";
import { sampleReport } from "./sample";

it("reads a report", () => {
  expect(parseReport(JSON.stringify(sampleReport())).scenarios[0]?.name).toBe("work");
});

it.each(["{}", "null", '{"schema":"prony.report/2"}'])("says that %s is of another schema", (text) => {
  expect(() => parseReport(text)).toThrow("prony.report/1");
});

it("orders candidates as they first appear, so that a colour means the same everywhere", () => {
  expect(candidateNames(sampleReport())).toEqual(["sync", "async"]);
});
