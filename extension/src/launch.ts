/** How the server process is started: isolated from the user's environment. */
import { spawn, type ChildProcess } from "node:child_process";
import * as path from "node:path";

export interface Launch {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
}

/**
 * The command line of the server. `-I -S` keep PYTHONPATH, site-packages and the working folder
 * out of it (an old library of the user's would break it); compiled files go to `cache`, never
 * beside the sources.
 */
export function serverLaunch(
  python: readonly string[],
  extensionFolder: string,
  cache: string,
): Launch {
  const [command, ...own] = python;
  if (command === undefined) throw new Error("No interpreter is given.");
  const boot = path.join(extensionFolder, "extension", "boot", "boot.py");
  const isolation = ["-I", "-S", "-X", "utf8", "-X", `pycache_prefix=${cache}`];
  return { command, arguments: [...own, ...isolation, boot, "--stdio"], cwd: extensionFolder };
}

export const sameLaunch = (one: Launch | undefined, other: Launch | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const keptLines = 30;

/** A started server. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** Why it ended, in a few words: the last line of its standard error if it wrote any. */
  readonly ended: Promise<string>;
}

/** Starts the server; rejects if the program cannot be executed at all. */
export function startProcess(launch: Launch): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(launch.command, [...launch.arguments], {
      cwd: launch.cwd,
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    let lines: string[] = [];
    child.stderr.on("data", (data: Buffer) => {
      lines = [...lines, ...data.toString().split(/\r?\n/)].filter(Boolean).slice(-keptLines);
    });
    const ended = new Promise<string>((tell) => {
      child.once("close", (code, signal) => {
        const how = signal === null ? `with exit status ${code ?? 0}` : `by ${signal}`;
        tell(lines.at(-1) ?? `its process was ended ${how}.`);
      });
    });
    child.once("error", reject);
    child.once("spawn", () => {
      resolve({ child, ended });
    });
  });
}
