/** The entry in the language status (the `{}` of the status bar) for Python files. */
import * as vscode from "vscode";
import { documentSelector, type State } from "./client";

/** What the server says about itself with `dyetrace/health`. */
export interface Health {
  readonly status: "ok" | "warning" | "error";
  readonly busy: boolean;
  readonly message: string;
}

const severities = {
  ok: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
} as const;

export class Status implements vscode.Disposable {
  readonly #item = vscode.languages.createLanguageStatusItem("dyetrace.status", documentSelector);

  constructor() {
    this.#item.name = "Dyetrace";
    this.#item.command = { command: "dyetrace.showOutput", title: "Show Output" };
  }

  showState(state: State): void {
    this.#item.busy = state.kind === "starting";
    this.#item.severity = state.kind === "failed" ? severities.error : severities.ok;
    this.#item.detail = state.kind === "failed" ? state.cause : "";
    this.#item.text = {
      stopped: "Dyetrace is stopped",
      starting: "Dyetrace is starting",
      running: "Dyetrace",
      failed: "Dyetrace does not run",
    }[state.kind];
  }

  showHealth(health: Health): void {
    this.#item.busy = health.busy;
    this.#item.severity = severities[health.status];
    this.#item.detail = health.message;
  }

  dispose(): void {
    this.#item.dispose();
  }
}
