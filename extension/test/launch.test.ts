import assert from "node:assert/strict";
import * as path from "node:path";
import { test } from "node:test";
import { sameLaunch, serverLaunch, startProcess } from "../src/launch";
import { probeParameters, type ProbeRun } from "../src/probeRequest";

const run: ProbeRun = {
  document: "file:///home/u/net.py",
  file: path.resolve("/home/u/net.py"),
  folder: undefined,
  kinds: ["shapes"],
  target: null,
  input: null,
  interpreter: { command: ["/usr/bin/python3"], version: [3, 12], source: "the PATH" },
  settings: { python: [], timeout: 30, memory: null },
  workDoneToken: "token",
};

test("the server is started isolated, by a script of the extension", () => {
  const launch = serverLaunch(["/usr/bin/python3", "-d"], "/ext", "/cache");
  assert.equal(launch.command, "/usr/bin/python3");
  assert.deepEqual(launch.arguments.slice(0, 6), ["-d", "-I", "-S", "-X", "utf8", "-X"]);
  assert.deepEqual(launch.arguments.slice(6), [
    "pycache_prefix=/cache",
    path.join("/ext", "extension", "boot", "boot.py"),
    "--stdio",
  ]);
  assert.equal(launch.cwd, "/ext");
});

test("the same choice is no reason to restart, another one is", () => {
  const launch = (python: string) => serverLaunch([python], "/ext", "/cache");
  assert.ok(sameLaunch(launch("/usr/bin/python3"), launch("/usr/bin/python3")));
  assert.ok(!sameLaunch(launch("/usr/bin/python3"), launch("/opt/python3")));
  assert.ok(!sameLaunch(launch("/usr/bin/python3"), undefined));
});

test("a program that does not exist is reported, not ignored", async () => {
  const launch = { command: path.resolve("/no/such/python"), arguments: [], cwd: "/" };
  await assert.rejects(startProcess(launch), /ENOENT/);
});

test("why a process ended is the last line that it wrote, else its status", async () => {
  const end = async (code: string) => {
    const launch = { command: process.execPath, arguments: ["-e", code], cwd: "/" };
    return (await startProcess(launch)).ended;
  };
  assert.equal(await end("console.error('first'); console.error('last'); process.exit(3)"), "last");
  assert.equal(await end("process.exit(3)"), "its process was ended with exit status 3.");
  if (process.platform !== "win32") {
    assert.equal(await end("process.kill(process.pid)"), "its process was ended by SIGTERM.");
  }
});

test("a probe outside of any folder counts its own folder as the workspace", () => {
  assert.equal(probeParameters(run).workspace, path.resolve("/home/u"));
  assert.equal(probeParameters({ ...run, folder: "/home" }).workspace, "/home");
});

test("a probe never asks for more than the user allowed", () => {
  const parameters = probeParameters(run);
  assert.deepEqual(parameters.python, ["/usr/bin/python3"]);
  assert.equal(parameters.timeout, 30);
  assert.equal(parameters.memory, null);
  assert.equal(parameters.allowWrites, false);
  assert.equal(parameters.device, "cpu");
});
