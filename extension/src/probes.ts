/** Running a probe: may it run, with which Python, how far is it, and what came out. */
import * as vscode from "vscode";
import { LSPErrorCodes, ResponseError, WorkDoneProgress } from "vscode-languageclient";
import type { LanguageClient } from "vscode-languageclient/node";
import { isTrusted, mayRun, nameOf } from "./consent";
import { choose, oldestForProbes, type Interpreter } from "./interpreter";
import { reason, type Log } from "./log";
import { probeParameters, type ProbeAnswer } from "./probeRequest";
import { probeSources } from "./python";
import { probeSettings } from "./settings";

/** One probe command: which kinds it asks for, and its words. */
export interface Probe {
  readonly kinds: readonly string[];
  /** Completes "Run train.py to ...?". */
  readonly what: string;
  /** The title of the notification while it runs. */
  readonly title: string;
}

export const shapes: Probe = {
  kinds: ["shapes"],
  what: "trace its tensor shapes",
  title: "Tracing tensor shapes",
};

export const gradients: Probe = {
  kinds: ["gradients"],
  what: "check its gradient flow",
  title: "Checking gradient flow",
};

let count = 0;

export class Probes {
  readonly #running = new Set<string>();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: Log,
  ) {}

  async run(client: LanguageClient, probe: Probe): Promise<void> {
    const document = activeDocument();
    if (document === undefined) {
      void vscode.window.showInformationMessage(
        "Open the Python file or notebook to probe first, and save it once.",
      );
      return;
    }
    if (!(await isTrusted())) return;
    const interpreter = await this.#interpreter(document);
    if (interpreter === undefined) return;
    const { timeout } = probeSettings(document);
    if (!(await mayRun(this.context, { what: probe.what, document, interpreter, timeout }))) return;
    const key = document.toString();
    if (this.#running.has(key)) {
      void vscode.window.showInformationMessage(`${nameOf(document)} is being probed already.`);
      return;
    }
    this.#running.add(key);
    try {
      await this.#show(client, probe, document, interpreter);
    } finally {
      this.#running.delete(key);
    }
  }

  async #interpreter(document: vscode.Uri): Promise<Interpreter | undefined> {
    const { interpreter, rejected } = await choose(
      probeSources(this.context, document),
      oldestForProbes,
    );
    if (interpreter !== undefined) return interpreter;
    const why = rejected[0] ?? "None is selected, and none is on the PATH.";
    const open = "Open Setting";
    const answer = await vscode.window.showWarningMessage(
      `No Python to run ${nameOf(document)} with. ${why} ` +
        "Select one in the Python extension, or set dyetrace.probe.python.",
      open,
    );
    if (answer === open) {
      await vscode.commands.executeCommand(
        "workbench.action.openSettings",
        "dyetrace.probe.python",
      );
    }
    return undefined;
  }

  async #show(
    client: LanguageClient,
    probe: Probe,
    document: vscode.Uri,
    interpreter: Interpreter,
  ): Promise<void> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: `${probe.title} of ${nameOf(document)}`,
      cancellable: true,
    };
    try {
      const answer = await vscode.window.withProgress(options, (progress, cancel) =>
        this.#request(client, probe, document, interpreter, progress, cancel),
      );
      void this.#answer(answer); // not awaited: its notification may stay for long
    } catch (error) {
      if (isCancelled(error)) {
        vscode.window.setStatusBarMessage("Dyetrace: the probe was cancelled.", 5_000);
        return;
      }
      this.log.error(`Probe: ${reason(error)}`);
      void this.#offerOutput(`The probe failed: ${reason(error)}`);
    }
  }

  async #request(
    client: LanguageClient,
    probe: Probe,
    document: vscode.Uri,
    interpreter: Interpreter,
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    cancel: vscode.CancellationToken,
  ): Promise<ProbeAnswer> {
    const workDoneToken = `dyetrace-probe-${String(++count)}`;
    let shown = 0;
    const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind === "end") return;
      const { message, percentage } = value;
      progress.report({
        ...(message === undefined ? {} : { message }),
        // Even an increment of 0 would turn the moving bar into one that stands still.
        ...(percentage === undefined || percentage <= shown
          ? {}
          : { increment: percentage - shown }),
      });
      shown = Math.max(shown, percentage ?? shown);
    });
    const parameters = probeParameters({
      document: client.code2ProtocolConverter.asUri(document),
      folder: vscode.workspace.getWorkspaceFolder(document)?.uri.fsPath,
      file: document.fsPath,
      kinds: probe.kinds,
      interpreter,
      settings: probeSettings(document),
      workDoneToken,
    });
    try {
      return await client.sendRequest<ProbeAnswer>("dyetrace/probe", parameters, cancel);
    } finally {
      listening.dispose();
    }
  }

  async #answer(answer: ProbeAnswer): Promise<void> {
    if (!answer.ok) {
      await this.#offerOutput(answer.message);
      return;
    }
    const problems = "Show Problems";
    const offered = (answer.report?.findings ?? []).length > 0 ? [problems] : [];
    const chosen = await vscode.window.showInformationMessage(answer.message, ...offered);
    if (chosen === problems)
      await vscode.commands.executeCommand("workbench.actions.view.problems");
  }

  async #offerOutput(message: string): Promise<void> {
    const show = "Show Output";
    if ((await vscode.window.showWarningMessage(message, show)) === show) this.log.show();
  }
}

/** The saved file or notebook that the user looks at. */
function activeDocument(): vscode.Uri | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  const text = vscode.window.activeTextEditor?.document;
  const uri = notebook?.uri ?? (text?.languageId === "python" ? text.uri : undefined);
  return uri?.scheme === "file" ? uri : undefined;
}

function isCancelled(error: unknown): boolean {
  return (
    error instanceof vscode.CancellationError ||
    (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled)
  );
}
