/** Wiring only: what exists, and which event reaches whom. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { Server } from "./client";
import { registerCommands } from "./commands";
import { DebugInformation } from "./debugInformation";
import { InlayHints } from "./inlayHints";
import { createLog } from "./log";
import { Probes } from "./probes";
import { section, shapeSettings } from "./settings";
import { Status, type Health } from "./status";
import { TraceOnSave } from "./traceOnSave";

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const status = new Status();
  const hints = new InlayHints(() =>
    server?.state.kind === "running" ? server.state.client : undefined,
  );
  const listen = (client: LanguageClient) => {
    client.onNotification("dyetrace/health", (health: Health) => {
      status.showHealth(health);
    });
  };
  const running = new Server(context, log, listen, {
    provideInlayHints: hints.middleware,
    provideCodeLenses: (document, token, next) =>
      shapeSettings(document.uri).codeLens ? next(document, token) : [],
  });
  server = running;
  const probes = new Probes(context, log);
  const debugInformation = new DebugInformation(context, running);
  context.subscriptions.push(
    log,
    status,
    running,
    debugInformation,
    hints,
    new TraceOnSave(context, running, probes),
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
