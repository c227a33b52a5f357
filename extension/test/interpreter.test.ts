import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { after, before, test } from "node:test";
import {
  choose,
  isAtLeast,
  isInside,
  nearestEnvironment,
  pythonVersion,
  searchPath,
  withTimeout,
} from "../src/interpreter";

const posix = process.platform !== "win32";
let folder = "";

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), "dyetrace-client-"));
});
after(() => {
  rmSync(folder, { recursive: true });
});

/** A program that answers like a Python of the given version. */
function interpreter(place: string, version: string): string {
  const file = path.join(folder, place);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho ${version}\n`);
  chmodSync(file, 0o755);
  return file;
}

const options = { skip: posix ? false : "needs a POSIX shell" };

test("the first source that fits is taken", options, async () => {
  const old = interpreter("old/python3", "3.8");
  const good = interpreter("good/python3", "3.12");
  const choice = await choose(
    [
      { name: "nobody", find: () => undefined },
      { name: "old", find: () => [old] },
      { name: "good", find: () => [good] },
      { name: "later", find: () => assert.fail("was asked although one fitted") },
    ],
    [3, 10],
  );
  assert.deepEqual(choice.interpreter, { command: [good], version: [3, 12], source: "good" });
  assert.deepEqual(choice.rejected, [
    `${old} (from old) is Python 3.8, and 3.10 or newer is needed.`,
  ]);
});

test("nothing is tried after a choice of the user's that does not fit", options, async () => {
  const old = interpreter("chosen/python3", "3.8");
  const good = interpreter("other/python3", "3.12");
  const choice = await choose(
    [
      { name: "setting", find: () => [old], binding: true },
      { name: "PATH", find: () => [good] },
    ],
    [3, 10],
  );
  assert.equal(choice.interpreter, undefined);
  assert.equal(choice.rejected.length, 1);
});

test("an empty setting is no choice", options, async () => {
  const good = interpreter("empty/python3", "3.11");
  const choice = await choose(
    [
      { name: "setting", find: () => [], binding: true },
      { name: "PATH", find: () => [good] },
    ],
    [3, 10],
  );
  assert.equal(choice.interpreter?.source, "PATH");
});

test("a source that throws is reported, and the next one is asked", options, async () => {
  const good = interpreter("next/python3", "3.11");
  const choice = await choose(
    [
      { name: "extension", find: () => Promise.reject(new Error("is broken")) },
      { name: "PATH", find: () => [good] },
    ],
    [3, 10],
  );
  assert.equal(choice.interpreter?.source, "PATH");
  assert.deepEqual(choice.rejected, ["From extension: is broken"]);
});

test("arguments of the interpreter come before our own", options, async () => {
  const file = path.join(folder, "wrapper");
  writeFileSync(file, '#!/bin/sh\n[ "$1" = run ] && [ "$2" = -I ] && echo 3.13\n');
  chmodSync(file, 0o755);
  assert.deepEqual(await pythonVersion([file, "run"]), [3, 13]);
});

test("an interpreter that is not an absolute path is refused", async () => {
  await assert.rejects(pythonVersion(["python3"]), /not an absolute path/);
  await assert.rejects(pythonVersion([]), /not an absolute path/);
});

test("a program that is no Python is refused with its name", options, async () => {
  const file = interpreter("no/python", "hello");
  await assert.rejects(pythonVersion([file]), (error: Error) => error.message.includes(file));
});

test("the PATH search passes over relative entries and forbidden folders", options, () => {
  const planted = interpreter("workspace/bin/python3", "3.12");
  const real = interpreter("usr/bin/python3", "3.12");
  const entries = [".", "", path.dirname(planted), path.dirname(real)].join(path.delimiter);
  const workspace = path.join(folder, "workspace");
  assert.equal(searchPath(entries, ["python3"], [workspace]), real);
  assert.equal(searchPath(entries, ["python3"]), planted);
  assert.equal(searchPath(entries, ["python4"]), undefined);
});

test("a file that cannot be executed is not an interpreter", options, () => {
  const file = interpreter("plain/python3", "3.12");
  chmodSync(file, 0o644);
  assert.equal(searchPath(path.dirname(file), ["python3"]), undefined);
});

test("the nearest environment is found, and never above the top folder", options, () => {
  const python = interpreter("project/.venv/bin/python", "3.12");
  const project = path.join(folder, "project");
  const deep = path.join(project, "a", "b");
  assert.equal(nearestEnvironment(deep, project), python);
  assert.equal(nearestEnvironment(deep, path.join(project, "a")), undefined);
  const nearer = interpreter("project/a/venv/bin/python", "3.12");
  assert.equal(nearestEnvironment(deep, project), nearer);
});

test("versions are compared as numbers", () => {
  assert.ok(isAtLeast([3, 10], [3, 9]));
  assert.ok(isAtLeast([4, 0], [3, 10]));
  assert.ok(!isAtLeast([3, 9], [3, 10]));
});

test("a folder does not contain its neighbour with the same beginning", () => {
  assert.ok(isInside(path.resolve("a/b"), path.resolve("a")));
  assert.ok(!isInside(path.resolve("ab"), path.resolve("a")));
});

test("work that takes too long is given up with a sentence", async () => {
  const never = new Promise<never>(() => undefined);
  await assert.rejects(withTimeout(never, 10), /no answer within 0.01 s/);
});
