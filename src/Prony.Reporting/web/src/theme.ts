/** The theme of the system, or the one that the reader has chosen on this page; remembered where a browser lets a file remember. */

const KEY = "prony-theme";

export function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === "dark" || (chosen !== "light" && systemIsDark().matches);
}

/** Makes the button work and says when the theme has changed. */
export function startTheme(toggle: HTMLButtonElement, changed: () => void): void {
  const show = (): void => toggle.setAttribute("aria-pressed", String(isDark()));
  const tell = (): void => {
    show();
    changed();
  };
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset["theme"] = theme;
    remember(theme);
    tell();
  });
  systemIsDark().addEventListener("change", tell);
  show();
}

function systemIsDark(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}

function remember(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be forbidden to files: the choice then lasts as long as the page is open.
  }
}
