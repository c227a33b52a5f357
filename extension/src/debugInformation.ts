/** A page of plain facts for bug reports: the client's part, then the server's. */
import * as os from "node:os";
import * as vscode from "vscode";
import type { Server } from "./client";
import { reason } from "./log";

const scheme = "dyetrace-information";

export class DebugInformation implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #uri = vscode.Uri.from({ scheme, path: "Dyetrace debug information" });

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly server: Server,
  ) {}

  async show(): Promise<void> {
    this.#changed.fire(this.#uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(this.#uri));
  }

  async provideTextDocumentContent(): Promise<string> {
    return `${this.#clientPart()}\n${await this.#serverPart()}\n`;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #clientPart(): string {
    const { packageJSON } = this.context.extension as { packageJSON: { version: string } };
    const { state, launch } = this.server;
    return [
      `Dyetrace ${packageJSON.version} in ${vscode.env.appName} ${vscode.version}`,
      `${os.type()} ${os.release()} ${os.arch()}, remote: ${vscode.env.remoteName ?? "no"}`,
      `trusted workspace: ${vscode.workspace.isTrusted ? "yes" : "no"}`,
      `server: ${state.kind}${state.kind === "failed" ? ` (${state.cause})` : ""}`,
      `started with: ${launch ? [launch.command, ...launch.arguments].join(" ") : "never"}`,
      "",
    ].join("\n");
  }

  async #serverPart(): Promise<string> {
    const { state } = this.server;
    if (state.kind !== "running") return "The server is not running.";
    try {
      const answer = await state.client.sendRequest<{ text: string }>(
        "dyetrace/debugInformation",
        {},
      );
      return answer.text;
    } catch (error) {
      return `The server did not answer: ${reason(error)}`;
    }
  }
}
