"""What a worker says is untrusted: it is checked, limited, and never believed about paths."""

import json
from pathlib import Path
from typing import Any

import pytest

from dyetrace.probes.collecting import Collection
from dyetrace.probes.message_parser import LONGEST_LINE, parse_message
from dyetrace.probes.messages import FileSeen, Place, ProtocolError, ShapeSeen
from dyetrace.probes.shape_records import ShapeRecords
from dyetrace.source.parsing import parse_script
from probes.running import probe_text, request

SHAPE = {
    "type": "shape",
    "site": 3,
    "place": [0, 1, 0, 1, 1],
    "kind": "tensor",
    "shape": [2, 3],
    "dtype": "float32",
    "device": "cpu",
    "requires_grad": False,
    "stats": {"min": 0.5},
    "tensors": "real",
}


def line(**changes: Any) -> bytes:
    return json.dumps({**SHAPE, **changes}).encode()


def test_a_right_message_is_read():
    message = parse_message(line())
    assert isinstance(message, ShapeSeen)
    assert message.shape == (2, 3)
    assert message.place == Place(0, 1, 0, 1, 1)


WRONG = [
    b"not json",
    b"[1, 2]",
    b"[" * 100_000,
    b'{"type": "unheard of"}',
    b'{"type": ["shape"]}',
    b'{"type": "shape"}',
    line(site="3"),
    line(site=True),
    line(site=2**70),
    line(place=[0, 1, 0]),
    line(place=[0, -1, 0, 1, 1]),
    line(kind="secret"),
    line(shape=[2, "3"]),
    line(shape=list(range(1000))),
    line(dtype="x" * 10_000),
    line(stats={"min": "low"}),
    line(tensors="imagined"),
    line(stats={"min": float("nan")}),
    line(requires_grad=1),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_message_is_refused_with_a_sentence(wrong: bytes):
    with pytest.raises(ProtocolError, match="the worker"):
        parse_message(wrong)


def test_files_outside_the_workspace_are_not_read_on_a_workers_word(tmp_path: Path):
    secret = tmp_path / "secret.py"
    secret.write_text("PASSWORD = 1\n")
    program = tmp_path / "project" / "program.py"
    program.parent.mkdir()
    program.write_text("x = 1\n")
    collection = Collection(request(program), parse_script("x = 1\n", str(program)))
    collection.add(FileSeen(0, str(secret)))
    collection.add(parse_message(line()))
    assert ShapeRecords(collection).records() == ()
    assert collection.sources == {}


def test_places_outside_a_text_are_dropped(tmp_path: Path):
    program = tmp_path / "program.py"
    collection = Collection(request(program), parse_script("x = 1\n", str(program)))
    collection.add(FileSeen(0, str(program)))
    for place in (
        [0, 1, 0, 1, 1],
        [0, 9, 0, 9, 1],
        [0, 1, 3, 1, 2],
        [0, 1, 0, 1, 99],
        [7, 1, 0, 1, 1],
    ):
        collection.add(parse_message(line(site=place[1] + place[4] + place[0], place=place)))
    assert [record.span.column for record in ShapeRecords(collection).records()] == [0]


@pytest.mark.parametrize(
    "said", ['b"{}\\n"', f'b"x" * {LONGEST_LINE * 2}', 'b\'{"type": "shape", "site": "a"}\\n\'']
)
def test_a_program_that_gets_at_the_channel_is_ended_with_a_sentence(tmp_path: Path, said: str):
    text = (
        "import numpy as np, os, time\n"
        "x = np.ones(4)\n"
        "for fd in range(3, 64):\n"
        "    try:\n"
        f"        os.write(fd, {said})\n"
        "    except OSError:\n"
        "        pass\n"
        "time.sleep(600)\n"
    )
    report = probe_text(tmp_path, text)
    assert report.status == "failed"
    assert "the worker" in (report.reason or "")
    assert [record.expression for record in report.shapes] == ["x", "np.ones(4)"]
