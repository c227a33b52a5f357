"""Crashes with a fix: offered where it was tried, named as the program's comment says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dyetrace.findings import Applicability
from probes.many import WarmProber
from probes.running import PROGRAMS

_MARK = re.compile(r"# (?:at: (?P<line>\d+), )?fix: (?P<title>.+)")
MARKED = sorted(
    path for path in (PROGRAMS / "crashes").glob("*.py") if _MARK.search(path.read_text("utf-8"))
)
NOT_TO_BE_FIXED = ("addition", "arrays", "batch_sizes", "classes", "stacking", "unpacking")


@pytest.fixture(scope="module")
def prober() -> Iterator[WarmProber]:
    with WarmProber() as one:
        yield one


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_the_fix_that_is_offered_runs_and_is_the_right_one(prober, path):
    text = path.read_text("utf-8")
    mark = _MARK.search(text)
    assert mark is not None
    line = int(mark["line"] or text[: mark.start()].count("\n") + 1)

    report = prober.probe(path)

    (finding,) = report.findings
    assert (finding.rule, finding.span.line) == ("shape-mismatch", line)
    assert finding.fix is not None
    assert finding.fix.title == mark["title"]
    assert finding.fix.applicability is Applicability.UNSAFE


@pytest.mark.parametrize("name", NOT_TO_BE_FIXED)
def test_where_no_edit_is_known_to_be_right_none_is_offered(prober, name):
    (finding,) = prober.probe(PROGRAMS / "crashes" / f"{name}.py").findings

    assert finding.fix is None


def test_a_layer_in_another_module_is_repaired_there(prober, tmp_path: Path):
    (tmp_path / "net.py").write_text(
        "from torch import nn\n\n\nclass Net(nn.Module):\n    def __init__(self):\n"
        "        super().__init__()\n        self.fc = nn.Linear(10, 2)\n\n"
        "    def forward(self, x):\n        return self.fc(x)\n",
        "utf-8",
    )
    main = tmp_path / "main.py"
    main.write_text(
        "import torch\nfrom net import Net\n\nprint(Net()(torch.randn(3, 12)))\n", "utf-8"
    )

    (finding,) = prober.probe(main).findings

    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert Path(edit.span.path).name == "net.py"
    assert (edit.span.line, edit.content) == (7, "12")
    assert (tmp_path / "net.py").read_text("utf-8").count("12") == 0


def test_a_second_mistake_behind_the_first_leaves_it_without_a_fix(prober, tmp_path: Path):
    path = tmp_path / "program.py"
    path.write_text(
        "import torch\nfrom torch import nn\n\na, b = nn.Linear(4, 5), nn.Linear(6, 7)\n"
        "x = torch.randn(2, 3)\nprint(b(a(x)))\n",
        "utf-8",
    )

    (finding,) = prober.probe(path).findings

    assert finding.fix is None
