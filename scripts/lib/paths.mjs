// Where things are. Everything that set-up makes lies inside the clone.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
export const at = (...parts) => path.join(root, ...parts);

const windows = process.platform === "win32";

export const venv = at(".venv");
export const venvPython = windows
  ? at(".venv", "Scripts", "python.exe")
  : at(".venv", "bin", "python");
export const hostFolder = at("tests", "e2e", "host");
export const output = at("out");
export const bundled = at("extension", "bundled");

export const manifest = () => JSON.parse(readFileSync(at("package.json"), "utf8"));
export const vsixPath = () => path.join(output, `dyetrace-${manifest().version}.vsix`);
