/** The numbers of a chart, one row per observation. */
export interface Table {
  columns: string[];
  rows: Cell[][];
}

export type Cell = string | number | null;

/** CSV after RFC 4180 with line feeds: machine numbers, empty where not known. */
export function csv(table: Table): string {
  return [table.columns, ...table.rows].map((row) => row.map(field).join(",")).join("\n") + "\n";
}

/**
 * Spreadsheets run a text that begins like a formula, and names may come from anywhere: such texts get an apostrophe in front
 * (OWASP, CSV injection). Numbers are ours and stay as they are.
 */
function field(cell: Cell): string {
  if (cell === null) {
    return "";
  }
  if (typeof cell === "number") {
    return String(cell);
  }
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
