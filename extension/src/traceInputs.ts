/** The inputs that classes and functions are traced with: shown, edited, remembered per workspace. */
import * as vscode from "vscode";
import { isBalanced } from "./brackets";

const prefix = "dyetrace.input:";

/** What is to be traced: a document, or one class or function of it. */
export interface Target {
  readonly document: vscode.Uri;
  readonly name: string | null;
}

export class TraceInputs {
  constructor(private readonly context: vscode.ExtensionContext) {}

  /** The arguments that the user wrote for a target; null leaves the choice to the server. */
  of(target: Target): string | null {
    if (target.name === null) return null;
    return this.context.workspaceState.get<string>(key(target)) ?? null;
  }

  /** Asks for the arguments of a target; false when the user gave up. */
  async edit(target: Target, shown: string): Promise<boolean> {
    const answer = await vscode.window.showInputBox({
      title: `Trace ${target.name ?? "the file"} with these inputs`,
      prompt:
        "Arguments of the call, as Python: torch.randn(8, 3, 32, 32), or mask=None. " +
        "Empty: Dyetrace chooses. Enter traces at once.",
      placeHolder: "torch.randn(8, 3, 32, 32)",
      value: this.of(target) ?? shown,
      ignoreFocusOut: true,
      validateInput: (text) => (isBalanced(text) ? undefined : "A bracket or quote is not closed."),
    });
    if (answer === undefined) return false;
    const wanted = answer.trim();
    await this.context.workspaceState.update(key(target), wanted === "" ? undefined : wanted);
    return true;
  }
}

const key = (target: Target): string =>
  `${prefix}${target.document.toString()}#${target.name ?? ""}`;
