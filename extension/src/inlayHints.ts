/** Shapes behind names: off unless wanted, and then only in the function under the cursor. */
import * as vscode from "vscode";
import { InlayHintRequest, type Middleware } from "vscode-languageclient";
import type { LanguageClient } from "vscode-languageclient/node";
import { shapeSettings } from "./settings";

/** The lines (from 0) of the function that a hint belongs to, as the server says them. */
interface Lines {
  readonly first: number;
  readonly last: number;
}

const pause = 120; // milliseconds until a moved cursor counts

export class InlayHints implements vscode.Disposable {
  readonly #listening: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #shown: Lines | undefined;

  constructor(private readonly client: () => LanguageClient | undefined) {
    this.#listening = vscode.window.onDidChangeTextEditorSelection((change) => {
      this.#moved(change.textEditor);
    });
  }

  readonly middleware: NonNullable<Middleware["provideInlayHints"]> = async (
    document,
    range,
    token,
    next,
  ) => {
    if (!shapeSettings(document.uri).inlayHints) return [];
    const line = cursorIn(document);
    if (line === undefined) return [];
    const hints = (await next(document, range, token)) ?? [];
    const here = hints.filter((hint) => holds(linesOf(hint), line));
    this.#shown = here.map(linesOf).find((lines) => lines !== undefined);
    return here;
  };

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listening.dispose();
  }

  #moved(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (document.languageId !== "python" || !shapeSettings(document.uri).inlayHints) return;
    if (holds(this.#shown, editor.selection.active.line)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const feature = this.client()?.getFeature(InlayHintRequest.method);
      feature?.getProvider(document)?.onDidChangeInlayHints.fire();
    }, pause);
  }
}

function cursorIn(document: vscode.TextDocument): number | undefined {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  return editor?.selection.active.line;
}

const holds = (lines: Lines | undefined, line: number): boolean =>
  lines !== undefined && lines.first <= line && line <= lines.last;

function linesOf(hint: vscode.InlayHint): Lines | undefined {
  return (hint as { data?: Lines }).data;
}
