// Restricted Mode: the code is read, and nothing of the folder is run.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { Session } from "./session.mjs";

let session;
let trace;

before(async () => {
  session = await Session.start("trust", {
    settings: { "security.workspace.trust.enabled": true },
  });
  trace = path.join(session.folder, "planted-was-run");
  mkdirSync(path.join(session.workspace, ".vscode"));
  const planted = path.join(session.workspace, "python");
  session.write(
    "python",
    `#!/bin/sh\ntouch '${trace}'\nexec '${process.env.DYETRACE_PYTHON}' "$@"\n`,
  );
  chmodSync(planted, 0o755);
  const settings = { "dyetrace.interpreter": [planted], "dyetrace.probe.python": [planted] };
  session.write(".vscode/settings.json", JSON.stringify(settings));
});
after(() => session?.stop());

test("in Restricted Mode the rules work, with an interpreter that is not the folder's", () =>
  session.scenario(async ({ page, workbench }) => {
    await session.open("leaky_script.py");
    await page.getByText("Restricted Mode").first().waitFor();
    await session.serverRuns();
    await workbench.squiggles().first().waitFor();
    await session.screenshot("1-restricted");
    assert.equal(existsSync(trace), false);
  }));

test("in Restricted Mode a probe runs nothing and asks for trust", () =>
  session.scenario(async ({ page, workbench }) => {
    await workbench.command("Dyetrace: Trace Tensor Shapes");
    const toast = workbench.toast("has to be trusted first");
    await toast.waitFor();
    await session.screenshot("2-asks-for-trust");
    assert.equal(await workbench.dialog.count(), 0);
    assert.equal(existsSync(trace), false);
    await workbench.press("Manage Workspace Trust", toast);
    await page.locator(".workspace-trust-editor").waitFor();
  }));
