// Shapes where the code is: traced by a lens, with inputs of one's own, after each save.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { processes } from "./processes.mjs";
import { Session } from "./session.mjs";

const network = "classifier.py";
let session;

const workers = () => processes("worker", session.folder);

/** The line (from 1) and column (from 1) of a text in a file of the workspace. */
function place(file, text) {
  const lines = session.read(file).split("\n");
  const index = lines.findIndex((line) => line.includes(text));
  assert.notEqual(index, -1, `${file} has no line with ${text}`);
  return { line: index + 1, column: lines[index].indexOf(text) + 1 };
}

/** Changes a setting and gives the window the moment that it takes to read it. */
async function setting(name, value) {
  session.configure({ [`dyetrace.shapes.${name}`]: value });
  await session.page.waitForTimeout(1_500);
}

async function hoverOn(file, text, wanted) {
  const { line, column } = place(file, text);
  return await session.workbench.hoverAt(line, column + 1, wanted);
}

before(async () => {
  session = await Session.start("shapes");
});
after(() => session?.stop());

test("a lens traces one class, with inputs that are guessed and said so", () =>
  session.scenario(async ({ workbench }) => {
    await session.open(network);
    await session.serverRuns();
    await workbench.lens("Trace shapes").first().click();
    await workbench.press("Run", workbench.dialog);
    await workbench.toast("Tracing tensor shapes of Classifier").waitFor();
    await session.screenshot("1-tracing-a-class");
    await workbench.toast("Its inputs were guessed").waitFor({ timeout: 120_000 });
    await session.screenshot("2-guessed-inputs");
    await workbench
      .lens(/input: torch\.\w+\(.*\) \(guessed\)/)
      .first()
      .waitFor();
    const hover = await hoverOn(network, "features =", "float32");
    assert.match(hover, /\[B, (width=)?16, H, W\]/);
    await workbench.closeHover();
  }));

test("the inputs can be edited, and are traced at once", () =>
  session.scenario(async ({ workbench }) => {
    await workbench.lens("(guessed)").first().click();
    const input = workbench.page.locator(".quick-input-widget input.input");
    await input.waitFor();
    await eventually("the guess", async () => /^torch\./.test(await input.inputValue()));
    assert.equal(await workbench.dialog.count(), 0);
    await input.fill("torch.randn(6, 3, 20, 28");
    await workbench.page.locator(".quick-input-message", { hasText: "not closed" }).waitFor();
    await session.screenshot("3-input-box");
    await input.fill("torch.randn(6, 3, 20, 28)");
    await workbench.page.keyboard.press("Enter");
    await workbench.lens("input: torch.randn(6, 3, 20, 28)").first().waitFor({ timeout: 60_000 });
    const hover = await hoverOn(network, "features =", "seen as");
    assert.match(hover, /\[6, 16, 20, 28\]/);
    await session.screenshot("4-shape-of-own-inputs");
    await workbench.closeHover();
  }));

test("shapes behind names are shown in the function under the cursor, if wanted", () =>
  session.scenario(async ({ workbench }) => {
    assert.equal(await workbench.inlays.count(), 0);
    await setting("inlayHints", true);
    const { line } = place(network, "pooled =");
    await workbench.goToLine(line);
    await workbench.inlays
      .filter({ hasText: /\[B,\s/ })
      .first()
      .waitFor();
    await session.screenshot("5-inlay-hints");
    await workbench.goToLine(place(network, "import torch").line);
    await eventually("no hints elsewhere", async () => (await workbench.inlays.count()) === 0);
    await setting("inlayHints", false);
  }));

test("an edit greys the shapes of its function, a comment does not", () =>
  session.scenario(async ({ workbench }) => {
    const { line } = place(network, "flat =");
    await workbench.goToLine(line);
    await workbench.page.keyboard.press("End");
    await workbench.page.keyboard.type("  # all but the batch");
    assert.doesNotMatch(await hoverOn(network, "features =", "float32"), /was changed/);
    await workbench.closeHover();
    await workbench.goToLine(line);
    await workbench.page.keyboard.press("End");
    await workbench.page.keyboard.press("Enter");
    await workbench.page.keyboard.type("flat = flat * 2");
    const hover = await hoverOn(network, "features =", "before this function was changed");
    assert.match(hover, /16/);
    const grey = workbench.page.locator(".monaco-hover span[style*='disabledForeground']");
    assert.ok((await grey.count()) > 0);
    await session.screenshot("6-stale");
    await workbench.closeHover();
  }));

test("a save traces again what was traced last, if wanted", () =>
  session.scenario(async ({ workbench }) => {
    await setting("traceOnSave", true);
    await workbench.page.keyboard.press("Control+End");
    await workbench.page.keyboard.type("\n");
    await workbench.save();
    const hover = await hoverOn(network, "flat = flat * 2", "seen as");
    assert.match(hover, /\[6, 256\]/);
    assert.doesNotMatch(hover, /was changed/);
    await session.screenshot("7-traced-on-save");
    await workbench.closeHover();
    assert.equal(await workbench.toasts.filter({ hasText: "Shapes of" }).count(), 0);
    await eventually("one warm Python that waits", () => workers().length === 1);
  }));

test("saves that follow each other are not queued", () =>
  session.scenario(async ({ workbench }) => {
    for (let time = 0; time < 4; time++) {
      await workbench.page.keyboard.press("Control+End");
      await workbench.page.keyboard.type("\n");
      await workbench.save();
      await workbench.page.waitForTimeout(350);
    }
    await eventually("an end of it", () => workers().length === 1);
    const traces = session.log().split("trace on save").length - 1;
    assert.equal(traces, 0, "nothing of it is an error");
  }));

test("measured shapes can be written into the code", () =>
  session.scenario(async ({ workbench }) => {
    await setting("traceOnSave", false);
    const { line, column } = place(network, "pooled =");
    await workbench.goToLine(line, column);
    await workbench.command("Refactor...");
    const rows = workbench.page.locator(".action-widget .monaco-list-row.action");
    await rows.filter({ hasText: "Insert shape comments" }).waitFor();
    await session.screenshot("8-refactorings");
    await workbench.apply("Insert shape comments");
    await workbench.page
      .locator(".view-line", { hasText: /#\s\[B/ })
      .first()
      .waitFor();
    await workbench.save();
    assert.match(
      session.read(network),
      /pooled = self\.pool\(features\) {2}# \[B, (width=)?16, 4, 4\]/,
    );
    assert.doesNotMatch(await hoverOn(network, "features =", "float32"), /was changed/);
    await session.screenshot("9-shape-comments");
    await workbench.closeHover();
  }));

test("a script that was never traced is traced whole on save", () =>
  session.scenario(async ({ workbench }) => {
    await setting("traceOnSave", true);
    await workbench.openFile("waves.py");
    await workbench.page.keyboard.press("Control+End");
    await workbench.page.keyboard.type("\n");
    await workbench.save();
    await eventually("its shapes", async () =>
      /50/.test(await hoverOn("waves.py", "heights =", "float32")),
    );
    await session.screenshot("10-histogram");
    const picture = workbench.page.locator(".monaco-hover img[src^='data:image/svg']");
    assert.ok(await picture.first().evaluate((image) => image.naturalWidth > 100));
    await workbench.closeHover();
  }));
