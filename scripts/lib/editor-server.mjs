// Starts the embedded VS Code on a loopback port, in a process group of its own.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { attempt, Problem } from "./run.mjs";
import { hostNode, serverEntry } from "./vscode-host.mjs";

/** Settings without which a first start shows chat, tips, trust dialogs and a welcome page. */
export const quietSettings = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.editorAssociations": { "*.ipynb": "jupyter-notebook" },
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

const writeJson = (file, value) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
};

/**
 * A VS Code whose files all lie below `folder`. `settings` are the user's; those of machine scope
 * count in such a (remote) window only from the machine's file, so they are written to both.
 */
export class EditorServer {
  constructor(folder, { settings = {}, environment = {} } = {}) {
    this.folder = folder;
    this.data = path.join(folder, "data");
    const place = (name) => {
      const made = path.join(folder, name);
      mkdirSync(made, { recursive: true });
      return made;
    };
    this.environment = {
      ...process.env,
      ...environment,
      EXTENSIONS_GALLERY: "{}",
      HOME: place("home"),
      TMPDIR: place("tmp"),
      XDG_CONFIG_HOME: place("home/.config"),
      XDG_DATA_HOME: place("home/.local/share"),
      XDG_RUNTIME_DIR: place("run"),
      PATH: `${path.dirname(hostNode())}${path.delimiter}${environment.PATH ?? process.env.PATH}`,
    };
    this.folders = ["--server-data-dir", this.data, "--user-data-dir", this.data];
    this.folders.push("--extensions-dir", place("extensions"), "--accept-server-license-terms");
    this.settings = {};
    this.configure(settings);
  }

  /** Changes settings, also while it runs. */
  configure(settings) {
    this.settings = { ...this.settings, ...settings };
    const user = { ...quietSettings, ...this.settings };
    writeJson(path.join(this.data, "User", "settings.json"), user);
    writeJson(path.join(this.data, "Machine", "settings.json"), this.settings);
  }

  async install(vsix) {
    const args = [serverEntry, ...this.folders, "--install-extension", vsix, "--force"];
    const { code, output } = await attempt(hostNode(), args, { env: this.environment });
    if (code !== 0) throw new Problem(`VS Code could not install ${vsix}:\n${output}`);
    return output;
  }

  /** Starts listening; resolves to the port. `port` 0 takes a free one. */
  async start(port = 0, options = []) {
    const args = [serverEntry, "--host", "127.0.0.1", "--port", String(port)];
    args.push("--without-connection-token", "--disable-telemetry", "--force-disable-user-env");
    this.child = spawn(hostNode(), [...args, ...options, ...this.folders], {
      env: this.environment,
      cwd: this.folder,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
    process.once("exit", () => this.kill());
    let output = "";
    this.port = await new Promise((resolve, reject) => {
      const fail = (why) => reject(new Problem(`The embedded VS Code ${why}:\n${output}`));
      const timer = setTimeout(() => fail("did not start within a minute"), 60_000);
      const look = (data) => {
        output += data;
        const found = /Extension host agent listening on (\d+)/.exec(output);
        if (found) resolve(Number(found[1]));
        if (found) clearTimeout(timer);
      };
      this.child.stdout.on("data", look);
      this.child.stderr.on("data", look);
      this.child.once("close", (code) => fail(`ended with exit status ${code}`));
    });
    return this.port;
  }

  /** The address of a window with `workspace` open; `payload` are further wishes, by name. */
  address(workspace, payload = {}) {
    const query = new URLSearchParams({ folder: workspace });
    const remote = (file) => `vscode-remote://127.0.0.1:${this.port}${file}`;
    const wishes = Object.entries(payload).map(([name, file]) => [name, remote(file)]);
    if (wishes.length > 0) query.set("payload", JSON.stringify(wishes));
    return `http://127.0.0.1:${this.port}/?${query}`;
  }

  kill() {
    if (!this.child?.pid) return;
    try {
      process.kill(-this.child.pid, "SIGKILL");
    } catch {
      // The group is gone already.
    }
  }

  /** Ends the whole process group: first politely, so that extensions can end their children. */
  async stop() {
    this.child.kill("SIGTERM");
    const patience = setTimeout(() => this.kill(), 5_000);
    await this.ended;
    clearTimeout(patience);
    this.kill();
  }
}
