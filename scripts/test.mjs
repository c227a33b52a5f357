// `npm test`: sets up what is missing, runs every test, and sums them up.
// `npm test -- --fast` leaves out what needs a browser.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { clientTests, pythonTests, run, staticChecks, table } from "./lib/checks.mjs";
import { prepareEndToEnd } from "./lib/end-to-end.mjs";
import { at, output } from "./lib/paths.mjs";
import { main, must, Problem, say, tail } from "./lib/run.mjs";
import { setup } from "./setup.mjs";

const logs = path.join(output, "logs");

/** Runs a check and shows it in one line; what a failed one wrote is shown in full. */
async function show(check) {
  say(`        ${check.name} ...`);
  const result = await run(check);
  const file = path.join(logs, `${result.name.replaceAll(/\W+/g, "-")}.log`);
  writeFileSync(file, result.output);
  const { name, passed, failed, seconds } = result;
  say(
    `${failed ? "FAILED" : "ok    "}  ${name} (${passed} passed, ${failed} failed, ${seconds.toFixed(1)} s)`,
  );
  if (failed) say(`\n${tail(result.output, 200)}\n\nAll of it: ${path.relative(at(), file)}\n`);
  return result;
}

/** The end-to-end tests; that they cannot even be prepared is a failure like any other. */
async function endToEnd() {
  const start = Date.now();
  try {
    return await show(await prepareEndToEnd());
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(`FAILED  end to end\n\n${error.message}\n`);
    const seconds = (Date.now() - start) / 1000;
    return { name: "end to end", passed: 0, failed: 1, skipped: 0, seconds };
  }
}

await main(async () => {
  const fast = process.argv.includes("--fast");
  await setup();
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  await must("Building the client's tests", process.execPath, [
    at("scripts", "build.mjs"),
    "--tests",
  ]);
  const results = [];
  for (const check of [...staticChecks, clientTests, pythonTests]) results.push(await show(check));
  if (!fast) results.push(await endToEnd());

  const sum = (name) => results.reduce((total, result) => total + result[name], 0);
  say(`\n${table(results)}\n`);
  if (fast) say("Left out by --fast: the end-to-end tests in a real VS Code.");
  if (sum("skipped") > 0) say(`${sum("skipped")} skipped.`);
  const broken = results.filter(({ failed }) => failed > 0).map(({ name }) => name);
  if (broken.length > 0) say(`FAILED: ${broken.join(", ")}`);
  say(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = broken.length > 0 ? 1 : 0;
});
