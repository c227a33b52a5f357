// One real VS Code with the packed extension, one real browser, one copied workspace.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { EditorServer } from "../../scripts/lib/editor-server.mjs";
import { globSync } from "../../scripts/lib/files.mjs";
import { at, output } from "../../scripts/lib/paths.mjs";
import { eventually } from "./eventually.mjs";
import { Workbench } from "./workbench.mjs";

export const python = process.env.DYETRACE_PYTHON;

const testSettings = {
  "editor.hover.delay": 150,
  "editor.minimap.enabled": false,
  "editor.occurrencesHighlight": "off",
  "files.autoSave": "off",
  "files.hotExit": "off",
  "git.enabled": false,
  "workbench.reduceMotion": "on",
};

const browserArguments = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
  "--no-first-run",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** What a scenario works with; `stop` ends every process and removes every file of it. */
export class Session {
  /**
   * `settings` come on top of an interpreter for the server and for probes. A session for
   * `development` has the clone itself as its extension, and the clone's examples open.
   */
  static async start(name, options = {}) {
    const { settings = {}, stubs = [], environment = {}, development = false } = options;
    const session = new Session();
    session.name = name;
    session.wishes = development ? { extensionDevelopmentPath: at() } : {};
    session.folder = mkdtempSync(path.join(tmpdir(), "dye-")); // short: sockets lie below it
    process.once("exit", () => session.#remove());
    session.workspace = development ? at("examples") : session.#copiedWorkspace();
    session.editor = new EditorServer(session.folder, {
      settings: {
        ...testSettings,
        "dyetrace.interpreter": [python],
        "dyetrace.probe.python": [python],
        ...settings,
      },
      environment,
    });
    const installed = development ? stubs : [...stubs, process.env.DYETRACE_VSIX];
    for (const vsix of installed) await session.editor.install(vsix);
    // A release of VS Code takes an extension under development only from this driver's window.
    await session.editor.start(0, development ? ["--enable-smoke-test-driver"] : []);
    await session.#browse();
    return session;
  }

  #copiedWorkspace() {
    const workspace = path.join(this.folder, "workspace");
    cpSync(at("examples"), workspace, { recursive: true });
    cpSync(at("tests", "e2e", "workspace"), workspace, { recursive: true });
    return workspace;
  }

  async #browse() {
    const profile = path.join(this.folder, "browser");
    this.browser = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.CHROME_PATH,
      headless: true,
      viewport: { width: 1400, height: 900 },
      env: { ...process.env, HOME: profile },
      args: browserArguments,
    });
    this.page = this.browser.pages()[0] ?? (await this.browser.newPage());
    this.page.setDefaultTimeout(20_000);
    this.workbench = new Workbench(this.page);
  }

  /** Opens the window with a file of the workspace in an editor. */
  async open(file) {
    const wishes = { ...this.wishes, openFile: path.join(this.workspace, file) };
    await this.page.goto(this.editor.address(this.workspace, wishes));
    await this.workbench.ready(file);
  }

  /** Waits until the client has said that its server runs. */
  async serverRuns(times = 1) {
    const said = () => this.log().split("The server is running.").length - 1;
    await eventually("a running server", () => said() >= times, 60_000);
  }

  /** Changes settings as the user would; the running window takes them over. */
  configure(settings) {
    this.editor.configure(settings);
  }

  read = (file) => readFileSync(path.join(this.workspace, file), "utf8");

  write = (file, text) => writeFileSync(path.join(this.workspace, file), text);

  async screenshot(name) {
    const folder = path.join(output, "screenshots");
    mkdirSync(folder, { recursive: true });
    await this.page.waitForTimeout(250); // fading hovers and notifications
    await this.page.screenshot({ path: path.join(folder, `${this.name}-${name}.png`) });
  }

  /** What the extension and VS Code's extension host have written. */
  log() {
    const logs = globSync(path.join(this.editor.data, "logs"), ".log");
    const wanted = logs.filter((file) => /dyetrace|remoteexthost/.test(file));
    return wanted
      .map((file) => `== ${path.basename(file)}\n${readFileSync(file, "utf8")}`)
      .join("\n");
  }

  /** Runs a scenario; if it fails, keeps a screenshot and the logs. */
  async scenario(body) {
    try {
      await body(this);
    } catch (error) {
      await this.screenshot("FAILED").catch(() => {});
      for (let n = 0; n < 3; n++) await this.page.keyboard.press("Escape"); // for the next one
      const file = path.join(output, "screenshots", `${this.name}-FAILED.log`);
      writeFileSync(file, this.log());
      throw error;
    }
  }

  async stop() {
    await this.browser?.close();
    await this.editor?.stop();
    this.#remove();
  }

  #remove() {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
