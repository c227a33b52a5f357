/** Traces shapes again after each save, where the user switched that on for a folder. */
import * as vscode from "vscode";
import type { Server } from "./client";
import { hasAgreed } from "./consent";
import type { Probes } from "./probes";
import { shapeSettings } from "./settings";

const pause = 300; // milliseconds without a further save

export class TraceOnSave implements vscode.Disposable {
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #listening: vscode.Disposable;
  #told = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly server: Server,
    private readonly probes: Probes,
  ) {
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (document.languageId === "python") this.#saved(document.uri);
      }),
      vscode.workspace.onDidSaveNotebookDocument((notebook) => {
        this.#saved(notebook.uri);
      }),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }

  #saved(document: vscode.Uri): void {
    if (document.scheme !== "file" || !vscode.workspace.isTrusted) return;
    if (!shapeSettings(document).traceOnSave) return;
    if (!hasAgreed(this.context, document)) {
      this.#tellOnce();
      return;
    }
    const key = document.toString();
    clearTimeout(this.#waiting.get(key));
    const timer = setTimeout(() => {
      this.#waiting.delete(key);
      const { state } = this.server;
      if (state.kind === "running") void this.probes.traceAgain(state.client, document);
    }, pause);
    this.#waiting.set(key, timer);
  }

  #tellOnce(): void {
    if (this.#told) return;
    this.#told = true;
    vscode.window.setStatusBarMessage(
      "Dyetrace traces on save once you have allowed it: run Trace Tensor Shapes.",
      8_000,
    );
  }
}
