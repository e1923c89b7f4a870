import type { Tip } from "./charts/drawing";
import { element } from "./dom";
import type { Look } from "./palette";
import { swatch } from "./swatch";

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
  return element("div", { class: "tip" }, element("strong", {}, tip.title), table, ...tip.notes.slice(0, 6).map((note) => element("p", {}, note)));
}
