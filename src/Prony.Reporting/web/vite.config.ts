import { defineConfig } from "vitest/config";
import { singleFile } from "./singleFile.ts";

export default defineConfig({
  base: "./",
  plugins: [singleFile()],
  build: {
    // The first versions with light-dark() in CSS, which the two themes are made with.
    target: ["chrome123", "edge123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    emptyOutDir: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
  },
  // The default reporter needs Node 21 to say what failed; this one says it everywhere.
  test: { include: ["tests/**/*.test.ts"], reporters: ["tap-flat"] },
});
