import type { ChoiceKey, Drawing, Select } from "./charts/drawing";
import { button, element } from "./dom";
import type { Look } from "./palette";
import { swatch } from "./swatch";

/** Lists to choose from, kept where they are when a chart is drawn again: a control that has the focus must not go away. */
export class Selects {
  readonly root = element("span", { class: "selects" });
  private readonly made = new Map<ChoiceKey, { label: HTMLLabelElement; list: HTMLSelectElement; offered: string }>();
  private readonly choose: (key: ChoiceKey, value: string) => void;

  constructor(choose: (key: ChoiceKey, value: string) => void) {
    this.choose = choose;
  }

  show(selects: readonly Select[], valueOf: (key: ChoiceKey) => string): void {
    for (const select of selects) {
      const entry = this.made.get(select.key) ?? this.make(select);
      const offered = JSON.stringify(select.options);
      if (entry.offered !== offered) {
        entry.list.replaceChildren(...select.options.map(({ value, label }) => element("option", { value }, label)));
        entry.offered = offered;
      }
      entry.list.value = valueOf(select.key);
      entry.label.hidden = select.options.length < 2;
    }
  }

  private make(select: Select): { label: HTMLLabelElement; list: HTMLSelectElement; offered: string } {
    const list = element("select");
    list.addEventListener("change", () => this.choose(select.key, list.value));
    const entry = { label: element("label", {}, `${select.label} `, list), list, offered: "" };
    this.made.set(select.key, entry);
    this.root.append(entry.label);
    return entry;
  }
}

/** The candidates of a chart with their colours and symbols; each can be shown and hidden. */
export class Legend {
  readonly root = element("ul", { class: "legend", "aria-label": "Candidates" });
  private readonly made = new Map<string, { item: HTMLLIElement; toggle: HTMLButtonElement; picture: HTMLSpanElement }>();
  private readonly toggled: (candidate: string) => void;

  constructor(toggled: (candidate: string) => void) {
    this.toggled = toggled;
  }

  show(names: readonly string[], hidden: ReadonlySet<string>, look: Look): void {
    this.root.hidden = names.length === 0;
    for (const [name, { item }] of this.made) {
      item.hidden = !names.includes(name);
    }
    for (const name of names) {
      const { toggle, picture } = this.made.get(name) ?? this.make(name);
      const { colour, symbol } = look.paint(name);
      picture.replaceChildren(swatch({ label: name, symbol, dash: "solid" }, colour, look));
      toggle.setAttribute("aria-pressed", String(!hidden.has(name)));
    }
  }

  private make(name: string): { item: HTMLLIElement; toggle: HTMLButtonElement; picture: HTMLSpanElement } {
    const picture = element("span");
    const toggle = button("", "", () => this.toggled(name));
    toggle.append(picture, name);
    const entry = { item: element("li", {}, toggle), toggle, picture };
    this.made.set(name, entry);
    this.root.append(entry.item);
    return entry;
  }
}

/** What dashes, shades and colours mean. */
export function keyElement({ keys, ramp }: Drawing, look: Look): HTMLElement {
  const list = element("ul", { class: "keys" }, ...keys.map((key) => element("li", {}, swatch(key, look.faint, look), key.label)));
  if (ramp !== undefined) {
    const bar = element("span", { class: "ramp" });
    bar.style.background = `linear-gradient(to right, ${ramp.colours.join(", ")})`;
    list.append(element("li", {}, ramp.low, bar, ramp.high));
  }
  return list;
}
