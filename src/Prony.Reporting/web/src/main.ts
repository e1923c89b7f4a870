import "./style.css";
import { KINDS } from "./charts/kinds";
import { candidateNames, parseReport, type Report } from "./data";
import { element } from "./dom";
import { ChartFigure } from "./figure";
import { startTheme } from "./theme";

/** So far below the screen a chart is drawn already, so that it is there when it comes into view. */
const AHEAD = "400px";

function start(): void {
  const charts = chartsOf();
  const toggle = document.querySelector<HTMLButtonElement>("#theme");
  if (toggle !== null) {
    startTheme(toggle, () => [...charts.values()].filter((chart) => chart.isDrawn).forEach((chart) => chart.draw()));
  }
  drawInView(charts);
  printWhole(charts);
}

/** On paper nothing can be unfolded: what is folded is printed too, but the numbers of charts, and folded again afterwards. */
function printWhole(charts: ReadonlyMap<Element, ChartFigure>): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    charts.forEach((chart) => chart.print(true));
    opened = [...opened, ...document.querySelectorAll<HTMLDetailsElement>("#main details:not(.numbers):not([open])")];
    opened.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => {
    charts.forEach((chart) => chart.print(false));
    opened.forEach((fold) => { fold.open = false; });
    opened = [];
  });
}

/** The figures of the page with what draws them. What the page says is there without them, so a fault here is said in their place. */
function chartsOf(): Map<Element, ChartFigure> {
  const figures = [...document.querySelectorAll<HTMLElement>("figure.chart")];
  const report = readReport(figures);
  const charts = new Map<Element, ChartFigure>();
  if (report === null) {
    return charts;
  }
  const names = candidateNames(report);
  for (const figure of figures) {
    const kind = KINDS.get(figure.dataset["chart"] ?? "");
    const scenario = report.scenarios.find(({ name }) => name === figure.dataset["scenario"]);
    if (kind !== undefined && scenario !== undefined) {
      charts.set(figure, new ChartFigure(figure, kind, { report, scenario }, names));
    }
  }
  return charts;
}

function readReport(figures: readonly HTMLElement[]): Report | null {
  try {
    return parseReport(document.querySelector("#prony-data")?.textContent ?? "");
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    figures.forEach((figure) => figure.querySelector(".plot")?.replaceChildren(element("p", { class: "aside" }, `No chart: ${reason}`)));
    return null;
  }
}

/** A page opens at once when it draws what is seen and leaves the rest for later. */
function drawInView(charts: ReadonlyMap<Element, ChartFigure>): void {
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((candidate) => candidate.isIntersecting)) {
      observer.unobserve(entry.target);
      charts.get(entry.target)?.draw();
    }
  }, { rootMargin: AHEAD });
  charts.forEach((_, figure) => observer.observe(figure));
}

start();
