// Small helpers around files.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** All files below a folder whose name ends with `ending`, sorted; folders named in `skip` are not entered. */
export function globSync(folder, ending = "", skip = ["node_modules", "__pycache__"]) {
  if (!existsSync(folder)) return [];
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skip.includes(entry.name)) found.push(...globSync(file, ending, skip));
    } else if (entry.name.endsWith(ending)) {
      found.push(file);
    }
  }
  return found.sort();
}

/** The full path of a program on the PATH, or null. */
export function onPath(name) {
  const endings = process.platform === "win32" ? (process.env.PATHEXT ?? ".EXE").split(";") : [""];
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (existsSync(file)) return file;
    }
  }
  return null;
}
