// Running other programs: quietly with the end of their output on failure, or in the open.
import { spawn } from "node:child_process";
import { root } from "./paths.mjs";

/** A failure that is explained by its sentence alone; no stack trace is shown for it. */
export class Problem extends Error {}

export const say = (text) => console.log(text);

/** Runs a program; resolves to `{ code, output }`, also when it fails or does not exist. */
export function attempt(
  command,
  args,
  { cwd = root, env = process.env, open = false, shell = false } = {},
) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      stdio: open ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout?.on("data", (data) => (output += data));
    child.stderr?.on("data", (data) => (output += data));
    child.on("error", (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.on("close", (code, signal) => resolve({ code: code ?? 1, output, signal }));
  });
}

/** Runs a program that has to succeed; `what` names the step in the message if it does not. */
export async function must(what, command, args, options = {}) {
  const result = await attempt(command, args, options);
  if (result.code !== 0) {
    throw new Problem(`${what} failed (exit status ${result.code}).\n${tail(result.output)}`);
  }
  return result.output;
}

/** The npm that runs us, without a shell and without its `.cmd` wrapper on Windows. */
export function npm(what, args, options = {}) {
  const quiet = ["--loglevel=error", "--no-progress", ...args];
  const own = process.env.npm_execpath;
  return own?.endsWith(".js")
    ? must(what, process.execPath, [own, ...quiet], options)
    : must(what, "npm", quiet, options);
}

/** Says what is being done, does it, and says how long it took. */
export async function step(text, work) {
  say(`- ${text} ...`);
  const start = Date.now();
  const result = await work();
  const seconds = (Date.now() - start) / 1000;
  if (seconds >= 2) say(`  done in ${seconds.toFixed(0)} s`);
  return result;
}

export const tail = (text, lines = 40) => text.trimEnd().split("\n").slice(-lines).join("\n");

/** Runs a script's main function; a `Problem` ends it with its sentence and status 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(`\n${error instanceof Problem ? error.message : error.stack}`);
    process.exitCode = 1;
  }
}
