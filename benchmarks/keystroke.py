"""Keystroke to diagnostics over the wire, against a server that only echoes.

The files are real modules of installed packages, opened where they lie, so that the modules which
they import are followed as those of a workspace, and generated training scripts. A user types a
statement into the middle of the file, letter by letter, ten letters a second; the next letter waits
for the answer to the one before where that takes longer. The server rests as long as it worked
before it reads a large file again, which is part of these times. The processor's time that reading
and judging a letter takes says more than the clock where other programs run as well.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measure import table

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = Path(sysconfig.get_paths()["purelib"])
FILES = {
    "scikit-learn, imputation": PACKAGES / "sklearn" / "impute" / "_iterative.py",
    "torch, optimizer": PACKAGES / "torch" / "optim" / "adam.py",
    "pandas, multi-index": PACKAGES / "pandas" / "core" / "indexes" / "multi.py",
}
TYPED = "scaled_again = StandardScaler().fit_transform(X_more)  # a comment"
ENOUGH = 40.0  # seconds for one file; where a letter takes seconds, fewer of them must do
LONGEST = 300.0  # seconds, after which something is wrong
BETWEEN_LETTERS = 0.100  # seconds; a fast typist

EXPERIMENT = """
def experiment_{n}(path):
    frame = pd.read_csv(path).dropna()
    y = frame["target"]
    X = frame.drop(columns=["target", "id_{n}"])
    X_scaled = StandardScaler().fit_transform(X)
    X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state={n})
    model = RandomForestClassifier(n_estimators={n} + 10)
    model.fit(X_train, y_train)
    return model.score(X_test, y_test)


class Net{n}(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear({n} + 1, 64)
        self.blocks = [nn.Linear(64, 64) for _ in range(3)]
        self.out = nn.Linear(64, 2)

    def forward(self, x):
        x = torch.relu(self.hidden(x))
        for block in self.blocks:
            x = torch.relu(block(x))
        return self.out(x)


def train_{n}(loader):
    model = Net{n}()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
    return model

"""
IMPORTS = """import pandas as pd
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
"""


def generated(lines: int) -> str:
    """Return a training script of about so many lines: experiments, networks, loops."""
    each = EXPERIMENT.count("\n")
    return IMPORTS + "".join(EXPERIMENT.format(n=n) for n in range(lines // each))


class Client:
    """Just enough of an editor to type."""

    def __init__(self, command: list[str]) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._alarm = threading.Timer(LONGEST, self.process.kill)
        self._alarm.daemon = True
        self._alarm.start()
        self.send(id=1, method="initialize", params={"processId": None, "capabilities": {}})
        self.wait(lambda message: message.get("id") == 1)
        self.send(method="initialized", params={})

    def send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def wait(self, wanted: Any) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()) != b"\r\n":
                if not line:
                    raise EOFError("the server ended")
                if line.startswith(b"Content-Length:"):
                    length = int(line.split(b":")[1])
            if wanted(json.loads(stream.read(length))):
                return

    def published(self, version: int) -> None:
        self.wait(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"].get("version") == version
            )
        )

    def memory_mib(self) -> float:
        """Return the resident memory of the server, where the system tells it."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return float("nan")
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def close(self) -> None:
        self._alarm.cancel()
        self.send(id=2, method="shutdown", params=None)
        self.wait(lambda message: message.get("id") == 2)
        self.send(method="exit", params=None)
        self.process.wait(30)


def letters(text: str) -> Iterator[str]:
    """Yield a text after each letter of a statement that is typed into the middle of it."""
    lines = text.split("\n")
    blocks = [
        number
        for number, line in enumerate(lines)
        if line.startswith(("def ", "class ", "@")) and not lines[number - 1].startswith(("@", ")"))
    ]
    middle = min(blocks, key=lambda number: abs(number - len(lines) // 2))
    for end in range(1, len(TYPED) + 1):
        yield "\n".join([*lines[:middle], TYPED[:end], *lines[middle:]])


def type_into(client: Client, path: Path, text: str) -> list[float]:
    """Type a statement in the middle of a file; return the seconds that each letter took."""
    uri = path.as_uri()
    item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
    client.send(method="textDocument/didOpen", params={"textDocument": item})
    client.published(1)
    seconds: list[float] = []
    began = time.monotonic()
    for version, now in enumerate(letters(text), 2):
        if time.monotonic() - began > ENOUGH:
            break
        change = {
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"text": now}],
        }
        started = time.perf_counter()
        client.send(method="textDocument/didChange", params=change)
        client.published(version)
        seconds.append(time.perf_counter() - started)
        time.sleep(max(0.0, BETWEEN_LETTERS - seconds[-1]))
    client.send(method="textDocument/didClose", params={"textDocument": {"uri": uri}})
    return seconds


def analyse_letters(path: Path, text: str) -> list[float]:
    """Return the processor's seconds that the analysis after each letter takes, in one process."""
    from dyetrace.editor.documents import Buffer, Documents
    from dyetrace.editor.view import look
    from dyetrace.source.configuration import Configuration

    documents, configuration = Documents(), Configuration()
    document = documents.open_script(Buffer(path.as_uri(), text, 1))
    view = look(document, configuration, None, encoding="utf-16")
    gc.collect()
    gc.disable()  # as the server does while somebody types
    seconds: list[float] = []
    for version, now in enumerate(letters(text), 2):
        document = documents.change_script(path.as_uri(), now, version) or document
        started = time.process_time()
        view = look(document, configuration, view, encoding="utf-16")
        seconds.append(time.process_time() - started)
    gc.enable()
    return seconds


def measure() -> dict[str, dict[str, float]]:
    """Print the table; returns milliseconds, ratios to the echo and memory for every file."""
    texts = {name: (path, path.read_text("utf-8")) for name, path in FILES.items() if path.exists()}
    texts |= {
        f"generated training script, {n:,}": (Path("/benchmark/generated.py"), generated(n))
        for n in (1000, 5000)
    }
    server = "import sys; from dyetrace.editor.main import run; sys.exit(run([]))"
    commands = {
        "echo": [sys.executable, str(ROOT / "benchmarks" / "echo_server.py")],
        "dyetrace": [sys.executable, "-c", server],
    }
    results: dict[str, dict[str, float]] = {}
    rows = []
    for name, (path, text) in texts.items():
        times, memory = {}, {}
        for which, command in commands.items():
            client = Client(command)
            times[which] = type_into(client, path, text)
            memory[which] = client.memory_mib()
            client.close()
        times["analysis"] = analyse_letters(path, text)
        result = _figures(times, memory)
        results[name] = result
        rows.append(_row(name, text, result))
    print("## Keystroke to diagnostics, milliseconds\n")
    header = [
        "file",
        "lines",
        "p50",
        "p95",
        "CPU p50",
        "CPU p95",
        "echo p50",
        "echo p95",
        "p95 / echo",
        "MiB",
        "echo MiB",
    ]
    print(table(header, rows))
    return results


def _figures(times: dict[str, list[float]], memory: dict[str, float]) -> dict[str, float]:
    p95 = {which: 1000 * _percentile(values, 0.95) for which, values in times.items()}
    p50 = {which: 1000 * statistics.median(values) for which, values in times.items()}
    return {
        "p50": p50["dyetrace"],
        "p95": p95["dyetrace"],
        "cpu_p50": p50["analysis"],
        "cpu_p95": p95["analysis"],
        "echo_p50": p50["echo"],
        "echo_p95": p95["echo"],
        "ratio_p50": p50["dyetrace"] / p50["echo"],
        "ratio_p95": p95["dyetrace"] / p95["echo"],
        "memory_mib": memory["dyetrace"],
        "echo_memory_mib": memory["echo"],
    }


def _row(name: str, text: str, result: dict[str, float]) -> list[str]:
    keys = ("p50", "p95", "cpu_p50", "cpu_p95", "echo_p50", "echo_p95", "ratio_p95")
    shown = [result[key] for key in keys]
    memory = [f"{result[key]:.0f}" for key in ("memory_mib", "echo_memory_mib")]
    lines = f"{text.count(chr(10)):,}"
    return [name, lines, *(f"{value:.1f}" for value in shown), *memory]


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


if __name__ == "__main__":
    measure()
