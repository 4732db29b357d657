import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import purgecss from "@fullhuman/postcss-purgecss";
import { defineConfig } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const huiyin = resolve(here, "../..");
const built = resolve(here, "../static/built");

// Class names are looked for wherever one can be written. A name that only exists at run time stands in `safelist`.
const purge = purgecss({
  content: ["web", "portal", "desk"]
    .flatMap((part) => [`${huiyin}/${part}/**/*.html`, `${huiyin}/${part}/*.py`, `${huiyin}/${part}/[!m]*/**/*.py`])
    .concat(`${here}/*.js`),
  safelist: {
    standard: [
      "show",
      "showing",
      "hiding",
      "fade",
      "active",
      "disabled",
      "collapse",
      "collapsing",
      "collapsed",
      "was-validated",
    ],
    greedy: [
      /^modal/,
      /^offcanvas/,
      /^dropdown-menu/,
      /^tooltip/,
      /^popover/,
      /^toast/,
      /^htmx-/,
      /^leaflet-/,
      /data-bs-(theme|popper)/,
      /\[dir=/,
    ],
  },
});

// Letters are set in this face; the browser never loads it.
const letterFonts = {
  name: "letter-fonts",
  writeBundle() {
    const family = resolve(here, "node_modules/@expo-google-fonts/noto-serif-sc");
    mkdirSync(join(built, "fonts"), { recursive: true });
    for (const path of ["400Regular/NotoSerifSC_400Regular.ttf", "700Bold/NotoSerifSC_700Bold.ttf", "LICENSE_FONT"]) {
      cpSync(join(family, path), join(built, "fonts", path.split("/").pop()));
    }
  },
};

// The server sends the packed file that lies beside the plain one: a third of the bytes on a slow line.
const packed = {
  name: "packed",
  writeBundle(_options, bundle) {
    for (const { fileName, code, source } of Object.values(bundle)) {
      if (/\.(css|js)$/.test(fileName))
        writeFileSync(join(built, `${fileName}.gz`), gzipSync(code ?? source, { level: 9 }));
    }
  },
};

export default defineConfig({
  root: here,
  base: "./",
  publicDir: false,
  logLevel: "warn",
  css: { postcss: { plugins: [purge] } },
  plugins: [letterFonts, packed],
  build: {
    outDir: built,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2019",
    cssTarget: ["chrome80", "safari13"],
    rolldownOptions: {
      input: { portal: join(here, "portal.js"), desk: join(here, "desk.js"), map: join(here, "map.js") },
      // htmx evaluates expressions in attributes only where `allowEval` lets it, which our pages switch off.
      checks: { eval: false },
    },
  },
});
