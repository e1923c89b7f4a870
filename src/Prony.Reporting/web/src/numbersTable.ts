import { counted } from "./numbers";
import { element } from "./dom";
import type { Table } from "./table";

/** More rows than this nobody reads in a page; all of them are in the CSV. */
const MOST_ROWS = 400;

/** The numbers of a chart as a table, for those who cannot see it or want to look closer. */
export function tableElement(table: Table, caption: string): HTMLElement {
  const head = element("tr", {}, ...table.columns.map((name) => element("th", { scope: "col" }, name)));
  const body = table.rows.slice(0, MOST_ROWS).map((row) =>
    element("tr", {}, ...row.map((cell) => element("td", typeof cell === "number" ? { class: "number" } : {}, cell === null ? "–" : String(cell)))));
  const made = element("div", { class: "table", tabindex: "0" },
    element("table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, ...body)));
  return table.rows.length <= MOST_ROWS
    ? made
    : element("div", {}, made, element("p", { class: "aside" }, `The first ${counted(MOST_ROWS, "row")} of ${table.rows.length}; “Copy as CSV” has all.`));
}
