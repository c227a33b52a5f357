// The server's life as the user sees it: no interpreter, a crash, restarting, the end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { processes } from "./processes.mjs";
import { python, Session } from "./session.mjs";

let session;

const server = () => processes("boot.py", session.folder);

before(async () => {
  session = await Session.start("server", {
    settings: { "dyetrace.interpreter": ["/no/such/python"] },
  });
});
after(() => session?.stop());

test("an interpreter that does not exist is named, and the way out as well", () =>
  session.scenario(async ({ workbench }) => {
    await session.open("leaky_script.py");
    const toast = workbench.toast("dyetrace.interpreter");
    await toast.first().waitFor();
    assert.match(await toast.first().innerText(), /\/no\/such\/python/);
    await session.screenshot("1-no-interpreter");
    await workbench.command("Dyetrace: Trace Tensor Shapes");
    await workbench.toast("server does not run").last().waitFor();
  }));

test("the server starts once the setting is right", () =>
  session.scenario(async ({ workbench }) => {
    session.configure({ "dyetrace.interpreter": [python] });
    await session.serverRuns();
    await workbench.command("Notifications: Clear All Notifications");
    await workbench.command("Dyetrace: Show Debug Information");
    const text = workbench.editor.locator(".view-lines").last();
    await eventually("the debug information", async () => {
      const lines = (await text.innerText()).replaceAll("\u00a0", " ");
      return lines.includes("server: running") && lines.includes("boot.py");
    });
    await session.screenshot("2-debug-information");
  }));

test("a crashed server is reported once, with a button that restarts it", () =>
  session.scenario(async ({ workbench }) => {
    for (const pid of server()) process.kill(pid, "SIGKILL");
    const toast = workbench.toast("server does not run");
    await toast.first().waitFor();
    assert.equal(await toast.count(), 1);
    await session.screenshot("3-crashed");
    await workbench.press("Restart", toast.first());
    await session.serverRuns(2);
  }));

test("restarting leaves one server", () =>
  session.scenario(async ({ workbench }) => {
    const [before] = server();
    await workbench.command("Dyetrace: Restart Server");
    await session.serverRuns(3);
    await eventually("another server", () => {
      const now = server();
      return now.length === 1 && now[0] !== before;
    });
  }));

test("nothing is left behind when VS Code ends", () =>
  session.scenario(async () => {
    assert.equal(server().length, 1);
    await session.editor.stop();
    await eventually("an ended server", () => server().length === 0);
  }));
