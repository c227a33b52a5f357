"""Models as people write them: each assigned tensor has the shapes that a plain run shows."""

import json
import subprocess
from collections.abc import Iterator

import pytest

from probes.many import WarmProber
from probes.running import PROGRAMS, PYTHON

ZOO = PROGRAMS / "zoo"
FAMILIES = sorted(path.stem for path in ZOO.glob("*.py"))


@pytest.fixture(scope="module")
def prober() -> Iterator[WarmProber]:
    with WarmProber() as one:
        yield one


def plain_shapes(family: str) -> dict[str, list[list[int]]]:
    recorder = PROGRAMS.parent.parent / "probes" / "independent.py"
    command = [PYTHON, str(recorder), str(ZOO / f"{family}.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.partition("RESULT")[2])


def test_the_zoo_holds_at_least_forty_models():
    texts = [path.read_text("utf-8") for path in ZOO.glob("*.py")]
    assert sum(text.count("(nn.Module):") for text in texts) >= 40


@pytest.mark.parametrize("family", FAMILIES)
def test_every_assigned_tensor_has_its_shapes(prober, family):
    expected = plain_shapes(family)

    report = prober.probe(ZOO / f"{family}.py", symbolic=False)

    assert report.status == "completed", report.reason
    measured: dict[str, set[tuple[int, ...]]] = {}
    for record in report.shapes:
        if record.kind == "tensor":
            place = f"{record.span.line}:{record.span.column}"
            shapes = {record.concrete, *record.other_shapes}
            measured.setdefault(place, set()).update(shapes)
    assert len(expected) > 30
    missing = {place for place in expected if place not in measured}
    wrong = {
        place: (shapes, sorted(measured[place]))
        for place, shapes in expected.items()
        if place in measured and {tuple(s) for s in shapes} - measured[place]
    }
    assert not missing
    assert not wrong
