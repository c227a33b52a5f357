// The client's packages and its bundle.
import { globSync } from "./files.mjs";
import { at } from "./paths.mjs";
import { must, npm, Problem, step } from "./run.mjs";
import { fingerprint, once } from "./stamp.mjs";

export function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) throw new Problem(`Dyetrace needs Node 20 or newer; this is ${process.version}.`);
}

/** Installs what `package-lock.json` says; install scripts of packages are never run. */
export async function clientPackages() {
  const value = fingerprint([at("package-lock.json")], [process.platform, process.arch]);
  return once(at("node_modules", ".dyetrace-ready"), value, () =>
    step("Installing the client's packages", () =>
      npm("Installing the client's packages", ["ci", "--ignore-scripts"]),
    ),
  );
}

/** Bundles the extension, if a source is newer than the last bundle. */
export async function clientBundle() {
  const sources = globSync(at("extension", "src"), ".ts");
  const value = fingerprint([...sources, at("package-lock.json"), at("scripts", "build.mjs")]);
  return once(at("extension", "dist", ".dyetrace-ready"), value, () =>
    step("Building the extension", () =>
      must("Building the extension", process.execPath, [at("scripts", "build.mjs")]),
    ),
  );
}
