// What the end-to-end tests need: VS Code, a browser, and the packed extension.
import { rmSync } from "node:fs";
import path from "node:path";
import { endToEndTests } from "./checks.mjs";
import { chromium } from "./chromium.mjs";
import { globSync } from "./files.mjs";
import { at, output, venvPython } from "./paths.mjs";
import { vscodeHost } from "./vscode-host.mjs";
import { packageExtension } from "./vsix.mjs";

/** Prepares the run; resolves to the check. `wanted` keeps only files whose name contains it. */
export async function prepareEndToEnd(wanted = "") {
  const browser = await chromium();
  await vscodeHost();
  const vsix = await packageExtension();
  if (!wanted) rmSync(path.join(output, "screenshots"), { recursive: true, force: true });
  const files = globSync(at("tests", "e2e"), ".test.mjs").filter((file) =>
    path.basename(file).includes(wanted),
  );
  const env = {
    ...process.env,
    CHROME_PATH: browser,
    DYETRACE_VSIX: vsix,
    DYETRACE_PYTHON: venvPython,
  };
  return { ...endToEndTests, args: [...endToEndTests.args, ...files], env };
}
