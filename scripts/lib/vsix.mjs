// The installable package: the client's bundle, the server, and the libraries that it carries.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { globSync } from "./files.mjs";
import { clientBundle } from "./node.mjs";
import { at, bundled, output, venvPython, vsixPath } from "./paths.mjs";
import { attempt, must, Problem, say, step, tail } from "./run.mjs";
import { fingerprint, once } from "./stamp.mjs";

const minors = ["3.10", "3.11", "3.12", "3.13", "3.14"];

const machine = { x64: "x86_64", arm64: "aarch64" }[process.arch];

/** The wheel platforms that run on this machine, as pip names them. */
function wheelPlatforms() {
  if (process.platform === "linux")
    return [`manylinux_2_28_${machine}`, `manylinux_2_17_${machine}`];
  if (process.platform === "darwin") {
    return process.arch === "arm64" ? ["macosx_11_0_arm64"] : ["macosx_10_12_x86_64"];
  }
  return [process.arch === "arm64" ? "win_arm64" : "win_amd64"];
}

/** pip into a folder, for a Python that need not be here; every file is checked by its hash. */
function pipInto(folder, lock, target) {
  const args = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install"];
  args.push("--no-deps", "--require-hashes", "--only-binary=:all:", "--no-compile");
  args.push(...target, "--target", folder, "--requirement", at("requirements", lock));
  return attempt(venvPython, args);
}

async function pureLibraries() {
  const target = ["--platform=any", "--implementation=py", "--abi=none", "--python-version=3.10"];
  const { code, output } = await pipInto(path.join(bundled, "libs"), "bundled.txt", target);
  if (code !== 0)
    throw new Problem(`The server's libraries could not be fetched:\n${tail(output)}`);
}

/** One libcst with the compiled part for each Python: their file names do not clash. */
async function nativeLibrary() {
  const native = path.join(bundled, "native");
  const missing = [];
  for (const minor of minors) {
    const folder = mkdtempSync(path.join(tmpdir(), "dyetrace-wheel-"));
    const target = wheelPlatforms().map((name) => `--platform=${name}`);
    target.push("--implementation=cp", `--abi=cp${minor.replace(".", "")}`);
    target.push(`--python-version=${minor}`);
    const { code } = await pipInto(folder, "native.txt", target);
    if (code === 0)
      cpSync(path.join(folder, "libcst"), path.join(native, "libcst"), { recursive: true });
    else missing.push(minor);
    for (const info of globSync(folder, "METADATA")) {
      const notice = path.dirname(info);
      cpSync(notice, path.join(native, path.basename(notice)), { recursive: true });
    }
    rmSync(folder, { recursive: true, force: true });
  }
  if (missing.length > 0) {
    say(`  (no libcst for Python ${missing.join(", ")}: there it is taken from the interpreter)`);
  }
}

/** Fills `extension/bundled`, once for each state of the two lock files. */
async function bundledLibraries() {
  const locks = ["bundled.txt", "native.txt"].map((name) => at("requirements", name));
  const words = [process.platform, process.arch];
  const value = fingerprint(locks, words);
  await once(path.join(bundled, ".dyetrace-ready"), value, () =>
    step("Fetching the libraries that the extension carries", async () => {
      rmSync(bundled, { recursive: true, force: true });
      await pureLibraries();
      await nativeLibrary();
    }),
  );
}

const plain = ["package.json", "README.md", "LICENSE", "CHANGELOG.md", ".vscodeignore"];
const folders = ["extension/dist", "extension/boot", "extension/bundled", "server/dyetrace"];

/** What no run of the extension reads: caches, and the tests and type stubs of libraries. */
const needless = /(^|[\\/])(__pycache__|tests)$|\.(pyc|pyi|map)$/;

/**
 * Copies what can belong into the package to one folder: vsce would look through the whole clone,
 * with all environments in it. What is packed of that is said by `.vscodeignore` alone.
 */
function stage() {
  const folder = path.join(output, "package");
  rmSync(folder, { recursive: true, force: true });
  const filter = (file) => !needless.test(file);
  for (const name of [...plain, ...folders, "docs/images"]) {
    if (existsSync(at(name)))
      cpSync(at(name), path.join(folder, name), { recursive: true, filter });
  }
  return folder;
}

/** Makes `out/dyetrace-<version>.vsix`, if anything in it has changed; returns its path. */
export async function packageExtension() {
  await clientBundle();
  await bundledLibraries();
  const files = [
    ...plain.map((name) => at(name)),
    at("scripts", "lib", "vsix.mjs"),
    at("extension", "dist", "extension.js"),
    at("extension", "boot", "boot.py"),
    path.join(bundled, ".dyetrace-ready"),
    ...globSync(at("server", "dyetrace")),
    ...globSync(at("docs", "images")),
  ];
  const vsix = vsixPath();
  mkdirSync(output, { recursive: true });
  await once(`${vsix}.stamp`, fingerprint(files, files), () =>
    step("Packing the extension", () => {
      const vsce = at("node_modules", "@vscode", "vsce", "vsce");
      const args = ["package", "--no-dependencies", "--allow-missing-repository"];
      args.push("--skip-license", "--no-rewrite-relative-links", "--out", vsix);
      return must("Packing the extension", process.execPath, [vsce, ...args], { cwd: stage() });
    }),
  );
  return vsix;
}
