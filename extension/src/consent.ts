/** Permission to run the user's code: workspace trust, then one question for each folder. */
import * as vscode from "vscode";
import type { Interpreter } from "./interpreter";

const prefix = "dyetrace.consent:";

export interface Run {
  readonly what: string;
  readonly document: vscode.Uri;
  readonly interpreter: Interpreter;
  readonly timeout: number;
}

/** Whether the folder is trusted; if not, says so and offers to manage that. */
export async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = "Manage Workspace Trust";
  const answer = await vscode.window.showWarningMessage(
    "A probe runs the code of this folder, so the folder has to be trusted first.",
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand("workbench.trust.manage");
  return false;
}

/** Whether the user has said yes for the folder of a document; asks nothing. */
export function hasAgreed(context: vscode.ExtensionContext, document: vscode.Uri): boolean {
  return context.workspaceState.get(prefix + folderOf(document).toString()) === true;
}

/** Asks once for each folder before anything of it is run, and remembers a yes. */
export async function mayRun(context: vscode.ExtensionContext, run: Run): Promise<boolean> {
  const folder = folderOf(run.document);
  const key = prefix + folder.toString();
  if (context.workspaceState.get(key) === true) return true;
  const yes = "Run";
  const answer = await vscode.window.showInformationMessage(
    `Run ${nameOf(run.document)} to ${run.what}?`,
    { modal: true, detail: detail(run, folder) },
    yes,
  );
  if (answer !== yes) return false;
  await context.workspaceState.update(key, true);
  return true;
}

/** Forgets every yes of this workspace; the next probe asks again. */
export async function forgetConsent(context: vscode.ExtensionContext): Promise<number> {
  const keys = context.workspaceState.keys().filter((key) => key.startsWith(prefix));
  for (const key of keys) await context.workspaceState.update(key, undefined);
  return keys.length;
}

function folderOf(document: vscode.Uri): vscode.Uri {
  const folder = vscode.workspace.getWorkspaceFolder(document)?.uri;
  return folder ?? vscode.Uri.joinPath(document, "..");
}

export function nameOf(document: vscode.Uri): string {
  return document.path.split("/").at(-1) ?? document.path;
}

function detail(run: Run, folder: vscode.Uri): string {
  const { command, source, version } = run.interpreter;
  return [
    `This runs your own code with Python ${version.join(".")}:\n${command.join(" ")}\n(from ${source})`,
    `It stops after the first training step, at the latest after ${run.timeout} s, ` +
      "and leaves the files of your folder as they are.",
    `If you agree, you will not be asked again for the folder ${nameOf(folder)}.`,
  ].join("\n\n");
}
