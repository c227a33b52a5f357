// The smallest client of the language server: only to see that it starts, answers and ends.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";

export class LanguageServer {
  #answers = new Map();
  #received = Buffer.alloc(0);
  #count = 0;
  #errors = "";

  /** Starts it in a folder with planted files, which PYTHONPATH names as well. */
  constructor(python, boot, folder, planted) {
    for (const [name, text] of Object.entries(planted))
      writeFileSync(path.join(folder, name), text);
    this.child = spawn(python, ["-I", "-S", "-X", "utf8", boot, "--stdio"], {
      cwd: folder,
      env: { ...process.env, PYTHONPATH: folder },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.child.stderr.on("data", (data) => (this.#errors += data));
    this.child.stdout.on("data", (data) => this.#receive(data));
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
  }

  #receive(data) {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const end = this.#received.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(
        /content-length: (\d+)/i.exec(this.#received.toString("latin1", 0, end))[1],
      );
      const start = end + 4;
      if (this.#received.length < start + length) return;
      const message = JSON.parse(this.#received.toString("utf8", start, start + length));
      this.#received = this.#received.subarray(start + length);
      this.#answers.get(message.id)?.(message.result);
    }
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  async #request(method, params) {
    const id = ++this.#count;
    const answer = new Promise((resolve) => this.#answers.set(id, resolve));
    this.#send({ id, method, params });
    const early = this.ended.then((code) => {
      throw new Error(`The server ended with ${code} instead of answering:\n${this.#errors}`);
    });
    early.catch(() => {});
    return await Promise.race([answer, early]);
  }

  initialize() {
    const capabilities = { notebookDocument: { synchronization: {} } };
    return this.#request("initialize", { processId: process.pid, rootUri: null, capabilities });
  }

  /** Ends it the polite way; resolves to its exit status. */
  async shutdown() {
    await this.#request("shutdown", null);
    this.#send({ method: "exit" });
    return await this.ended;
  }

  kill() {
    this.child.kill("SIGKILL");
  }
}
