// The Python environment: a suitable interpreter, and `.venv` with the locked packages.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { at, venv, venvPython } from "./paths.mjs";
import { attempt, must, Problem, step } from "./run.mjs";
import { fingerprint, once } from "./stamp.mjs";

const candidates = ["python3.12", "python3.11", "python3.13", "python3.10", "python3", "python"];
const question = "import sys; print(*sys.version_info[:2])";

async function version(command, args = []) {
  const { code, output } = await attempt(command, [...args, "-I", "-c", question]);
  const numbers = /^(\d+) (\d+)\s*$/.exec(output);
  return code === 0 && numbers ? { major: Number(numbers[1]), minor: Number(numbers[2]) } : null;
}

const fits = (found) => found !== null && found.major === 3 && found.minor >= 10;

/** The command of a Python 3.10 or newer; `PYTHON` in the environment is asked first. */
export async function findPython() {
  const wanted = process.env.PYTHON;
  if (wanted) {
    if (fits(await version(wanted))) return [wanted];
    throw new Problem(`PYTHON is set to \`${wanted}\`, which is not a Python 3.10 or newer.`);
  }
  for (const command of candidates) if (fits(await version(command))) return [command];
  if (process.platform === "win32" && fits(await version("py", ["-3"]))) return ["py", "-3"];
  throw new Problem(
    "Dyetrace needs Python 3.10 or newer, and none was found on the PATH. " +
      "Install one, or set PYTHON to its full path, and run the command again.",
  );
}

function torchRequirement() {
  const line = readFileSync(at("requirements", "dev.txt"), "utf8").match(/^torch==\S+/m);
  if (!line) throw new Problem("requirements/dev.txt does not name a version of torch.");
  return line[0];
}

const pip = (what, args) =>
  must(what, venvPython, ["-m", "pip", "--disable-pip-version-check", "--quiet", ...args]);

async function installPackages() {
  const lock = at("requirements", "dev.txt");
  if (!fits(await version(venvPython))) {
    const [command, ...args] = await findPython();
    rmSync(venv, { recursive: true, force: true });
    await step("Making a Python environment in .venv", () =>
      must("Making the Python environment", command, [...args, "-m", "venv", venv]),
    );
  }
  // Alone and first: where pip knows of a local CPU build of this version, it prefers that one.
  await step("Installing PyTorch (the largest download; minutes on a slow line)", () =>
    pip("Installing PyTorch", ["install", "--constraint", lock, torchRequirement()]),
  );
  await step("Installing the other Python packages", () =>
    pip("Installing the Python packages", ["install", "--requirement", lock]),
  );
}

const installDyetrace = () =>
  step("Installing Dyetrace itself", () => {
    const args = ["install", "--no-deps", "--no-build-isolation", "--editable", at()];
    return pip("Installing Dyetrace", args);
  });

/** Makes `.venv` what `requirements/dev.txt` says, unless it already is. */
export async function pythonEnvironment() {
  const packages = at(".venv", ".dyetrace-packages");
  const itself = at(".venv", ".dyetrace-itself");
  if (!existsSync(venvPython)) rmSync(packages, { force: true });
  const lock = fingerprint([at("requirements", "dev.txt")], [venv]);
  const renewed = await once(packages, lock, installPackages);
  const project = fingerprint([at("pyproject.toml")], [lock]);
  return (await once(itself, project, installDyetrace)) || renewed;
}
