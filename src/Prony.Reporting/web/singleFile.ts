import type { Plugin } from "vite";

/** Name of the page that the build writes; the reporting project embeds it under this name. */
export const PAGE = "report.html";

/**
 * Puts the built script and style into the page, so that the report is one file that asks nothing of a network.
 * Replaces by functions: `$&` in minified code would be understood as a pattern otherwise.
 */
export function singleFile(): Plugin {
  return {
    name: "prony:single-file",
    enforce: "post",
    generateBundle(_options, bundle) {
      const page = bundle["index.html"];
      if (page === undefined || page.type !== "asset") {
        return this.error("index.html is not among the built files, so there is nothing to put the script into.");
      }
      let html = asText(page.source);
      for (const [name, item] of Object.entries(bundle)) {
        if (item === page) {
          continue;
        }
        html = item.type === "chunk" ? withScript(html, name, item.code) : withStyle(html, name, asText(item.source));
        delete bundle[name];
      }
      delete bundle["index.html"];
      this.emitFile({ type: "asset", fileName: PAGE, source: html });
    },
  };
}

/** The page with the script of that file inside. A module runs after the whole page was read, so it may stand in the head. */
export function withScript(html: string, name: string, code: string): string {
  const inner = code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--").trim();
  return replaceTag(html, new RegExp(`<script[^>]*\\ssrc="[^"]*${escapePattern(name)}"[^>]*></script>`), `<script type="module">${inner}</script>`, name);
}

/** The page with the style of that file inside. */
export function withStyle(html: string, name: string, code: string): string {
  if (code.includes("</style")) {
    throw new Error(`${name} would end the style element that it is put into.`);
  }
  return replaceTag(html, new RegExp(`<link[^>]*\\shref="[^"]*${escapePattern(name)}"[^>]*>`), `<style>${code.trim()}</style>`, name);
}

function replaceTag(html: string, tag: RegExp, element: string, name: string): string {
  if (!tag.test(html)) {
    throw new Error(`${name} is not referred to by index.html, so it would be lost.`);
  }
  return html.replace(tag, () => element);
}

function asText(source: string | Uint8Array): string {
  return typeof source === "string" ? source : new TextDecoder().decode(source);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
