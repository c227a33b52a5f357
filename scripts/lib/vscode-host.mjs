// A real VS Code for the browser: the npm package `code-server`, in a folder with its own lock.
import { chmodSync, existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { onPath } from "./files.mjs";
import { at, hostFolder, venvPython } from "./paths.mjs";
import { attempt, npm, Problem, say, step } from "./run.mjs";
import { fingerprint, once } from "./stamp.mjs";

const modules = path.join(hostFolder, "node_modules");
const vscode = path.join(modules, "code-server", "lib", "vscode");
const wantedMajor = 24;

export const serverEntry = path.join(vscode, "out", "server-main.js");
const stamp = path.join(modules, ".dyetrace-ready");

/** The folder of the Node package that this VS Code wants, or null where there is none. */
function nodePackage() {
  const folder = path.join(modules, `node-${process.platform}-${process.arch}`);
  return existsSync(path.join(folder, "bin", "node")) ? folder : null;
}

/** The Node that runs VS Code: its own package, else the machine's if that is new enough. */
export function hostNode() {
  const folder = nodePackage();
  if (folder) return path.join(folder, "bin", "node");
  if (Number(process.versions.node.split(".")[0]) === wantedMajor) return process.execPath;
  throw new Problem(
    `The embedded VS Code needs Node ${wantedMajor} on ${process.platform}-${process.arch}, ` +
      `and this is ${process.version}. Install VS Code itself, with its \`code\` command.`,
  );
}

// Its own install script would compile everything and stop where a header is missing, so no
// install script is run; without these two modules VS Code works, but writes no log files.
const compiled = ["@vscode/native-watchdog", "@vscode/spdlog"];

async function compileNative() {
  const headers = nodePackage();
  if (!headers || !["g++", "make", "python3"].every(onPath)) {
    say("  (no C++ compiler here: VS Code will write no log files)");
    return;
  }
  const gyp = path.join(modules, "node-gyp", "bin", "node-gyp.js");
  const env = { ...process.env, PYTHON: venvPython };
  for (const name of compiled) {
    const folder = path.join(vscode, "node_modules", name);
    const { code } = await attempt(
      hostNode(),
      [gyp, "-C", folder, "rebuild", "--nodedir", headers, "--silent"],
      { env },
    );
    if (code !== 0) say(`  (${name} could not be compiled: VS Code will write no log files)`);
  }
}

/** Drops what is never run here: AI agent runtimes and other platforms' binaries. */
function slim() {
  const inner = path.join(vscode, "node_modules");
  for (const name of ["@github", "@microsoft"]) {
    const scope = path.join(inner, name);
    if (!existsSync(scope)) continue;
    for (const entry of readdirSync(scope)) {
      if (/^(copilot-sdk|mxc-sdk)/.test(entry)) {
        rmSync(path.join(scope, entry), { recursive: true, force: true });
      }
    }
  }
  rmSync(path.join(vscode, "extensions", "copilot"), { recursive: true, force: true });
}

async function install() {
  if (process.platform === "win32") {
    throw new Problem("The embedded VS Code does not run on Windows; install VS Code itself.");
  }
  await step("Installing an embedded VS Code (about 500 MB, once)", async () => {
    await npm("Installing the embedded VS Code", ["ci", "--ignore-scripts"], { cwd: hostFolder });
    const node = nodePackage();
    if (node) chmodSync(path.join(node, "bin", "node"), 0o755);
    hostNode();
  });
  await step("Installing its inner packages", () =>
    npm(
      "Installing the inner packages of VS Code",
      ["install", "--omit=dev", "--ignore-scripts", "--legacy-peer-deps", "--no-package-lock"],
      { cwd: vscode },
    ),
  );
  await step("Compiling its log writer", compileNative);
  slim();
}

/** Makes the embedded VS Code ready to be started. */
export async function vscodeHost() {
  const files = ["package.json", "package-lock.json"].map((name) => path.join(hostFolder, name));
  const value = fingerprint([...files, at("scripts", "lib", "vscode-host.mjs")]);
  return once(stamp, value, install);
}
