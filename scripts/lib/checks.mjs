// What `npm test` runs: each check is a program, and a way to read its counts.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { at, output, venvPython } from "./paths.mjs";
import { attempt } from "./run.mjs";

/** Counts of one check; a program that only succeeds or fails counts as one. */
const single = ({ code }) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** A test program that fails without naming a failed test has still failed. */
const atLeastOne = (counts, { code }) =>
  code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;

const python = (name, ...args) => ({ name, command: venvPython, args: ["-m", ...args] });
const node = (name, ...args) => ({ name, command: process.execPath, args });
const tool = (name, file, ...args) => node(name, at("node_modules", ...file.split("/")), ...args);

const report = path.join(output, "reports", "pytest.xml");

function pytestCounts(result) {
  const suite = existsSync(report) ? readFileSync(report, "utf8") : "";
  const number = (name) =>
    Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(suite)?.[1]);
  const [tests, failures, errors, skipped] = ["tests", "failures", "errors", "skipped"].map(number);
  if (!(tests > 0)) return { passed: 0, failed: 1 };
  const failed = failures + errors;
  return atLeastOne({ passed: tests - failed - skipped, failed, skipped }, result);
}

function nodeTestCounts(result) {
  const number = (name) =>
    Number(new RegExp(`^(?:#|ℹ) ${name} (\\d+)`, "m").exec(result.output)?.[1] ?? 0);
  const counts = {
    passed: number("pass"),
    failed: number("fail") + number("cancelled"),
    skipped: number("skipped") + number("todo"),
  };
  return counts.passed + counts.failed === 0
    ? { passed: 0, failed: 1 }
    : atLeastOne(counts, result);
}

export const staticChecks = [
  python("ruff check", "ruff", "check", "."),
  python("ruff format", "ruff", "format", "--check", "."),
  python("mypy (server)", "mypy"),
  python("mypy (boot)", "mypy", "--strict", at("extension", "boot", "boot.py")),
  {
    name: "import-linter",
    command: venvPython,
    args: ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
  },
  tool("eslint", "eslint/bin/eslint.js", "."),
  tool("prettier", "prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."),
  tool("TypeScript", "typescript/bin/tsc", "--noEmit", "-p", at("extension")),
];

export const clientTests = {
  ...node("client tests", "--test", "--test-reporter=spec", at("extension", "dist-test")),
  counts: nodeTestCounts,
};

export const pythonTests = {
  ...python("Python tests", "pytest", "-n", "2", "--junitxml", report),
  counts: pytestCounts,
};

export const endToEndTests = {
  ...node("end to end", "--test", "--test-concurrency=1", "--test-reporter=spec"),
  counts: nodeTestCounts,
};

/** Runs a check; resolves to its counts, its time and what it wrote. */
export async function run(check) {
  const start = Date.now();
  const result = await attempt(check.command, check.args, { env: check.env ?? process.env });
  const counts = { skipped: 0, ...(check.counts ?? single)(result) };
  const seconds = (Date.now() - start) / 1000;
  return { name: check.name, ...counts, seconds, output: result.output };
}

/** The summary: one line for each check, then the sum. */
export function table(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  const row = (name, ...cells) =>
    name.padEnd(width) + cells.map((c) => String(c).padStart(9)).join("");
  const lines = results.map(({ name, passed, failed, skipped, seconds }) =>
    row(name, passed, failed, skipped, seconds.toFixed(1)),
  );
  return [row("", "passed", "failed", "skipped", "seconds"), ...lines].join("\n");
}
