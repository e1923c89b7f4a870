import { describe, expect, it } from "vitest";
import type { Choices, Drawing } from "../src/charts/drawing";
import { sorted } from "../src/charts/curves";
import { heatShare, tiles } from "../src/charts/heatmap";
import { KINDS } from "../src/charts/kinds";
import { responseObjectives } from "../src/charts/metrics";
import { roundTicks } from "../src/charts/rounds";
import { candidateNames, type Report } from "../src/data";
import { init } from "../src/echarts";
import { lookOf } from "../src/palette";
import { sampleReport } from "./sample";

const NOTHING_CHOSEN: Choices = { values: {}, hidden: new Set() };

function draw(kind: string, { report = sampleReport(), choices = NOTHING_CHOSEN, width = 900, dark = false }: { report?: Report; choices?: Choices; width?: number; dark?: boolean } = {}): Drawing {
  const drawing = KINDS.get(kind)?.draw({ report, scenario: report.scenarios[0]! }, choices, lookOf(dark, width, candidateNames(report)));
  if (drawing === null || drawing === undefined) {
    throw new Error(`${kind} draws nothing`);
  }
  return drawing;
}

function render(drawing: Drawing, width = 900): string {
  const instance = init(null, null, { renderer: "svg", ssr: true, width, height: drawing.height });
  instance.setOption(drawing.option);
  instance.setOption(drawing.retick(...drawing.span));
  const picture = instance.renderToSVGString();
  instance.dispose();
  return picture;
}

describe.each([...KINDS.keys()])("%s", (kind) => {
  it.each([[320, false], [900, true]])("is drawn at %d pixels, dark: %s", (width, dark) => {
    const picture = render(draw(kind, { width, dark }), width);
    expect(picture).toContain("<path");
    expect(picture).not.toContain("NaN");
  });

  it("is told in words with the candidate in it", () => {
    expect(draw(kind).summary).toContain("sync");
    expect(draw(kind).summary).not.toMatch(/NaN|undefined|null/);
  });

  it("has as many fields in each row of its numbers as columns", () => {
    const { table } = draw(kind);
    expect(table.rows.length).toBeGreaterThan(0);
    expect(table.rows.filter((row) => row.length !== table.columns.length)).toEqual([]);
  });

  it("draws nothing of a scenario in which nothing was measured", () => {
    const report = sampleReport();
    const scenario = { ...report.scenarios[0]!, points: [], curves: [] };
    expect(KINDS.get(kind)?.draw({ report, scenario }, NOTHING_CHOSEN, lookOf(false, 900, []))).toBeNull();
  });

  it("survives that all candidates are hidden", () => {
    expect(() => render(draw(kind, { choices: { values: {}, hidden: new Set(["sync", "async"]) } }))).not.toThrow();
  });

  it("keeps markup in names as text", () => {
    const report = JSON.parse(JSON.stringify(sampleReport()).replaceAll('"async"', '"<img src=x onerror=alert(1)>"')) as Report;
    expect(render(draw(kind, { report }))).not.toContain("<img");
  });
});

describe("forest", () => {
  it("shows the primary metric first and says which way is better", () => {
    expect(draw("forest").summary).toBe("Ratio of throughput to sync, more is better: async, 50 users 4× (3.8 to 4.2), better, 3 rounds; async, 100 users 4× (3.8 to 4.2), better, 3 rounds.");
    const picture = render(draw("forest", { choices: { values: { metric: "response.p99" }, hidden: new Set() } }));
    expect(picture).toContain("◀ better");
    expect(picture).toContain("worse ▶");
  });

  it("has the rounds that an interval comes from in its numbers", () => {
    const rows = draw("forest").table.rows;
    expect(rows[0]).toEqual(["work", "50 users", "throughput", "async", "sync", "interval", 4, 3.8, 4.2, "better"]);
    expect(rows[1]).toEqual(["work", "50 users", "throughput", "async", "sync", "pair 1", 3.96, null, null, null]);
  });

  it("says that there is no ratio where none is known", () => {
    expect(draw("forest", { choices: { values: { metric: "memory" }, hidden: new Set() } }).summary).toContain("no ratio, invalid");
  });
});

describe("percentiles", () => {
  it("leaves out the maximum, which would stand at infinity", () => {
    expect(draw("percentiles").table.rows.some((row) => row[4] === 100)).toBe(false);
    expect(draw("percentiles").span[1]).toBeCloseTo(3.03, 6);
  });

  it("tells response and service time at the percentile under the pointer", () => {
    expect(draw("percentiles").tip({ x: 1.9, index: 0 })).toMatchObject({
      title: "99 %", columns: ["response", "service"], rows: [{ name: "sync", cells: ["2 s", "1.8 s"] }, { name: "async", cells: ["500 ms", "450 ms"] }],
    });
  });

  it("draws objectives of the response time", () => {
    expect(render(draw("percentiles"))).toContain("objective: p99 ≤ 500 ms");
  });
});

describe("timeline", () => {
  it("draws the chosen round of the chosen load", () => {
    const { table, summary } = draw("timeline", { choices: { values: { round: "2", point: "1" }, hidden: new Set() } });
    expect(table.rows[0]).toEqual(["work", "100 users", "sync", 2, "throughput_per_s", null, -1, 102]);
    expect(summary).toContain("Round 2 at 100 users");
  });

  it("has failures in a panel of their own only where there are some", () => {
    expect(render(draw("timeline"))).toContain("Failures per second");
    const report = sampleReport();
    report.scenarios[0]!.points.forEach((point) => point.candidates.forEach((candidate) => candidate.trials.forEach((trial) => { trial.failed = [0, 0, 0, 0]; })));
    expect(render(draw("timeline", { report }))).not.toContain("Failures per second");
  });

  it("tells what happened near the pointer", () => {
    const tip = draw("timeline").tip({ x: 1.2, index: 0 });
    expect(tip?.title).toBe("1.2 s, window");
    expect(tip?.notes).toEqual(["1 s sync web: worker died", "1 s async web: worker died"]);
    expect(tip?.rows[0]?.cells).toEqual(["101/s", "2/s", "–", "–", "0.90 cores", "64 MiB"]);
  });
});

describe("curves", () => {
  it("marks knee, peak and capacity and draws the fitted law", () => {
    const picture = render(draw("curves"));
    for (const words of ["knee async", "peak async", "capacity async", "Failures per second"]) {
      expect(picture).toContain(words);
    }
    expect(draw("curves").table.rows.filter((row) => row[3] === "usl_throughput_per_s")).toHaveLength(3);
  });

  it("has one mark for many candidates at the same load, and names them under the pointer", () => {
    const report = sampleReport();
    const [sync, async] = report.scenarios[0]!.curves;
    report.scenarios[0]!.curves = [sync!, async!, { ...sync!, candidate: "rust" }].map((curve) => ({ ...curve, peak: 50 }));
    const picture = render(draw("curves", { report }));
    expect(picture).toContain("peak of 3 candidates");
    expect(picture).not.toContain("peak async");
    expect(draw("curves", { report }).tip({ x: 50, index: 0 })?.notes).toEqual(["peak of sync, async, rust", "async: Contention 0.01."]);
  });

  it("starts at zero and holds the whole bracket", () => {
    expect(draw("curves").span).toEqual([0, 208]);
  });

  it("orders the loads that a search visited in its own order", () => {
    const curve = sampleReport().scenarios[0]!.curves[0]!;
    expect(sorted({ ...curve, loads: [100, 50], p50_ms: [20, 10] })).toMatchObject({ loads: [50, 100], p50_ms: [10, 20] });
  });
});

describe("rounds", () => {
  it("has the mean with its interval behind the last round", () => {
    expect(draw("rounds").tip({ x: 4.2, index: 0 })).toMatchObject({ title: "mean of the rounds", rows: [{ name: "sync", cells: ["100/s", "95 to 105"] }, { name: "async", cells: ["400/s", "380 to 420"] }] });
    expect(draw("rounds").tip({ x: 2, index: 0 })?.rows[1]?.cells).toEqual(["402/s"]);
  });

  it("begins with the metric that decides, where a round has a number of it", () => {
    expect(draw("rounds", { report: { ...sampleReport(), primary: "response.p99" } }).table.rows[0]?.[3]).toBe("p99_ms");
    expect(draw("rounds", { report: { ...sampleReport(), primary: "response.p95" } }).table.rows[0]?.[3]).toBe("throughput");
  });

  it("never averages percentiles", () => {
    const { table } = draw("rounds", { choices: { values: { metric: "p99_ms" }, hidden: new Set() } });
    expect(table.rows.some((row) => row[4] === "mean")).toBe(false);
  });

  it("draws a round hollow that a gate forbids to use, and says which gate", () => {
    const report = sampleReport();
    const colour = lookOf(false, 900, candidateNames(report)).paint("async").colour;
    const hollow = new RegExp(`<path[^>]*fill="(#fff|#ffffff|rgb\\(255,255,255\\))"[^>]*stroke="${colour}"`, "g");
    expect(render(draw("rounds", { report })).match(hollow)).toBeNull();
    expect(draw("rounds", { report }).keys).toEqual([]);
    report.scenarios[0]!.points[0]!.candidates[1]!.rounds[1]!.invalid = "V13 stolen CPU time (0.0237, limit 0.02)";
    const drawing = draw("rounds", { report });
    expect(render(drawing).match(hollow)).toHaveLength(1);
    expect(drawing.keys).toMatchObject([{ label: "a gate forbids to use the round", hollow: true }]);
    expect(drawing.tip({ x: 2, index: 0 })?.notes).toEqual(["async is compared with nothing in this round: V13 stolen CPU time (0.0237, limit 0.02)"]);
    expect(drawing.tip({ x: 1, index: 0 })?.notes).toEqual([]);
    expect(drawing.summary).toContain("Compared with nothing, because a gate forbids it: async in round 2.");
    expect(drawing.table.rows.filter((row) => row[8] !== null)).toEqual([["work", "50 users", "async", "throughput", "2", 402, null, null, "V13 stolen CPU time (0.0237, limit 0.02)"]]);
  });

  it("marks whole rounds, fewer where there are many", () => {
    expect(roundTicks(0.5, 5, 3, true, 20)).toEqual([1, 2, 3, 4.2]);
    expect(roundTicks(0.5, 100, 40, false, 8)).toEqual([1, 6, 11, 16, 21, 26, 31, 36]);
  });
});

describe("heatmap", () => {
  it("makes a tile of each count, from the bound below to its own", () => {
    expect(tiles({ t_s: [0, 1], ms: [10, 20], counts: [[5, 0], [0, 7]] })).toEqual([
      { from_s: 0, to_s: 1, from_ms: 5, to_ms: 10, count: 5 },
      { from_s: 1, to_s: 2, from_ms: 10, to_ms: 20, count: 7 },
    ]);
  });

  it("lets a single slow request be seen beside thousands", () => {
    expect(heatShare(1, 10_000)).toBe(0);
    expect(heatShare(100, 10_000)).toBeCloseTo(0.5, 12);
    expect(heatShare(1, 1)).toBe(1);
  });

  it("tells the rows of the second under the pointer, the slowest first", () => {
    expect(draw("heatmap").tip({ x: 1.5, index: 0 })).toMatchObject({ title: "1 s to 2 s, 9 requests", rows: [{ name: "20 ms to 40 ms", cells: ["2"] }, { name: "10 ms to 20 ms", cells: ["7"] }] });
  });
});

it("reads objectives with their units and leaves out those of other metrics", () => {
  expect(responseObjectives(["response.p99 <= 500ms", "response.p99.9 < 1.5s", "failures <= 0.1%"])).toEqual([{ p: 99, ms: 500 }, { p: 99.9, ms: 1500 }]);
});
