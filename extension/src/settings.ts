/** The settings that the client itself reads; the server pulls the rest. */
import * as vscode from "vscode";

export const section = "dyetrace";

export interface ProbeSettings {
  readonly python: readonly string[];
  readonly timeout: number;
  readonly memory: number | null;
}

export interface ShapeSettings {
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  readonly traceOnSave: boolean;
}

const defaultTimeout = 60;

export function serverInterpreter(scope?: vscode.Uri): readonly string[] {
  return command(vscode.workspace.getConfiguration(section, scope).get("interpreter"));
}

export function probeSettings(scope: vscode.Uri): ProbeSettings {
  const configuration = vscode.workspace.getConfiguration(section, scope);
  return {
    python: command(configuration.get("probe.python")),
    timeout: positive(configuration.get("probe.timeout")) ?? defaultTimeout,
    memory: positive(configuration.get("probe.memory")),
  };
}

export function shapeSettings(scope: vscode.Uri): ShapeSettings {
  const configuration = vscode.workspace.getConfiguration(section, scope);
  return {
    codeLens: configuration.get("shapes.codeLens") !== false,
    inlayHints: configuration.get("shapes.inlayHints") === true,
    traceOnSave: configuration.get("shapes.traceOnSave") === true,
  };
}

/** A command as a list of words; a single string is a path. Anything else counts as not set. */
function command(value: unknown): readonly string[] {
  const words: unknown[] = Array.isArray(value) ? value : [value];
  return words.every((word) => typeof word === "string" && word.length > 0)
    ? (words as string[])
    : [];
}

function positive(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : null;
}
