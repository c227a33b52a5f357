// Probes: asked for once, seen while they run, shown where the code is, and ended for good.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { processes } from "./processes.mjs";
import { Session } from "./session.mjs";

let session;

const worker = () => processes("worker", session.folder);
/** Whether no more is left than the Python that stays warm for the next probe. */
const onlyWarm = () =>
  worker().length === processes("worker warm", session.folder).length && worker().length <= 1;

/** The line (from 1) and column (from 1) of a text in a file of the workspace. */
function place(file, text) {
  const lines = session.read(file).split("\n");
  const index = lines.findIndex((line) => line.includes(text));
  assert.notEqual(index, -1, `${file} has no line with ${text}`);
  return { line: index + 1, column: lines[index].indexOf(text) + 1 };
}

before(async () => {
  session = await Session.start("probes");
});
after(() => session?.stop());

test("nothing runs before the user has agreed", () =>
  session.scenario(async ({ workbench }) => {
    await session.open("transformer_shape_bug_fixed.py");
    await session.serverRuns();
    await workbench.command("Dyetrace: Trace Tensor Shapes");
    await workbench.dialog.waitFor();
    const text = await workbench.dialog.innerText();
    assert.match(text, /Run transformer_shape_bug_fixed\.py to trace its tensor shapes\?/);
    assert.ok(text.includes(process.env.DYETRACE_PYTHON), text);
    assert.deepEqual(worker(), []);
    await session.screenshot("1-consent");
    await workbench.press("Cancel", workbench.dialog);
    await workbench.dialog.waitFor({ state: "hidden" });
    assert.equal(await workbench.toasts.count(), 0);
    assert.deepEqual(worker(), []);
  }));

test("traced shapes are on the hover of a tensor expression", () =>
  session.scenario(async ({ workbench }) => {
    const file = "transformer_shape_bug_fixed.py";
    const before = session.read(file);
    await workbench.command("Dyetrace: Trace Tensor Shapes");
    await workbench.press("Run", workbench.dialog);
    await workbench.toast(`Tracing tensor shapes of ${file}`).waitFor();
    await session.screenshot("2-progress");
    await workbench.toast(/Shapes of \d+ expressions/).waitFor({ timeout: 120_000 });
    await session.screenshot("3-traced");
    const { line, column } = place(file, "self.head(x)");
    const hover = await workbench.hoverAt(line, column + "self.head(".length, "float32");
    assert.match(hover, /\[[^\]]+, ?[^\]]+, ?[^\]]+\]/);
    await session.screenshot("4-shape-on-hover");
    assert.equal(session.read(file), before);
    await eventually("an ended probe", onlyWarm);
  }));

test("a crash gives the shapes up to it, and a problem at the failing line", () =>
  session.scenario(async ({ workbench }) => {
    const file = "transformer_shape_bug.py";
    await workbench.openFile(file);
    await workbench.command("Dyetrace: Trace Tensor Shapes");
    const { line } = place(file, "self.proj(y)");
    await workbench.problem("dyetrace", "shape-mismatch", `Ln ${line}`);
    await session.screenshot("5-shape-mismatch");
  }));

test("a layer without a gradient is reported where it is defined", () =>
  session.scenario(async ({ workbench }) => {
    const file = "silent_training_bug.py";
    await workbench.openFile(file);
    await workbench.command("Dyetrace: Check Gradient Flow");
    const { line, column } = place(file, "self.gate = nn.Linear");
    await workbench.problem("dyetrace", "no-gradient", `Ln ${line}`);
    await session.screenshot("6-no-gradient");
    const hover = await workbench.hoverAt(line, column + "self.".length, "gate.weight");
    assert.match(hover, /gradient/i);
    await session.screenshot("7-layer-hover");
  }));

test("cleared results are gone from the problems", () =>
  session.scenario(async ({ workbench }) => {
    await workbench.command("Dyetrace: Clear Probe Results");
    await eventually("problems without measured ones", async () => {
      const rows = await workbench.problemRows.allInnerTexts();
      return !rows.some((row) => /no-gradient|shape-mismatch/.test(row));
    });
  }));

test("a cancelled probe leaves no process, not even its children", () =>
  session.scenario(async ({ workbench }) => {
    await workbench.openFile("sleeper.py");
    await workbench.command("Dyetrace: Trace Tensor Shapes");
    const toast = workbench.toast("Tracing tensor shapes of sleeper.py");
    await toast.waitFor();
    await eventually("a running child", () => processes("child-of-the-sleeper").length > 0);
    assert.ok(worker().length > 0);
    await session.screenshot("8-cancellable");
    await workbench.press("Cancel", toast);
    await toast.waitFor({ state: "detached" });
    await eventually(
      "ended processes",
      () => onlyWarm() && processes("child-of-the-sleeper").length === 0,
    );
  }));

test("after one yes the folder is not asked again, until that is forgotten", () =>
  session.scenario(async ({ workbench }) => {
    await workbench.command("Dyetrace: Forget Permission to Run Probes");
    await workbench.toast("will ask before it runs code again").waitFor();
    await workbench.command("Dyetrace: Trace Tensor Shapes");
    await workbench.dialog.waitFor();
    await workbench.press("Cancel", workbench.dialog);
  }));
