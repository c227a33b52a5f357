// A leak in a script, from the squiggle to the repaired file.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { python, Session } from "./session.mjs";

const file = "leaky_script.py";
const rule = "selection-before-split";

let session;

before(async () => {
  session = await Session.start("script");
});
after(() => session?.stop());

test("a leak is underlined and listed with its rule, its place and the whole path", () =>
  session.scenario(async ({ workbench }) => {
    await session.open(file);
    await workbench.squiggles().first().waitFor({ timeout: 60_000 });
    const problem = await workbench.problem("dyetrace", rule);
    assert.match(problem, /SelectKBest/);
    assert.match(problem, /Ln 16, Col 13/);
    await workbench.problem("split here");
    await session.screenshot("1-problems");
  }));

test("the hover says what, evidence, why it matters and how to fix it", () =>
  session.scenario(async ({ workbench }) => {
    const hover = await workbench.hover(workbench.squiggles().first(), "Why it matters");
    for (const part of ["What", "Evidence", "Why it matters", "Fix"]) {
      assert.match(hover, new RegExp(`^${part} ·`, "m"));
    }
    assert.ok(hover.includes(rule));
    await session.screenshot("2-hover");
    await workbench.closeHover();
  }));

test("the quick fix repairs the program, keeps its comments, and it runs", () =>
  session.scenario(async ({ workbench }) => {
    const before = session.read(file);
    const titles = await workbench.quickFixes(workbench.squiggles().first());
    await session.screenshot("3-quick-fixes");
    const [fix] = titles;
    assert.doesNotMatch(fix, /^Suppress/);
    assert.ok(titles.some((title) => title === `Suppress ${rule} with a reason`));
    await workbench.apply(fix);
    await workbench.withoutProblem(rule);
    assert.equal(session.read(file), before, "nothing is saved without the user");
    await workbench.save();
    const repaired = await eventually("a repaired file", () => {
      const text = session.read(file);
      return text !== before && text;
    });
    await session.screenshot("4-repaired");
    for (const comment of before.match(/#.*$/gm)) assert.ok(repaired.includes(comment), comment);
    const output = execFileSync(python, [path.join(session.workspace, file)], { encoding: "utf8" });
    assert.match(output, /accuracy: 0\.\d+/);
  }));

test("a finding can be suppressed, and its comment asks for the reason", () =>
  session.scenario(async ({ workbench }) => {
    await workbench.problem("dyetrace", "fit-on-test");
    const titles = await workbench.quickFixes(workbench.squiggles().first());
    await workbench.apply(titles.find((title) => title.startsWith("Suppress fit-on-test")));
    await workbench.withoutProblem("fit-on-test");
    await session.screenshot("5-suppressed");
    await workbench.save();
    assert.match(session.read(file), /# dyetrace: ignore\[fit-on-test\]/);
  }));

test("findings follow what is typed", () =>
  session.scenario(async ({ page, workbench }) => {
    await workbench.openFile("leaky_script_fixed.py");
    const lines = session.read("leaky_script_fixed.py").split("\n");
    const line = lines.findIndex((text) => text.includes("scaler.transform(X_test)")) + 1;
    await workbench.goToLine(line, lines[line - 1].indexOf("transform") + 1);
    await page.keyboard.type("fit_");
    await workbench.problem("leaky_script_fixed.py");
    await workbench.problem("dyetrace", "fit-on-test", `Ln ${line}`);
  }));
