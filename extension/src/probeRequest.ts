/** The request `dyetrace/probe`, as docs/protocol.md has it. */
import * as path from "node:path";
import type { Interpreter } from "./interpreter";
import type { ProbeSettings } from "./settings";

export interface ProbeRun {
  readonly document: string;
  readonly file: string;
  readonly folder: string | undefined;
  readonly kinds: readonly string[];
  readonly target: string | null;
  readonly input: string | null;
  readonly interpreter: Interpreter;
  readonly settings: ProbeSettings;
  readonly workDoneToken: string;
}

export interface ProbeAnswer {
  readonly ok: boolean;
  readonly message: string;
  readonly report?: {
    readonly findings?: readonly unknown[];
    readonly entry?: Entry | null;
  } | null;
}

/** What was run, as far as the client shows it. */
export interface Entry {
  readonly target: string | null;
  readonly input: { readonly expression: string; readonly source: string } | null;
}

export function probeParameters(run: ProbeRun) {
  return {
    uri: run.document,
    kinds: run.kinds,
    python: run.interpreter.command,
    workspace: run.folder ?? path.dirname(run.file),
    target: run.target,
    input: run.input,
    cell: null,
    arguments: [],
    timeout: run.settings.timeout,
    memory: run.settings.memory,
    device: "cpu",
    allowWrites: false,
    environment: {},
    workDoneToken: run.workDoneToken,
  };
}
