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
import { TraceInputs, type Target } from "./traceInputs";

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

/** Everything that a few training steps and copies of them can tell. */
export const training: Probe = {
  kinds: ["gradients", "overfit", "curve", "nan", "predictions", "data"],
  what: "diagnose its training",
  title: "Diagnosing training",
};

export const overfit: Probe = {
  kinds: ["overfit"],
  what: "see whether its model can learn one small batch",
  title: "Overfitting one batch",
};

export const nan: Probe = {
  kinds: ["nan"],
  what: "find its first NaN",
  title: "Looking for the first NaN",
};

export const predictions: Probe = {
  kinds: ["predictions"],
  what: "inspect what its model predicts",
  title: "Inspecting predictions",
};

type Report = vscode.Progress<{ message?: string; increment?: number }>;

let count = 0;

export class Probes {
  readonly #inputs: TraceInputs;
  /** Documents that are probed on the user's command. */
  readonly #running = new Set<string>();
  /** The traces that a save has started, by document. */
  readonly #again = new Map<string, vscode.CancellationTokenSource>();
  /** What was traced last of a document: traced again when it is saved. */
  readonly #last = new Map<string, Target>();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: Log,
  ) {
    this.#inputs = new TraceInputs(context);
  }

  /** Probes the document that the user looks at. */
  async run(client: LanguageClient, probe: Probe): Promise<void> {
    const document = activeDocument();
    if (document === undefined) {
      void vscode.window.showInformationMessage(
        "Open the Python file or notebook to probe first, and save it once.",
      );
      return;
    }
    await this.#run(client, probe, { document, name: null });
  }

  /** Traces one class or function; called by the lens above it. */
  async traceTarget(client: LanguageClient, uri: unknown, name: unknown): Promise<void> {
    const target = targetOf(uri, name);
    if (target !== undefined) await this.#run(client, shapes, target);
  }

  /** Lets the user edit the inputs of a target, and traces it with them. */
  async editInput(
    client: LanguageClient,
    uri: unknown,
    name: unknown,
    shown: unknown,
  ): Promise<void> {
    const target = targetOf(uri, name);
    if (target === undefined) return;
    if (await this.#inputs.edit(target, typeof shown === "string" ? shown : ""))
      await this.#run(client, shapes, target);
  }

  /** After a save: traces again what was traced last, quietly; an older such trace makes room. */
  async traceAgain(client: LanguageClient, document: vscode.Uri): Promise<void> {
    const key = document.toString();
    if (this.#running.has(key)) return;
    this.#again.get(key)?.cancel();
    const cancelling = new vscode.CancellationTokenSource();
    this.#again.set(key, cancelling);
    const options = {
      location: vscode.ProgressLocation.Window,
      title: `Dyetrace: tracing ${nameOf(document)}`,
    };
    try {
      const sources = probeSources(this.context, document);
      const { interpreter } = await choose(sources, oldestForProbes);
      if (interpreter === undefined) return;
      const target = this.#last.get(key) ?? { document, name: null };
      const answer = await vscode.window.withProgress(options, (progress) =>
        this.#request(client, shapes, target, interpreter, progress, cancelling.token),
      );
      const text = `${answer.ok ? "$(check)" : "$(warning)"} Dyetrace: ${answer.message}`;
      vscode.window.setStatusBarMessage(text, 8_000);
    } catch (error) {
      if (!isCancelled(error)) this.log.error(`Trace on save: ${reason(error)}`);
    } finally {
      if (this.#again.get(key) === cancelling) this.#again.delete(key);
      cancelling.dispose();
    }
  }

  async #run(client: LanguageClient, probe: Probe, target: Target): Promise<void> {
    const { document } = target;
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
    this.#again.get(key)?.cancel();
    if (probe === shapes) this.#last.set(key, target);
    this.#running.add(key);
    try {
      await this.#show(client, probe, target, interpreter);
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
    target: Target,
    interpreter: Interpreter,
  ): Promise<void> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: `${probe.title} of ${target.name ?? nameOf(target.document)}`,
      cancellable: true,
    };
    try {
      const answer = await vscode.window.withProgress(options, (progress, cancel) =>
        this.#request(client, probe, target, interpreter, progress, cancel),
      );
      void this.#answer(client, target, answer); // not awaited: its notification may stay for long
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
    target: Target,
    interpreter: Interpreter,
    progress: Report,
    cancel: vscode.CancellationToken,
  ): Promise<ProbeAnswer> {
    const { document } = target;
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
      target: target.name,
      input: this.#inputs.of(target),
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

  async #answer(client: LanguageClient, target: Target, answer: ProbeAnswer): Promise<void> {
    const [problems, output, edit] = ["Show Problems", "Show Output", "Edit Inputs"];
    const input = answer.report?.entry?.input;
    const offered: string[] = [];
    if (!answer.ok) offered.push(output);
    else if ((answer.report?.findings ?? []).length > 0) offered.push(problems);
    let text = answer.message;
    if (target.name !== null && (input?.source === "guess" || !answer.ok)) {
      offered.unshift(edit);
      if (input?.source === "guess") text += ` Its inputs were guessed: ${input.expression}`;
    }
    const chosen = answer.ok
      ? await vscode.window.showInformationMessage(text, ...offered)
      : await vscode.window.showWarningMessage(text, ...offered);
    if (chosen === problems)
      await vscode.commands.executeCommand("workbench.actions.view.problems");
    else if (chosen === output) this.log.show();
    else if (chosen === edit) {
      const shown = input?.expression ?? "";
      await this.editInput(client, target.document.toString(), target.name, shown);
    }
  }

  async #offerOutput(message: string): Promise<void> {
    const show = "Show Output";
    if ((await vscode.window.showWarningMessage(message, show)) === show) this.log.show();
  }
}

/** The target that a lens names: its document as text, and its qualified name. */
function targetOf(uri: unknown, name: unknown): Target | undefined {
  if (typeof uri !== "string" || typeof name !== "string") return undefined;
  const document = vscode.Uri.parse(uri);
  return document.scheme === "file" ? { document, name } : undefined;
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
