/** Elements from text: nothing on this page is ever made from markup, so that no name or log line can become any. */

type Attributes = Record<string, string>;

export function element<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function svg(name: string, attributes: Attributes, ...children: Node[]): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function button(label: string, name: string, act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", ...(name === label ? {} : { "aria-label": name, title: name }) }, label);
  made.addEventListener("click", act);
  return made;
}
