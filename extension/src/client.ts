/** The language server's life: start, stop, restart, and what happens when it ends by itself. */
import * as path from "node:path";
import * as vscode from "vscode";
import {
  CloseAction,
  DidChangeConfigurationNotification,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
} from "vscode-languageclient/node";
import { choose, oldestForServer, withTimeout } from "./interpreter";
import { sameLaunch, serverLaunch, startProcess, type Launch, type ServerProcess } from "./launch";
import { reason, type Log } from "./log";
import { serverSources } from "./python";
import { section } from "./settings";

export type State =
  | { readonly kind: "stopped" }
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly client: LanguageClient }
  | { readonly kind: "failed"; readonly cause: string };

const startTimeout = 30_000;
const stopTimeout = 2_000;
const endTimeout = 1_000;
const steadyAfter = 180_000;

export const documentSelector = [
  ...["file", "untitled", "vscode-notebook-cell", "vscode-vfs"].map((scheme) => ({
    scheme,
    language: "python",
  })),
];

export class Server implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<State>();
  readonly onDidChange = this.#changed.event;
  #state: State = { kind: "stopped" };
  #launch: Launch | undefined;
  #process: ServerProcess | undefined;
  #turn: Promise<void> | undefined;
  #queued = false;
  #startedAt = 0;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: Log,
    /** Is told each client before it starts, to register handlers of notifications. */
    private readonly prepare: (client: LanguageClient) => void,
    private readonly middleware: Middleware = {},
  ) {}

  get state(): State {
    return this.#state;
  }

  get launch(): Launch | undefined {
    return this.#launch;
  }

  /** Restarts; calls that come while one is at work share a single repeat of it. */
  restart(): Promise<void> {
    if (this.#turn !== undefined) {
      this.#queued = true;
      return this.#turn;
    }
    this.#turn = this.#restartUntilCalm().finally(() => (this.#turn = undefined));
    return this.#turn;
  }

  /** Restarts only if another interpreter would now be chosen. */
  async refresh(): Promise<void> {
    const launch = await this.#resolve().catch(() => undefined);
    if (!sameLaunch(launch, this.#launch)) await this.restart();
  }

  /** Tells the server that settings have changed; it pulls what it needs. */
  async settingsChanged(): Promise<void> {
    if (this.#state.kind !== "running") return;
    const { client } = this.#state;
    await client.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  }

  async stop(): Promise<void> {
    if (this.#state.kind === "running") await this.#stopClient(this.#state.client);
    this.#set({ kind: "stopped" });
  }

  dispose(): void {
    this.#process?.child.kill();
    this.#changed.dispose();
  }

  async #restartUntilCalm(): Promise<void> {
    do {
      await this.stop();
      await this.#start();
    } while (this.#takeQueued());
  }

  #takeQueued(): boolean {
    const queued = this.#queued;
    this.#queued = false;
    return queued;
  }

  async #start(): Promise<void> {
    this.#set({ kind: "starting" });
    this.#process = undefined;
    let client: LanguageClient | undefined;
    try {
      const launch = await this.#resolve();
      this.#launch = launch;
      this.log.info(`Starting: ${[launch.command, ...launch.arguments].join(" ")}`);
      client = this.#client(launch);
      this.prepare(client);
      await withTimeout(client.start(), startTimeout);
      this.#startedAt = Date.now();
      this.log.info("The server is running.");
      this.#set({ kind: "running", client });
    } catch (error) {
      const cause = await this.#whyEnded(reason(error));
      if (client !== undefined) await this.#stopClient(client);
      this.#fail(cause);
    }
  }

  async #resolve(): Promise<Launch> {
    const { interpreter, rejected } = await choose(serverSources(this.context), oldestForServer);
    for (const sentence of rejected) this.log.info(sentence);
    if (interpreter === undefined) {
      const why = rejected.slice(0, 2).join(" ") || "None was found on the PATH.";
      throw new Error(
        `there is no Python 3.10 or newer to run it with. ${why} ` +
          "Set dyetrace.interpreter to the full path of one.",
      );
    }
    this.log.info(`Server interpreter from ${interpreter.source}.`);
    const cache = path.join(this.context.globalStorageUri.fsPath, "pycache");
    return serverLaunch(interpreter.command, this.context.extensionPath, cache);
  }

  #client(launch: Launch): LanguageClient {
    const options: LanguageClientOptions = {
      documentSelector,
      outputChannel: this.log,
      // Knows the commands of the server's code lenses, shows pictures and colours in hovers.
      initializationOptions: { companion: true },
      markdown: { supportHtml: true },
      middleware: this.middleware,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          void this.#closed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
    const start = async () => (this.#process = await startProcess(launch)).child;
    return new LanguageClient(section, "Dyetrace", start, options);
  }

  /** The server ended by itself: restart it once, and tell the user if that does not help. */
  async #closed(): Promise<void> {
    const ended = this.#state;
    if (ended.kind !== "running") return;
    const cause = await this.#whyEnded("it closed the connection.");
    if (this.#state !== ended) return;
    const steady = Date.now() - this.#startedAt > steadyAfter;
    this.log.error(`The server ended unexpectedly: ${cause}`);
    if (steady) void this.restart();
    else this.#fail(cause);
  }

  /** What the process said at its end; `otherwise` if it has not ended. */
  async #whyEnded(otherwise: string): Promise<string> {
    if (this.#process === undefined) return otherwise;
    return await withTimeout(this.#process.ended, endTimeout).catch(() => otherwise);
  }

  async #stopClient(client: LanguageClient): Promise<void> {
    const child = this.#process?.child;
    try {
      await client.dispose(stopTimeout);
    } catch (error) {
      this.log.debug(`Stopping: ${reason(error)}`);
    }
    if (child?.exitCode === null) child.kill("SIGKILL");
  }

  #fail(cause: string): void {
    this.#set({ kind: "failed", cause });
    this.log.error(cause);
    void this.#tell(cause);
  }

  async #tell(cause: string): Promise<void> {
    const text = `Dyetrace's server does not run: ${cause}`;
    const answer = await vscode.window.showErrorMessage(text, "Restart", "Show Output");
    if (answer === "Restart") await this.restart();
    else if (answer === "Show Output") this.log.show();
  }

  #set(state: State): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}
