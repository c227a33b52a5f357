"""From the start of the process to the request that it serves, cold, warm or as a spare."""

from __future__ import annotations

import json
import os
import platform
import sys
import threading
from typing import Any

from .channel import Channel
from .supervisor import die_with_parent, supervise
from .warm import preload_as_spare, serve


def begin(how: str) -> tuple[dict[str, Any], Channel]:
    """Return the request and the way to the host, in the process that is to run the program.

    ``how`` is empty for a process of one request; ``warm`` imports libraries once and forks for
    each request; ``spare`` imports them and then waits for its only request.
    """
    if how == "spare":
        return _wait_as_spare()
    if how == "warm":
        serve()
    request, channel = _read(sys.stdin.buffer.readline())
    channel.send("ready", python=platform.python_version(), pid=os.getpid())
    _split_off_supervisor(request, channel)
    return request, channel


def _read(line: bytes) -> tuple[dict[str, Any], Channel]:
    if not line:
        os._exit(0)  # not wanted any more
    request = json.loads(line)
    channel = Channel(os.dup(1))
    os.dup2(2, 1)  # what the program prints goes to the log
    os.environ.update(request["environment"])
    return request, channel


def _split_off_supervisor(request: dict[str, Any], channel: Channel) -> None:
    """Go on in a child of a process that watches; where there is no fork, watch in a thread."""
    if not hasattr(os, "fork"):
        threading.Thread(target=_exit_at_end_of_input, daemon=True).start()
        return
    private = os.dup(channel.descriptor)
    child = os.fork()
    if child:
        supervise(child, channel, request["memory_mib"], request["temporary"])
    channel.reopen(private)
    die_with_parent()


def _wait_as_spare() -> tuple[dict[str, Any], Channel]:
    """Import ahead and wait; the supervisor is split off before that, while forking is safe."""
    if not hasattr(os, "fork"):
        preload_as_spare()
        request, channel = _read(sys.stdin.buffer.readline())
        threading.Thread(target=_exit_at_end_of_input, daemon=True).start()
        channel.send("ready", python=platform.python_version(), pid=os.getpid())
        return request, channel
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(reading)
        line = sys.stdin.buffer.readline()
        with os.fdopen(writing, "wb") as stream:
            stream.write(line)
        request, channel = _read(line)
        supervise(child, channel, request["memory_mib"], request["temporary"])
    os.close(writing)
    die_with_parent()
    preload_as_spare()
    with os.fdopen(reading, "rb") as stream:
        request, channel = _read(stream.readline())
    channel.send("ready", python=platform.python_version(), pid=os.getpid())
    return request, channel


def _exit_at_end_of_input() -> None:
    descriptor = os.dup(0)
    while os.read(descriptor, 4096):
        pass
    os._exit(1)
