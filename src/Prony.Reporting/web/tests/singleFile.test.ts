import { expect, it } from "vitest";
import page from "../index.html?raw";
import { withScript, withStyle } from "../singleFile";

const SCRIPT = '<script type="module" crossorigin src="./assets/index-x.js"></script>';
const STYLE = '<link rel="stylesheet" crossorigin href="./assets/index-x.css">';

it("puts the script in as it is, patterns of a replacement included", () => {
  expect(withScript(`<head>${SCRIPT}</head>`, "assets/index-x.js", 'a("$&$1")')).toBe('<head><script type="module">a("$&$1")</script></head>');
});

it("does not let the script end its own element", () => {
  expect(withScript(SCRIPT, "assets/index-x.js", 'a("</script><!--")')).toBe('<script type="module">a("<\\/script><\\!--")</script>');
});

it("puts the style in", () => {
  expect(withStyle(STYLE, "assets/index-x.css", "a{color:red}\n")).toBe("<style>a{color:red}</style>");
  expect(() => withStyle(STYLE, "assets/index-x.css", "</style>")).toThrow("end the style element");
});

it("does not lose a file that the page does not name", () => {
  expect(() => withScript("<head></head>", "assets/other.js", "")).toThrow("assets/other.js is not referred to");
});

it.each(["title", "body", "data"])("has the mark for the %s once", (mark) => {
  expect(page.split(`<!--prony:${mark}-->`)).toHaveLength(2);
});

it("forbids the page every request", () => {
  expect(page).toContain("default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'");
});
