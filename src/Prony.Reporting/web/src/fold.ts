import { element } from "./dom";
import { counted } from "./numbers";

/** So many of a long list are shown at once; they come worst first. */
const SHOWN = 6;

/** Folds the rest of long lists of doubts, so that the charts are not a long way down. What is folded is open on paper, and without a script. */
export function foldLong(lists: Iterable<HTMLUListElement>, thing: string): HTMLDetailsElement[] {
  return [...lists].flatMap((list) => {
    const rest = [...list.children].slice(SHOWN);
    if (rest.length < 3) {
      return [];
    }
    const more = element("details", {}, element("summary", {}, `${counted(rest.length, `more ${thing}`)}`), element("ul", {}, ...rest));
    list.after(more);
    return [more];
  });
}
