import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { Session } from "./session.mjs";

let session;

before(async () => {
  session = await Session.start("script");
});
after(() => session?.stop());

test("a leak in a script is shown, explained, and repaired by its quick fix", () =>
  session.scenario(async ({ workbench }) => {
    await session.open("leaky_script.py");
    await workbench.squiggles().first().waitFor({ timeout: 60_000 });
    const problem = await workbench.problem("dyetrace", "selection-before-split");
    assert.match(problem, /SelectKBest/);
    await session.screenshot("1-problems");
  }));
