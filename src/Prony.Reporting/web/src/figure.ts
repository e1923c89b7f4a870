import { chosen, type ChartKind, type ChoiceKey, type Choices, type Drawing, type Subject } from "./charts/drawing";
import { keyElement, Legend, Selects } from "./controls";
import { button, element } from "./dom";
import { init, type Instance } from "./echarts";
import { counted } from "./numbers";
import { tableElement } from "./numbersTable";
import { lookOf, type Look } from "./palette";
import { csv } from "./table";
import { isDark } from "./theme";
import { tipElement } from "./tip";
import { isWhole, moved, rangeOf, scaled, valuesAt, WHOLE, type Range } from "./zoom";

/** Width of charts on paper: A4 between margins of 15 mm, at 96 pixels an inch. */
const PAPER_WIDTH = 680;

/** One chart of the page with its controls. Made when it comes into view, drawn again when a choice, the theme or the width changes. */
export class ChartFigure {
  private readonly selects = new Selects((key, value) => this.choose(key, value));
  private readonly legend = new Legend((candidate) => this.toggle(candidate));
  private readonly keys = element("div");
  private readonly status = element("p", { class: "status", role: "status" });
  private readonly numbers = element("details", { class: "numbers" }, element("summary", {}, "Numbers of this chart"));
  private readonly figure: HTMLElement;
  private readonly kind: ChartKind;
  private readonly subject: Subject;
  private readonly names: readonly string[];
  private readonly plot: HTMLElement;
  private readonly zoomed: HTMLButtonElement[];
  private readonly values: Choices["values"] = {};
  private hidden: ReadonlySet<string> | null = null;
  private range: Range = WHOLE;
  private instance: Instance | null = null;
  private drawing: Drawing | null = null;
  private onPaper = false;

  constructor(figure: HTMLElement, kind: ChartKind, subject: Subject, names: readonly string[]) {
    this.figure = figure;
    this.kind = kind;
    this.subject = subject;
    this.names = names;
    this.plot = figure.querySelector<HTMLElement>(".plot") ?? figure.appendChild(element("div", { class: "plot" }));
    this.zoomed = [
      button("◀", "Move the view left", () => this.zoomTo(moved(this.range, (this.range[0] - this.range[1]) / 2))),
      button("▶", "Move the view right", () => this.zoomTo(moved(this.range, (this.range[1] - this.range[0]) / 2))),
      button("Reset", "Reset zoom", () => this.zoomTo(WHOLE)),
    ];
  }

  get isDrawn(): boolean {
    return this.instance !== null;
  }

  /** Draws the chart for the first time, or again as things are now. */
  draw(): void {
    const look = this.look();
    const drawing = this.kind.draw(this.subject, this.choices(), look);
    if (drawing === null) {
      this.showNothing();
      return;
    }
    if (this.hidden === null) {
      this.hidden = new Set(drawing.legend.slice(this.kind.shown ?? drawing.legend.length));
      if (this.hidden.size > 0) {
        this.draw();
        return;
      }
    }
    this.drawing = drawing;
    this.show(drawing, look);
  }

  /** Light and as wide as paper, or back as it was. */
  print(onPaper: boolean): void {
    this.onPaper = onPaper;
    this.draw();
    // What is printed is what is there now, not at the next frame.
    this.instance?.getZr().flush();
  }

  private showNothing(): void {
    const words = "Nothing was measured that this chart could show.";
    if (this.instance === null) {
      this.plot.replaceChildren(element("p", { class: "aside" }, words));
      return;
    }
    this.drawing = null;
    this.instance.clear();
    this.status.replaceChildren(words);
  }

  private show(drawing: Drawing, look: Look): void {
    this.status.replaceChildren();
    this.plot.style.height = `${drawing.height}px`;
    this.plot.setAttribute("role", "img");
    this.plot.setAttribute("aria-label", drawing.summary);
    const instance = this.instance ?? this.start(look.width, drawing.height);
    if (instance.getWidth() !== look.width || instance.getHeight() !== drawing.height) {
      instance.resize({ width: look.width, height: drawing.height });
    }
    instance.setOption(drawing.option, true);
    instance.setOption({ tooltip: this.tooltip(look) });
    this.zoomTo(this.range);
    const offered = this.kind.selects(this.subject, this.choices());
    this.selects.show(offered, (key) => chosen(offered, key, this.choices()));
    this.legend.show(drawing.legend, this.choices().hidden, look);
    this.keys.replaceChildren(keyElement(drawing, look));
    this.fillNumbers();
  }

  private start(width: number, height: number): Instance {
    const tools = element("span", { class: "tools" },
      button("+", "Zoom in", () => this.zoomTo(scaled(this.range, 0.5))),
      button("−", "Zoom out", () => this.zoomTo(scaled(this.range, 2))),
      ...this.zoomed,
      button("Copy as CSV", "Copy as CSV", () => void this.copy()));
    this.plot.before(element("div", { class: "controls" }, this.selects.root, tools), this.legend.root);
    this.plot.after(this.keys, this.status, this.numbers);
    this.plot.replaceChildren();
    this.numbers.addEventListener("toggle", () => this.fillNumbers());
    const instance = init(this.plot, null, { renderer: this.kind.renderer, width, height });
    instance.on("datazoom", (event: unknown) => this.follow(rangeOf(event)));
    new ResizeObserver(() => this.fit()).observe(this.figure);
    this.instance = instance;
    return instance;
  }

  private look(): Look {
    const width = this.onPaper ? PAPER_WIDTH : Math.max(Math.floor(this.plot.clientWidth), 240);
    return lookOf(!this.onPaper && isDark(), width, this.names);
  }

  private choices(): Choices {
    return { values: this.values, hidden: this.hidden ?? new Set() };
  }

  private choose(key: ChoiceKey, value: string): void {
    this.values[key] = value;
    this.range = WHOLE;
    this.draw();
  }

  private toggle(candidate: string): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(candidate)) {
      hidden.add(candidate);
    }
    this.hidden = hidden;
    this.draw();
  }

  private fit(): void {
    if (!this.onPaper && this.instance !== null && this.instance.getWidth() !== this.look().width) {
      this.draw();
    }
  }

  private zoomTo([start, end]: Range): void {
    this.instance?.dispatchAction({ type: "dataZoom", dataZoomIndex: 0, start, end });
  }

  private follow(range: Range | null): void {
    if (range === null || this.drawing === null) {
      return;
    }
    this.range = range;
    this.instance?.setOption(this.drawing.retick(...valuesAt(range, this.drawing.span)));
    for (const control of this.zoomed) {
      control.disabled = isWhole(range);
    }
  }

  private tooltip(look: Look): Record<string, unknown> {
    return {
      confine: true,
      padding: 0,
      borderWidth: 0,
      backgroundColor: "transparent",
      extraCssText: "box-shadow: none",
      formatter: (hovered: unknown) => {
        const tip = this.drawing?.tip(hoverOf(hovered)) ?? null;
        // An element, never markup: ECharts would take a string for HTML.
        return tip === null ? "" : tipElement(tip, look);
      },
    };
  }

  private fillNumbers(): void {
    const [summary, ...old] = [...this.numbers.children];
    old.forEach((child) => child.remove());
    if (this.numbers.open && this.drawing !== null && summary !== undefined) {
      this.numbers.append(tableElement(this.drawing.table, this.figure.querySelector("figcaption")?.textContent ?? ""));
    }
  }

  private async copy(): Promise<void> {
    if (this.drawing === null) {
      return;
    }
    const text = csv(this.drawing.table);
    try {
      await navigator.clipboard.writeText(text);
      this.status.replaceChildren(`Copied ${counted(this.drawing.table.rows.length, "row")}.`);
    } catch {
      // Browsers may keep the clipboard from files: the reader copies by hand then.
      const box = element("textarea", { readonly: "", rows: "6", "aria-label": "Numbers of this chart as CSV" }, text);
      this.status.replaceChildren("This browser does not let the page copy; the numbers are selected below.", box);
      box.select();
    }
  }
}

/** Where an event of ECharts points: the value of the axis when it is about all series, the item when it is about one. */
function hoverOf(hovered: unknown): { x: number; index: number } {
  const first: unknown = Array.isArray(hovered) ? hovered[0] : hovered;
  const field = (name: "axisValue" | "dataIndex"): number =>
    typeof first === "object" && first !== null && name in first ? Number((first as Record<string, unknown>)[name]) : Number.NaN;
  return { x: field("axisValue"), index: field("dataIndex") };
}
