"""Whatever a client sends, the session goes on and every request is answered."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from editor.session_client import SERVER, START, RequestFailed, Session

URI = "file:///work/train.py"
INVALID_PARAMS, METHOD_NOT_FOUND, NOT_INITIALIZED = -32602, -32601, -32002


def is_alive(session: Session) -> bool:
    return "Dyetrace" in session.request("dyetrace/debugInformation", {})["text"]


def test_initialize_offers_full_sync_and_utf16() -> None:
    with Session() as session:
        answer = session.initialize()
        capabilities = answer["capabilities"]
        assert capabilities["textDocumentSync"]["change"] == 1
        assert capabilities["positionEncoding"] == "utf-16"
        assert "diagnosticProvider" not in capabilities
        assert answer["serverInfo"]["name"] == "dyetrace"


def test_notebooks_are_synced_when_the_client_can() -> None:
    with Session() as session:
        notebooks = {"synchronization": {"dynamicRegistration": True}}
        answer = session.initialize(capabilities={"notebookDocument": notebooks})
        selector = answer["capabilities"]["notebookDocumentSync"]["notebookSelector"]
        kinds = {entry["notebook"]["notebookType"] for entry in selector}
        assert kinds == {"jupyter-notebook", "interactive"}


def test_rules_and_rewriting_are_not_imported_to_initialize() -> None:
    code = (
        "import sys\n"
        "from dyetrace.editor import features\n"
        "features.make_server()\n"
        "late = {'libcst', 'dyetrace.rules.engine', 'dyetrace.flow.interpreter'}\n"
        "print(sorted(late & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(SERVER)}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_unknown_enum_values_are_answered(session: Session) -> None:
    session.open(URI, "x = 1\n")
    where = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}
    strange = {"range": where, "message": "?", "severity": 99, "tags": [-1, 7]}
    context = {"diagnostics": [strange], "only": ["quickfix.strange"], "triggerKind": 42}
    params = {"textDocument": {"uri": URI}, "range": where, "context": context}
    assert session.request("textDocument/codeAction", params) == []


def test_unknown_enum_value_in_initialize() -> None:
    with Session() as session:
        general = {"positionEncodings": ["utf-7", "utf-16"], "staleRequestSupport": None}
        resource = {"resourceOperations": ["teleport"], "failureHandling": "hope"}
        answer = session.initialize(
            trace="loud",
            capabilities={"general": general, "workspace": {"workspaceEdit": resource}},
        )
        assert answer["capabilities"]["positionEncoding"] == "utf-16"


@pytest.mark.parametrize("print_stray", ["print('stray')", "os.write(1, b'stray\\n')"])
def test_stray_output_does_not_reach_the_client(print_stray: str) -> None:
    code = (
        "import os, sys, dyetrace.editor.sync as sync\n"
        "from dyetrace.editor.main import run\n"
        "plain = sync.buffer_of\n"
        "def noisy(item):\n"
        f"    {print_stray}\n"
        "    os.system('echo stray from a child')\n"
        "    return plain(item)\n"
        "sync.buffer_of = noisy\n"
        "sys.exit(run([]))"
    )
    with Session(code=code) as session:
        session.initialize()
        session.open(URI, "x = 1\n")
        assert session.diagnostics(URI) == []
        assert not [message for message in session.received if message.get("method") == "NOISE"]
        assert session.leave() == 0
        assert b"stray" in b"".join(session.stderr)


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b"[]", b"3", b'"text"', b"null", b"{}", b'{"jsonrpc": "1.0", "id": 1}'],
)
def test_broken_body_is_survived(session: Session, body: bytes) -> None:
    session.send_raw(body)
    assert is_alive(session)


@pytest.mark.parametrize(
    "params",
    [
        None,
        {},
        [],
        3,
        {"textDocument": None},
        {"textDocument": {"uri": URI}},
        {"textDocument": {"uri": URI}, "position": {"line": "two", "character": {}}},
    ],
)
def test_request_with_missing_fields_is_answered(session: Session, params: object) -> None:
    with pytest.raises(RequestFailed) as failure:
        session.request("textDocument/hover", params)
    assert failure.value.code == INVALID_PARAMS


@pytest.mark.parametrize(
    "method",
    ["textDocument/didOpen", "textDocument/didChange", "notebookDocument/didChange", "$/strange"],
)
def test_notification_with_missing_fields_is_ignored(session: Session, method: str) -> None:
    session.notify(method, {"textDocument": {"uri": URI}})
    assert is_alive(session)
    assert not [m for m in session.received if m.get("method") == "window/showMessage"]


def test_changes_of_unknown_documents_are_ignored(session: Session) -> None:
    session.change("file:///work/never_opened.py", "x = 1\n", 2)
    session.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    session.notify(
        "notebookDocument/didChange",
        {"notebookDocument": {"uri": "file:///n.ipynb", "version": 2}, "change": {}},
    )
    assert is_alive(session)


def test_unknown_method_is_refused(session: Session) -> None:
    with pytest.raises(RequestFailed) as failure:
        session.request("textDocument/teleport", {})
    assert failure.value.code == METHOD_NOT_FOUND


def test_requests_before_initialize_are_refused() -> None:
    with Session() as session:
        with pytest.raises(RequestFailed) as failure:
            session.request("dyetrace/debugInformation", {})
        assert failure.value.code == NOT_INITIALIZED
        session.initialize()
        assert is_alive(session)


def test_requests_after_shutdown_are_refused(session: Session) -> None:
    session.request("shutdown")
    with pytest.raises(RequestFailed):
        session.request("dyetrace/debugInformation", {})
    session.notify("exit")
    assert session.process.wait(30) == 0


def test_internal_error_says_nothing_of_paths() -> None:
    code = (
        "import sys, dyetrace.editor.features as features\n"
        "from dyetrace.editor.main import run\n"
        "def broken(*_):\n"
        "    raise KeyError('a secret detail')\n"
        "features.debug_information = broken\n"
        "sys.exit(run([]))"
    )
    with Session(code=code) as session:
        session.initialize()
        with pytest.raises(RequestFailed) as failure:
            session.request("dyetrace/debugInformation", {})
        answer = repr(failure.value.error)
        assert "secret" not in answer
        assert "Traceback" not in answer
        assert ".py" not in answer
        logged = session.wait(lambda m: m.get("method") == "window/logMessage")
        assert "secret" in logged["params"]["message"]


def test_bad_settings_become_one_message_and_defaults() -> None:
    settings = {"profile": "brave", "select": "all", "severity": {"minimum": "loud"}}
    with Session(settings) as session:
        session.initialize()
        session.open(URI, "x = 1\n")
        assert session.diagnostics(URI) == []
        session.change(URI, "x = 2\n", 2)
        session.diagnostics(URI, 2)
        warned = [
            message["params"]["message"]
            for message in session.received
            if message.get("method") == "window/logMessage" and message["params"]["type"] == 2
        ]
        for name in ("dyetrace.profile", "dyetrace.select", "dyetrace.severity.minimum"):
            assert sum(f"`{name}`" in text for text in warned) == 1
        health = [m["params"] for m in session.received if m.get("method") == "dyetrace/health"]
        assert health[-1]["status"] == "warning"


def test_finished_requests_are_forgotten() -> None:
    code = (
        "import sys, dyetrace.editor.features as features\n"
        "from dyetrace.editor.main import run\n"
        "plain = features.make_server\n"
        "def make():\n"
        "    server = plain()\n"
        "    waiting = server.protocol._request_futures\n"
        "    features.debug_information = lambda facts: str(len(waiting))\n"
        "    return server\n"
        "features.make_server = make\n"
        "sys.exit(run([]))"
    )
    with Session(code=code) as session:
        session.initialize()
        session.open(URI, "x = 1\n")
        place = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
        for version in range(2, 200):
            session.change(URI, f"x = {version}\n", version)
            last = session.ask("textDocument/hover", place)
        session.answer(last)
        assert int(session.request("dyetrace/debugInformation", {})["text"]) < 20


def test_exit_without_shutdown_is_status_one(session: Session) -> None:
    session.notify("exit")
    assert session.process.wait(30) == 1


def test_shutdown_then_exit_is_status_zero(session: Session) -> None:
    session.open(URI, "x = 1\n")
    assert session.leave() == 0


def test_closed_input_ends_the_server(session: Session) -> None:
    assert session.process.stdin is not None
    session.process.stdin.close()
    assert session.process.wait(30) == 1


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_death_of_the_editor_ends_the_server() -> None:
    parent = (
        "import subprocess, sys, time\n"
        f"server = subprocess.Popen([sys.executable, '-c', {START!r}],"
        " stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)\n"
        "print(server.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(SERVER)}
    editor = subprocess.Popen(
        [sys.executable, "-c", parent], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert editor.stdout is not None
    server = int(editor.stdout.readline())
    editor.send_signal(signal.SIGKILL)
    editor.wait()
    assert ends(server)


def ends(process: int, patience: float = 30.0) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        state = Path(f"/proc/{process}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    "arguments", [["--tcp"], ["--tcp", "0.0.0.0:9000"], ["--tcp", "localhost:http"], ["--fast"]]
)
def test_bad_arguments_are_refused(arguments: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(SERVER)}
    run = subprocess.run(
        [sys.executable, "-c", START, *arguments], env=environment, capture_output=True, text=True
    )
    assert run.returncode == 2
    assert "usage: dyetrace server" in run.stderr


def test_files_of_the_workspace_do_not_shadow_modules(tmp_path: Path) -> None:
    for name in ("difflib", "tomllib", "pygls", "attr"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('hijacked')\n")
    with Session(folder=tmp_path, environment={"PYTHONPATH": f"{SERVER}:{tmp_path}:."}) as session:
        session.initialize()
        session.open(URI, "x = 1\n")
        assert session.diagnostics(URI) == []


def test_server_on_a_loopback_port() -> None:
    environment = {**os.environ, "PYTHONPATH": str(SERVER)}
    command = [sys.executable, "-c", START, "--tcp", "localhost:0"]
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        port = int(server.stderr.readline().split()[-1])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            stream = connection.makefile("rwb")
            parameters = {"processId": None, "capabilities": {}}
            exchange(stream, "initialize", parameters)
            exchange(stream, "shutdown", None)
            send(stream, {"method": "exit"})
            assert server.wait(30) == 0
    finally:
        server.kill()


def exchange(stream: BinaryIO, method: str, params: object) -> None:
    send(stream, {"id": 1, "method": method, "params": params})
    length = int(stream.readline().split(b":")[1])
    while stream.readline() != b"\r\n":
        pass
    assert "result" in json.loads(stream.read(length))


def send(stream: BinaryIO, message: dict[str, object]) -> None:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    stream.flush()


def test_configuration_files_and_modules_are_watched_where_the_client_can() -> None:
    with Session() as session:
        watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}}
        session.initialize(capabilities={"workspace": watching})
        asked = session.wait(lambda m: m.get("method") == "client/registerCapability")
        watchers = asked["params"]["registrations"][0]["registerOptions"]["watchers"]
        patterns = {watcher["globPattern"] for watcher in watchers}
        assert patterns == {"**/pyproject.toml", "**/dyetrace.toml", "**/*.py", "**/*.ipynb"}


def test_settings_that_are_only_pushed_are_used() -> None:
    with Session() as session:
        session.initialize(capabilities={})
        session.notify(
            "workspace/didChangeConfiguration", {"settings": {"dyetrace": {"profile": "brave"}}}
        )
        session.open(URI, "x = 1\n")
        logged = session.wait(lambda m: m.get("method") == "window/logMessage")
        assert "dyetrace.profile" in logged["params"]["message"]
