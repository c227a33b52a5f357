// The embedded default of `npm start`: the packaged extension in a VS Code of our own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { EditorServer } from "./editor-server.mjs";
import { at, venvPython } from "./paths.mjs";
import { packageExtension } from "./vsix.mjs";

/** Starts it with `examples/` open; it ends with this process, and its files are removed. */
export async function embeddedEditor() {
  const vsix = await packageExtension();
  const folder = mkdtempSync(path.join(tmpdir(), "dye-")); // short: sockets lie below it
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const python = { "dyetrace.interpreter": [venvPython], "dyetrace.probe.python": [venvPython] };
  const editor = new EditorServer(folder, { settings: python });
  await editor.install(vsix);
  await editor.start(Number(process.env.PORT ?? 0));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => editor.stop());
  return { address: editor.address(at("examples")), ended: editor.ended };
}
