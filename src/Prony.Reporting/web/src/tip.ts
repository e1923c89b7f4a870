import type { Tip } from "./charts/drawing";
import { element } from "./dom";
import type { Look } from "./palette";
import { swatch } from "./swatch";

const MOST_NOTES = 6;

/** As many notes as there is room for beside the pointer, and how many are not among them. */
export function shownNotes(notes: readonly string[]): string[] {
  const shown = notes.slice(0, notes.length > MOST_NOTES ? MOST_NOTES - 1 : MOST_NOTES);
  return shown.length < notes.length ? [...shown, `and ${notes.length - shown.length} more: in the numbers`] : shown;
}

/** What stands beside the pointer. */
export function tipElement(tip: Tip, look: Look): HTMLElement {
  const table = element("table");
  if (tip.columns.length > 0) {
    table.append(element("tr", {}, element("td"), ...tip.columns.map((name) => element("th", { scope: "col" }, name))));
  }
  for (const row of tip.rows) {
    const name = element("th", { scope: "row" });
    if (row.candidate !== null) {
      const { colour, symbol } = look.paint(row.candidate);
      name.append(swatch({ label: row.name, symbol }, colour, look));
    }
    name.append(row.name);
    table.append(element("tr", {}, name, ...row.cells.map((cell) => element("td", {}, cell))));
  }
  return element("div", { class: "tip" }, element("strong", {}, tip.title), table, ...shownNotes(tip.notes).map((note) => element("p", {}, note)));
}
