// Bundles the extension for VS Code; `--tests` bundles its unit tests for Node instead.
import { rmSync } from "node:fs";
import * as esbuild from "esbuild";
import { globSync } from "./lib/files.mjs";
import { at } from "./lib/paths.mjs";

const common = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  sourcemap: true,
  logLevel: "warning",
};

if (process.argv.includes("--tests")) {
  rmSync(at("extension", "dist-test"), { recursive: true, force: true });
  await esbuild.build({
    ...common,
    entryPoints: globSync(at("extension", "test"), ".test.ts"),
    outdir: at("extension", "dist-test"),
    external: ["vscode"],
  });
} else {
  await esbuild.build({
    ...common,
    entryPoints: [at("extension", "src", "extension.ts")],
    outfile: at("extension", "dist", "extension.js"),
    external: ["vscode"],
    minify: true,
    sourcesContent: false,
  });
}
