import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { globSync, onPath } from "../../scripts/lib/files.mjs";
import { at, manifest } from "../../scripts/lib/paths.mjs";
import { LanguageServer } from "./language-server.mjs";
import { python } from "./session.mjs";

const evilModule = "raise SystemExit('a module of the folder was imported')";

let folder;
let extension;

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), "dyetrace-package-"));
  const vsix = process.env.DYETRACE_VSIX;
  execFileSync(python, ["-m", "zipfile", "-e", vsix, folder]);
  extension = path.join(folder, "extension");
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Every Python of this machine that the server must run on. */
function pythons() {
  const named = (process.env.DYETRACE_PYTHONS ?? "").split(path.delimiter);
  const usual = ["3.10", "3.11", "3.12", "3.13", "3.14"].map((minor) => onPath(`python${minor}`));
  const answers = (file) => {
    try {
      execFileSync(file, ["-I", "-S", "-c", ""], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  return [...new Set([python, ...named, ...usual])].filter((file) => file && answers(file));
}

test("the package holds the client, the server, and what the server imports", () => {
  const wanted = [
    "package.json",
    "readme.md",
    "LICENSE.txt",
    "extension/dist/extension.js",
    "extension/boot/boot.py",
    "server/dyetrace/editor/main.py",
    "server/dyetrace/worker/__main__.py",
    ...["pygls", "lsprotocol", "attr", "cattrs", "pathspec", "tomli", "exceptiongroup"].map(
      (name) => `extension/bundled/libs/${name}/__init__.py`,
    ),
    "extension/bundled/libs/typing_extensions.py",
    "extension/bundled/native/libcst/__init__.py",
  ];
  assert.deepEqual(
    wanted.filter((name) => !existsSync(path.join(extension, name))),
    [],
  );
});

test("the package holds every module of the server, and nothing that is not needed", () => {
  const modules = (top) =>
    globSync(path.join(top, "server", "dyetrace"), ".py").map((file) => path.relative(top, file));
  assert.deepEqual(modules(extension), modules(at()));
  const foreign = globSync(extension).filter((file) =>
    /node_modules|__pycache__|\.venv|\.ts$|\.map$|[\\/]tests[\\/]/.test(
      path.relative(folder, file),
    ),
  );
  assert.deepEqual(foreign, []);
});

test("the client and the server carry the same version", () => {
  const source = readFileSync(path.join(extension, "server", "dyetrace", "__init__.py"), "utf8");
  assert.equal(/__version__ = "(.+)"/.exec(source)?.[1], manifest().version);
});

test("every command of the manifest is registered by the client, and the reverse", () => {
  const source = readFileSync(at("extension", "src", "commands.ts"), "utf8");
  const table = source.slice(source.indexOf("const needServer"), source.indexOf("const guarded"));
  const registered = [...table.matchAll(/^ {4}(\w+)[:,]/gm)].map((match) => `dyetrace.${match[1]}`);
  const declared = manifest().contributes.commands.map(({ command }) => command);
  assert.deepEqual(declared.toSorted(), registered.toSorted());
});

for (const interpreter of pythons()) {
  test(`the packed server runs isolated on ${interpreter}`, async () => {
    const boot = path.join(extension, "extension", "boot", "boot.py");
    const workspace = mkdtempSync(path.join(folder, "evil-"));
    const server = new LanguageServer(interpreter, boot, workspace, {
      "attr.py": evilModule,
      "difflib.py": evilModule,
      "sitecustomize.py": evilModule,
    });
    try {
      const { capabilities, serverInfo } = await server.initialize();
      assert.match(serverInfo.name, /dyetrace/i);
      assert.ok(capabilities.hoverProvider);
      assert.ok(capabilities.notebookDocumentSync);
      assert.equal(await server.shutdown(), 0);
    } finally {
      server.kill();
    }
  });

  test(`libcst can be imported by the packed server on ${interpreter}`, () => {
    const boot = path.join(extension, "extension", "boot");
    const code =
      `import sys; sys.path.insert(0, ${JSON.stringify(boot)}); import boot; ` +
      "sys.path[:0] = boot.library_folders(); import libcst; " +
      "print(libcst.parse_module('x = 1').code, libcst.__file__)";
    const output = execFileSync(interpreter, ["-I", "-S", "-c", code], { encoding: "utf8" });
    assert.ok(output.startsWith("x = 1"));
    assert.ok(output.includes(path.join("bundled", "native")), output);
  });
}
