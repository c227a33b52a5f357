"""A small client of the language server over raw streams; it can send what no editor would."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SERVER = Path(__file__).parents[2] / "server"
START = "import sys; from dyetrace.editor.main import run; sys.exit(run(sys.argv[1:]))"
PATIENCE = 60.0  # seconds; nothing here takes long, but the machine may be busy

# The rules that these tests are about; others that find something too are none of their business.
SETTINGS: dict[str, Any] = {"select": ["fit-on-test", "selection-before-split"]}
CAPABILITIES: dict[str, Any] = {
    "workspace": {"configuration": True},
    "textDocument": {
        "codeAction": {"resolveSupport": {"properties": ["edit"]}, "dataSupport": True},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
    },
}


class RequestFailed(Exception):
    """The server answered with an error."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.code: int = error["code"]
        self.error = error


class Session:
    """One server process and the conversation with it."""

    def __init__(
        self,
        settings: Any = None,
        *,
        code: str = START,
        folder: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.settings = SETTINGS if settings is None else settings
        self.received: list[dict[str, Any]] = []
        self._arrived: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._id = 0
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(SERVER), **(environment or {})},
        )
        self.stderr: list[bytes] = []
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._drain, daemon=True).start()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        length = 0
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            elif line == b"\r\n":
                self._arrived.put(json.loads(stream.read(length)))
            elif not line.lower().startswith(b"content-type:"):
                self._arrived.put({"method": "NOISE", "params": line.decode()})
        self._arrived.put(None)

    def _drain(self) -> None:
        assert self.process.stderr is not None
        self.stderr.extend(self.process.stderr)

    def send_raw(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def send(self, **message: Any) -> None:
        self.send_raw(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def notify(self, method: str, params: Any = None) -> None:
        self.send(method=method, params=params)

    def ask(self, method: str, params: Any = None) -> int:
        """Send a request without waiting for its answer; return its id."""
        self._id += 1
        self.send(id=self._id, method=method, params=params)
        return self._id

    def answer(self, request: int) -> Any:
        """Wait for the answer of a request and return its result."""
        message = self.wait(lambda m: m.get("id") == request and "method" not in m)
        if "error" in message:
            raise RequestFailed(message["error"])
        return message.get("result")

    def request(self, method: str, params: Any = None) -> Any:
        return self.answer(self.ask(method, params))

    def wait(
        self, wanted: Callable[[dict[str, Any]], bool], *, timeout: float = PATIENCE
    ) -> dict[str, Any]:
        """Return the next message that is wanted, and answer the server's own requests."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                message = self._arrived.get(timeout=max(deadline - time.monotonic(), 0.001))
            except queue.Empty:
                raise TimeoutError(f"no such message; got {self.received[-5:]}") from None
            if message is None:
                raise EOFError(b"".join(self.stderr).decode())
            self.received.append(message)
            if "id" in message and "method" in message:
                self._serve(message)
            if wanted(message):
                return message

    def _serve(self, message: dict[str, Any]) -> None:
        result: Any = None
        if message["method"] == "workspace/configuration":
            result = [self.settings for _ in message["params"]["items"]]
        self.send(id=message["id"], result=result)

    def initialize(self, **parameters: Any) -> dict[str, Any]:
        params = {"processId": None, "rootUri": None, "capabilities": CAPABILITIES, **parameters}
        result: dict[str, Any] = self.request("initialize", params)
        self.notify("initialized", {})
        return result

    def open(self, uri: str, text: str, version: int = 1) -> None:
        item = {"uri": uri, "languageId": "python", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, text: str, version: int) -> None:
        self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]},
        )

    def diagnostics(self, uri: str, version: int | None = 1) -> list[dict[str, Any]]:
        """Wait for the diagnostics of one version of a script or cell."""
        message = self.wait(
            lambda m: (
                m.get("method") == "textDocument/publishDiagnostics"
                and m["params"]["uri"] == uri
                and m["params"].get("version") == version
            )
        )
        found: list[dict[str, Any]] = message["params"]["diagnostics"]
        return found

    def leave(self) -> int:
        """End the session as the protocol asks for and return the exit status."""
        self.request("shutdown")
        self.notify("exit")
        return self.process.wait(PATIENCE)


def apply(text: str, edits: list[dict[str, Any]]) -> str:
    """Apply text edits to ASCII text, last first."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    starts.append(len(text))
    for edit in sorted(edits, key=lambda e: tuple(e["range"]["start"].values()), reverse=True):
        start, end = edit["range"]["start"], edit["range"]["end"]
        a = starts[start["line"]] + start["character"]
        b = starts[end["line"]] + end["character"]
        text = text[:a] + edit["newText"] + text[b:]
    return text
