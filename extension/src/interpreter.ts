/** Choosing a Python interpreter, without anything of VS Code: see `python.ts` for the sources. */
import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import * as path from "node:path";

/** A Python that answers: the command (absolute path, then arguments), and who named it. */
export interface Interpreter {
  readonly command: readonly string[];
  readonly version: Version;
  readonly source: string;
}

export type Version = readonly [major: number, minor: number];

/** Someone who may know an interpreter; `find` gives its command, or undefined. */
export interface Source {
  readonly name: string;
  readonly find: () => Promise<readonly string[] | undefined> | readonly string[] | undefined;
  /** What this source names is what the user chose: nothing else is tried after it. */
  readonly binding?: boolean;
}

export interface Choice {
  readonly interpreter: Interpreter | undefined;
  /** One sentence for each source that was asked and did not fit. */
  readonly rejected: readonly string[];
}

/** The server's Python. */
export const oldestForServer: Version = [3, 10];
/** The Python of the user's code in a probe. */
export const oldestForProbes: Version = [3, 9];

const sourceTimeout = 5_000;
const versionTimeout = 10_000;

/** Asks the sources in order, each for a limited time, and takes the first Python that fits. */
export async function choose(sources: readonly Source[], oldest: Version): Promise<Choice> {
  const rejected: string[] = [];
  for (const source of sources) {
    let named = false;
    try {
      const command = await withTimeout(Promise.resolve(source.find()), sourceTimeout);
      if (command === undefined || command.length === 0) continue;
      named = true;
      const version = await pythonVersion(command);
      if (isAtLeast(version, oldest)) {
        return { interpreter: { command, version, source: source.name }, rejected };
      }
      rejected.push(
        `${command.join(" ")} (from ${source.name}) is Python ${version.join(".")}, ` +
          `and ${oldest.join(".")} or newer is needed.`,
      );
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      rejected.push(named ? `${why} It comes from ${source.name}.` : `From ${source.name}: ${why}`);
    }
    if (named && source.binding === true) break;
  }
  return { interpreter: undefined, rejected };
}

export function isAtLeast(version: Version, oldest: Version): boolean {
  return version[0] > oldest[0] || (version[0] === oldest[0] && version[1] >= oldest[1]);
}

/** Runs the interpreter isolated (no site, no user variables) to learn its version. */
export function pythonVersion(command: readonly string[]): Promise<Version> {
  const [file, ...args] = command;
  if (file === undefined || !path.isAbsolute(file)) {
    return Promise.reject(new Error(`\`${file ?? ""}\` is not an absolute path.`));
  }
  const code = "import sys; print('%d.%d' % sys.version_info[:2])";
  return new Promise((resolve, reject) => {
    const options = { timeout: versionTimeout, windowsHide: true };
    execFile(file, [...args, "-I", "-S", "-c", code], options, (error, stdout) => {
      const numbers = /^(\d+)\.(\d+)\s*$/.exec(stdout);
      if (numbers !== null) resolve([Number(numbers[1]), Number(numbers[2])]);
      else
        reject(
          new Error(`${command.join(" ")} could not be run as a Python interpreter.`, {
            cause: error,
          }),
        );
    });
  });
}

/**
 * Looks for an executable on a PATH. Relative and empty entries are passed over, and so is
 * everything inside `forbidden` (an opened folder could plant a program there).
 */
export function searchPath(
  searched: string,
  names: readonly string[],
  forbidden: readonly string[] = [],
): string | undefined {
  for (const folder of searched.split(path.delimiter)) {
    if (!path.isAbsolute(folder) || forbidden.some((place) => isInside(folder, place))) continue;
    for (const name of names) {
      const file = path.join(folder, name);
      if (isExecutable(file)) return file;
    }
  }
  return undefined;
}

export function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The Python of the nearest `.venv` or `venv`, from `folder` upwards to `top`. */
export function nearestEnvironment(folder: string, top: string): string | undefined {
  const inside = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  for (let place = folder; isInside(place, top); place = path.dirname(place)) {
    for (const name of [".venv", "venv"]) {
      const python = path.join(place, name, ...inside);
      if (isExecutable(python)) return python;
    }
    if (place === path.dirname(place)) break;
  }
  return undefined;
}

export async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${milliseconds / 1000} s.`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
