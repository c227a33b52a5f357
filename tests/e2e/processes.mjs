// Which processes run, found by words of their command line.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

function commandLines() {
  if (!existsSync("/proc/self/cmdline")) {
    const lines = execFileSync("ps", ["-axo", "pid=,command="], { encoding: "utf8" }).split("\n");
    return lines.map((line) => /^\s*(\d+)\s+(.*)$/.exec(line)?.slice(1)).filter(Boolean);
  }
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      return [[pid, readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim()]];
    } catch {
      return []; // it has just ended
    }
  });
}

/** The process ids whose command line contains all `words`; zombies have no command line. */
export function processes(...words) {
  return commandLines()
    .filter(([, line]) => words.every((word) => line.includes(word)))
    .map(([pid]) => Number(pid));
}
