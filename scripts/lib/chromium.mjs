// The browser of the end-to-end tests.
import { existsSync } from "node:fs";
import { onPath } from "./files.mjs";
import { attempt, Problem, step } from "./run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const usual = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The path of a Chromium or Chrome, or null; `CHROME_PATH` is asked first. */
export function findChromium() {
  const wanted = process.env.CHROME_PATH;
  if (wanted) {
    if (existsSync(wanted)) return wanted;
    throw new Problem(`CHROME_PATH is set to \`${wanted}\`, which does not exist.`);
  }
  for (const name of names) {
    const found = onPath(name);
    if (found) return found;
  }
  return usual.find(existsSync) ?? null;
}

const mayInstall = () => process.getuid?.() === 0 && onPath("apt-get") !== null;

async function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const packages = ["chromium", "fonts-dejavu-core"];
  const update = await attempt("apt-get", ["update", "-q"], { env });
  const args = ["install", "-q", "-y", "--no-install-recommends", ...packages];
  const result = await attempt("apt-get", args, { env });
  return result.code === 0 ? "" : update.output + result.output;
}

/** The path of a browser; on Debian as root one is installed if there is none. */
export async function chromium() {
  const found = findChromium();
  if (found) return found;
  let reason = "Installing one needs root and apt-get, which are not given here.";
  if (mayInstall()) {
    const failure = await step("Installing Chromium with apt-get", install);
    if (findChromium()) return findChromium();
    reason = `apt-get could not install one:\n${failure.trimEnd().split("\n").slice(-5).join("\n")}`;
  }
  throw new Problem(
    "The end-to-end tests need Chromium or Chrome, and none was found. " +
      `${reason}\nInstall it, or set CHROME_PATH, or leave the browser out with ` +
      "`npm test -- --fast`.",
  );
}
