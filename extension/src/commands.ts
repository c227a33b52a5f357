/** The commands, each with what it does when the server runs and when it does not. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { Server } from "./client";
import { forgetConsent } from "./consent";
import type { DebugInformation } from "./debugInformation";
import { reason, type Log } from "./log";
import { gradients, nan, overfit, predictions, shapes, training, type Probes } from "./probes";

export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly server: Server;
  readonly probes: Probes;
  readonly debugInformation: DebugInformation;
}

type WithServer = (client: LanguageClient, ...given: unknown[]) => Promise<void>;
type Always = (...given: unknown[]) => Promise<void> | void;

/** Registers every command of the manifest. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const { context, log, server, probes, debugInformation } = parts;
  const needServer: Record<string, WithServer> = {
    traceShapes: (client) => probes.run(client, shapes),
    checkGradients: (client) => probes.run(client, gradients),
    diagnoseTraining: (client) => probes.run(client, training),
    overfitOneBatch: (client) => probes.run(client, overfit),
    findFirstNan: (client) => probes.run(client, nan),
    inspectPredictions: (client) => probes.run(client, predictions),
    traceTarget: (client, uri, name) => probes.traceTarget(client, uri, name),
    editTraceInput: (client, uri, name, shown) => probes.editInput(client, uri, name, shown),
    clearProbeResults,
  };
  const always: Record<string, Always> = {
    forgetConsent: async () => {
      await forgetConsent(context);
      void vscode.window.showInformationMessage("Dyetrace will ask before it runs code again.");
    },
    restart: () => server.restart(),
    showOutput: () => {
      log.show();
    },
    showDebugInformation: () => debugInformation.show(),
  };
  const guarded = Object.entries(needServer).map(([name, body]): [string, Always] => [
    name,
    (...given) => withServer(server, log, (client) => body(client, ...given)),
  ]);
  return vscode.Disposable.from(
    ...[...guarded, ...Object.entries(always)].map(([name, body]) =>
      vscode.commands.registerCommand(`dyetrace.${name}`, body),
    ),
  );
}

async function withServer(server: Server, log: Log, body: WithServer): Promise<void> {
  const { state } = server;
  if (state.kind === "running") {
    try {
      await body(state.client);
    } catch (error) {
      log.error(error instanceof Error ? error : reason(error));
      void vscode.window.showErrorMessage(`Dyetrace: ${reason(error)}`);
    }
    return;
  }
  if (state.kind === "starting") {
    void vscode.window.showInformationMessage("Dyetrace's server is still starting; try again.");
    return;
  }
  const cause = state.kind === "failed" ? `: ${state.cause}` : ".";
  const text = `Dyetrace's server does not run${cause}`;
  const answer = await vscode.window.showWarningMessage(text, "Restart", "Show Output");
  if (answer === "Restart") await server.restart();
  else if (answer === "Show Output") log.show();
}

async function clearProbeResults(client: LanguageClient): Promise<void> {
  const answer = await client.sendRequest<{ cleared: number }>("dyetrace/clearProbe", {
    uri: null,
  });
  const text =
    answer.cleared === 0
      ? "There are no probe results to clear."
      : `Cleared ${answer.cleared} measured value${answer.cleared === 1 ? "" : "s"}.`;
  vscode.window.setStatusBarMessage(`Dyetrace: ${text}`, 5_000);
}
