// A stamp remembers what a set-up step was made from, so that it is not done twice.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A hash of files (missing ones count as empty) and plain strings. */
export function fingerprint(files, words = []) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(existsSync(file) ? readFileSync(file) : "");
  for (const word of words) hash.update(`\0${word}`);
  return hash.digest("hex");
}

export const isCurrent = (stamp, value) =>
  existsSync(stamp) && readFileSync(stamp, "utf8") === value;

/** Does `work` unless `stamp` already holds `value`; a failed step leaves no stamp behind. */
export async function once(stamp, value, work) {
  if (isCurrent(stamp, value)) return false;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, value);
  return true;
}
