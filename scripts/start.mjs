// `npm start`: sets up what is missing, then opens the examples in a VS Code with Dyetrace.
import { spawn } from "node:child_process";
import { onPath } from "./lib/files.mjs";
import { embeddedEditor } from "./lib/embedded.mjs";
import { at, venvPython } from "./lib/paths.mjs";
import { attempt, main, Problem, say } from "./lib/run.mjs";
import { vscodeHost } from "./lib/vscode-host.mjs";
import { setup } from "./setup.mjs";

/** A `code` that can open a window; null where nothing says that there is a display. */
function desktopEditor() {
  const signs = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "VSCODE_IPC_HOOK_CLI"];
  const display = process.platform !== "linux" || signs.some((name) => process.env[name]);
  return display ? onPath("code") : null;
}

async function openDesktop(code) {
  say(`Opening the examples in VS Code (${code}).`);
  const shell = process.platform === "win32";
  const args = ["--new-window", `--extensionDevelopmentPath=${at()}`, at("examples")];
  const quoted = shell ? args.map((word) => `"${word}"`) : args;
  const { code: status } = await attempt(shell ? `"${code}"` : code, quoted, { open: true, shell });
  return status === 0;
}

async function openEmbedded() {
  await vscodeHost();
  const editor = await embeddedEditor();
  say("\nVS Code with Dyetrace is running. Open this address in a browser:\n");
  say(`    ${editor.address}\n`);
  say("Open leaky_script.py, or run `Dyetrace: Trace Tensor Shapes` on transformer_shape_bug.py.");
  say("Ctrl-C ends it.");
  await editor.ended;
}

async function checkInTerminal() {
  say("Checking the examples in the terminal instead: dyetrace check examples/\n");
  const child = spawn(venvPython, ["-m", "dyetrace", "check", "examples/"], {
    cwd: at(),
    stdio: "inherit",
  });
  const status = await new Promise((resolve) => child.once("close", resolve));
  if (status > 1) throw new Problem("`dyetrace check examples/` could not do its work.");
}

await main(async () => {
  await setup();
  const code = process.argv.includes("--embedded") ? null : desktopEditor();
  if (code && (await openDesktop(code))) return;
  try {
    await openEmbedded();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(`\nNo VS Code can be opened here: ${error.message}\n`);
    await checkInTerminal();
  }
});
