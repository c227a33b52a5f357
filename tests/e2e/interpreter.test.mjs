// Interpreters from elsewhere than the settings: either Python extension, or the PATH.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { at } from "../../scripts/lib/paths.mjs";
import { python, Session } from "./session.mjs";

const unset = { "dyetrace.interpreter": [], "dyetrace.probe.python": [] };

let folder;

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), "dyetrace-stubs-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Packs a stub of an extension that cannot be had here. */
function stub(name) {
  const vsix = path.join(folder, `${name}.vsix`);
  const vsce = at("node_modules", "@vscode", "vsce", "vsce");
  const args = ["package", "--no-dependencies", "--allow-missing-repository", "--skip-license"];
  const cwd = at("tests", "e2e", "stubs", name);
  execFileSync(process.execPath, [vsce, ...args, "--out", vsix], { cwd, stdio: "pipe" });
  return vsix;
}

/** Starts a session, and checks which interpreter serves and which one a probe would use. */
async function uses(name, { stubs = [], source, command, ...options }) {
  const session = await Session.start(`interpreter-${name}`, {
    settings: unset,
    stubs: stubs.map(stub),
    ...options,
  });
  try {
    await session.scenario(async ({ workbench }) => {
      await session.open("transformer_shape_bug_fixed.py");
      await session.serverRuns();
      assert.ok(session.log().includes(`Server interpreter from ${source}.`), session.log());
      await workbench.command("Dyetrace: Trace Tensor Shapes");
      await workbench.dialog.waitFor();
      const text = await workbench.dialog.innerText();
      assert.ok(text.includes(`${command}\n(from ${source})`), text);
    });
  } finally {
    await session.stop();
  }
}

test("the Python extension's selected interpreter is used", () =>
  uses("python", {
    stubs: ["python"],
    environment: { DYETRACE_SELECTED_PYTHON: python },
    source: "the Python extension",
    command: python,
  }));

test("the Python Environments extension comes first, with its arguments", () =>
  uses("environments", {
    stubs: ["python", "environments"],
    environment: { DYETRACE_SELECTED_PYTHON: python },
    source: "the Python Environments extension",
    command: `${python} -W ignore`,
  }));

test("without either extension the PATH is searched", () =>
  uses("path", {
    environment: { PATH: `${path.dirname(python)}${path.delimiter}${process.env.PATH}` },
    source: "the PATH",
    command: path.join(path.dirname(python), "python3"),
  }));

test("a clone that is opened by `npm start` runs itself, in its own environment", () =>
  uses("development", {
    development: true,
    source: "the development environment",
    command: python,
  }));
