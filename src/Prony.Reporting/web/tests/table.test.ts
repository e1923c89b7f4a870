import { expect, it } from "vitest";
import { csv } from "../src/table";

it("writes one line per row, empty where nothing is known", () => {
  expect(csv({ columns: ["a", "b"], rows: [["x", 1.5], [null, 2]] })).toBe("a,b\nx,1.5\n,2\n");
});

it("quotes what would end a field", () => {
  expect(csv({ columns: ["a"], rows: [["x,y"], ['say "no"'], ["two\nlines"]] })).toBe('a\n"x,y"\n"say ""no"""\n"two\nlines"\n');
});

it("does not let a name become a formula of a spreadsheet", () => {
  expect(csv({ columns: ["a"], rows: [["=HYPERLINK(1)"], ["+1"], ["-x"], ["@y"], [-1]] })).toBe("a\n'=HYPERLINK(1)\n'+1\n'-x\n'@y\n-1\n");
});
