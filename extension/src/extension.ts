/** Wiring only: what exists, and which event reaches whom. */
import * as vscode from "vscode";
import { Server } from "./client";
import { registerCommands } from "./commands";
import { DebugInformation } from "./debugInformation";
import { createLog } from "./log";
import { Probes } from "./probes";
import { section } from "./settings";
import { Status, type Health } from "./status";

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const status = new Status();
  const running = new Server(context, log, (client) => {
    client.onNotification("dyetrace/health", (health: Health) => {
      status.showHealth(health);
    });
  });
  server = running;
  const probes = new Probes(context, log);
  const debugInformation = new DebugInformation(context, running);
  context.subscriptions.push(
    log,
    status,
    running,
    debugInformation,
    running.onDidChange((state) => {
      status.showState(state);
    }),
    registerCommands({ context, log, server: running, probes, debugInformation }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${section}.interpreter`)) void running.refresh();
      if (change.affectsConfiguration(section)) void running.settingsChanged();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void running.refresh()),
  );
  // The editor waits for `activate`, but not for the server.
  setImmediate(() => void running.restart());
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
