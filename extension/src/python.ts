/** Where interpreters come from: settings, either Python extension if present, environments, PATH. */
import * as path from "node:path";
import * as vscode from "vscode";
import { isInside, nearestEnvironment, searchPath, type Source } from "./interpreter";
import { probeSettings, serverInterpreter } from "./settings";

const names =
  process.platform === "win32"
    ? ["python.exe", "python3.exe"]
    : ["python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

/** Sources for the server's own Python; nothing of that environment is ever imported. */
export function serverSources(context: vscode.ExtensionContext): Source[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const first = folders[0]?.uri;
  return [
    {
      name: "the setting dyetrace.interpreter",
      find: () => serverInterpreter(first),
      binding: true,
    },
    ...developmentSources(context, context.extensionPath),
    ...extensionSources(first),
    ...pathSources(folders.map((folder) => folder.uri.fsPath)),
  ];
}

/** Sources for the Python that runs a probe of `document`: the one that its folder selected. */
export function probeSources(context: vscode.ExtensionContext, document: vscode.Uri): Source[] {
  const own = path.dirname(document.fsPath);
  const top = vscode.workspace.getWorkspaceFolder(document)?.uri.fsPath ?? own;
  return [
    {
      name: "the setting dyetrace.probe.python",
      find: () => probeSettings(document).python,
      binding: true,
    },
    ...developmentSources(context, own),
    ...extensionSources(document).map((source) => ({ ...source, binding: true })),
    {
      name: "the environment in the folder",
      find: () => one(nearestEnvironment(own, top)),
      binding: true,
    },
    ...pathSources([]),
  ];
}

const one = (file: string | undefined) => (file === undefined ? undefined : [file]);

/** While Dyetrace itself is developed, its own environment has all that the examples need. */
function developmentSources(context: vscode.ExtensionContext, folder: string): Source[] {
  const developing = context.extensionMode === vscode.ExtensionMode.Development;
  if (!developing || !isInside(folder, context.extensionPath)) return [];
  const find = () => one(nearestEnvironment(folder, context.extensionPath));
  return [{ name: "the development environment", find }];
}

/** Each name on the PATH by itself, so that an old `python3` does not hide a `python3.12`. */
function pathSources(forbidden: readonly string[]): Source[] {
  return names.map((name) => ({
    name: "the PATH",
    find: () => one(searchPath(process.env["PATH"] ?? "", [name], forbidden)),
  }));
}

function extensionSources(scope: vscode.Uri | undefined): Source[] {
  return [
    { name: "the Python Environments extension", find: () => fromEnvironments(scope) },
    { name: "the Python extension", find: () => fromPython(scope) },
  ];
}

/** The parts of the two extensions' interfaces that are used here. */
interface EnvironmentsApi {
  getEnvironment(
    scope: vscode.Uri | undefined,
  ): Promise<{ execInfo?: { run?: { executable?: string; args?: string[] } } } | undefined>;
}

interface PythonApi {
  environments?: {
    getActiveEnvironmentPath(scope?: vscode.Uri): { id: string; path: string };
    resolveEnvironment(environment: {
      id: string;
      path: string;
    }): Promise<{ executable?: { uri?: vscode.Uri } } | undefined>;
  };
}

async function fromEnvironments(scope: vscode.Uri | undefined): Promise<string[] | undefined> {
  const api = await activated<EnvironmentsApi>("ms-python.vscode-python-envs");
  const run = (await api?.getEnvironment(scope))?.execInfo?.run;
  return run?.executable === undefined ? undefined : [run.executable, ...(run.args ?? [])];
}

async function fromPython(scope: vscode.Uri | undefined): Promise<string[] | undefined> {
  const environments = (await activated<PythonApi>("ms-python.python"))?.environments;
  if (environments === undefined) return undefined;
  const active = environments.getActiveEnvironmentPath(scope);
  const resolved = await environments.resolveEnvironment(active);
  const file = resolved?.executable?.uri?.fsPath ?? active.path;
  return path.isAbsolute(file) ? [file] : undefined;
}

async function activated<Api>(id: string): Promise<Api | undefined> {
  return (await vscode.extensions.getExtension<Api>(id)?.activate()) ?? undefined;
}
