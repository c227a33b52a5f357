"""``dyetrace server``: a language server on standard input and output, or on a loopback port."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from typing import BinaryIO, Final

USAGE: Final = "usage: dyetrace server [--stdio | --tcp HOST:PORT]"
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


def run(arguments: Sequence[str]) -> int:
    """Serve one session and return the exit status; 2 for arguments that make no sense."""
    try:
        address = _address(arguments)
    except ValueError as error:
        sys.stderr.write(f"dyetrace server: {error}\n{USAGE}\n")
        return 2
    _isolate()
    from dyetrace.editor.features import make_server  # only now: it imports what may be shadowed

    streams = _private_streams() if address is None else _accepted(*address)
    status = make_server().serve(*streams)
    sys.stderr.flush()
    os._exit(status)  # threads that still compute must not keep a finished session alive


def _address(arguments: Sequence[str]) -> tuple[str, int] | None:
    """Return the host and port to serve on, None for standard input and output."""
    if list(arguments) in ([], ["--stdio"]):
        return None
    if len(arguments) != 2 or arguments[0] != "--tcp":
        raise ValueError(f"these arguments are not understood: {' '.join(arguments)}")
    host, _, port = arguments[1].rpartition(":")
    host = host.strip("[]")
    if host not in _LOOPBACK:
        raise ValueError(f"`--tcp` serves on this machine only ({', '.join(_LOOPBACK)})")
    if not port.isdigit() or int(port) > 65535:
        raise ValueError(f"`{port}` is not a port")
    return host, int(port)


def _isolate() -> None:
    """Keep the folder we were started in, and `PYTHONPATH`, from shadowing what we import."""
    current = os.getcwd()
    foreign = {os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep)}
    own = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.path[:] = [
        path
        for path in sys.path
        if os.path.abspath(path) == own
        or (path not in ("", current) and os.path.abspath(path) not in foreign)
    ]


def _accepted(host: str, port: int) -> tuple[BinaryIO, BinaryIO]:
    """Wait for one client on a port of this machine; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listener:
        sys.stderr.write(f"dyetrace server: listening on port {listener.getsockname()[1]}\n")
        sys.stderr.flush()
        connection, _ = listener.accept()
    return connection.makefile("rb"), connection.makefile("wb")


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take the protocol's streams away from everybody else.

    Whatever prints, in Python or below it, prints to standard error from here on, and nobody else
    can read the client's messages.
    """
    stdin = os.fdopen(os.dup(0), "rb")
    stdout = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdout = sys.stderr
    return stdin, stdout
