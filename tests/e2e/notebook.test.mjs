// A leak that runs across the cells of a notebook.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { Session } from "./session.mjs";

const file = "leaky_notebook.ipynb";
const rule = "fit-before-split";

let session;

const cells = () =>
  JSON.parse(session.read(file)).cells.map(({ source }) => [source].flat().join(""));

before(async () => {
  session = await Session.start("notebook");
});
after(() => session?.stop());

test("a leak across cells is underlined in the cell that causes it", () =>
  session.scenario(async ({ workbench }) => {
    await session.open(file);
    await session.serverRuns();
    const problem = await workbench.problem("dyetrace", rule, "StandardScaler");
    assert.match(problem, /Ln 2, Col 12/);
    await workbench.withoutProblem("syntax-error"); // the notebook begins with a magic
    await session.screenshot("1-problems");
    await workbench.revealProblem("StandardScaler");
    await workbench.squiggles(workbench.cell("scaler.fit_transform(X)")).first().waitFor();
  }));

test("the hover in a cell has the four parts", () =>
  session.scenario(async ({ workbench }) => {
    const cell = workbench.cell("scaler.fit_transform(X)");
    const hover = await workbench.hover(workbench.squiggles(cell).first(), "Why it matters");
    for (const part of ["What", "Evidence", "Why it matters", "Fix"]) {
      assert.match(hover, new RegExp(`^${part} ·`, "m"));
    }
    await session.screenshot("2-hover");
    await workbench.closeHover();
  }));

test("the quick fix repairs the notebook across its cells", () =>
  session.scenario(async ({ workbench }) => {
    const before = cells();
    const cell = workbench.cell("scaler.fit_transform(X)");
    const titles = await workbench.quickFixes(workbench.squiggles(cell).first());
    await session.screenshot("3-quick-fixes");
    await workbench.apply(titles[0]);
    await workbench.withoutProblem("dyetrace", rule, "StandardScaler");
    await workbench.save();
    const now = await eventually("a repaired notebook", () => {
      const read = cells();
      return read.join() !== before.join() && read;
    });
    await session.screenshot("4-repaired");
    const changed = now.filter((text, index) => text !== before[index]);
    assert.ok(changed.length > 1, `changed cells:\n${changed.join("\n---\n")}`);
    assert.ok(now.some((text) => text.startsWith("%matplotlib inline")));
  }));
