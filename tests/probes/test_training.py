"""Programs that train, right and wrong: each finding at its line, and no other finding."""

from collections.abc import Iterator

import pytest

from probes.many import WarmProber
from probes.running import PROGRAMS, outcomes

KINDS = ("gradients", "overfit", "curve", "nan", "predictions", "data")
FOLDER = PROGRAMS / "training"
STEPS = {"log_of_zero": 12, "missing_values": 12}  # it takes them a while to go wrong


@pytest.fixture(scope="module")
def prober() -> Iterator[WarmProber]:
    with WarmProber() as one:
        yield one


def expected(name: str) -> set[tuple[str, int]]:
    lines = (FOLDER / f"{name}.py").read_text("utf-8").splitlines()
    marked = [(line.partition("# expect: ")[2].strip(), n) for n, line in enumerate(lines, 1)]
    return {(rule, number) for rule, number in marked if rule}


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.py")))
def test_each_bug_is_found_at_its_line_and_nothing_else(prober, name):
    report = prober.probe(FOLDER / f"{name}.py", kinds=KINDS, steps=STEPS.get(name, 3))

    assert report.status == "completed", report.reason
    found = {(finding.rule, finding.span.line) for finding in report.findings}
    assert found == expected(name), [f.message for f in report.findings]


def test_what_could_not_be_told_is_said(prober):
    report = prober.probe(FOLDER / "adversarial.py", kinds=("overfit", "predictions"), steps=3)

    reasons = {check.name: check.why for check in report.checks}
    assert outcomes(report)["cannot-overfit-batch"] == "unknown"
    assert "several optimizers" in reasons["cannot-overfit-batch"]
    assert outcomes(report)["future-leak-in-sequence"] == "unknown"


def test_a_loss_that_reaches_the_floor_of_label_smoothing_is_learnt(prober):
    report = prober.probe(FOLDER / "convolutions.py", kinds=("overfit",))

    assert outcomes(report)["cannot-overfit-batch"] != "found"


def test_the_program_goes_on_as_if_nothing_had_been_recorded(prober, tmp_path):
    text = """
import torch
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Dropout(), torch.nn.Linear(8, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    loss = torch.nn.functional.cross_entropy(model(torch.randn(8, 4)), torch.arange(8) % 2)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.9f}")
"""
    path = tmp_path / "program.py"
    path.write_text(text, "utf-8")
    plain = prober.probe(path, kinds=("shapes",), steps=5, symbolic=False)
    watched = prober.probe(path, kinds=KINDS, steps=5)

    assert plain.log.split() == watched.log.split() != []


def test_the_report_holds_curve_predictions_and_data(prober):
    report = prober.probe(FOLDER / "softmax_in_the_model.py", kinds=KINDS, steps=3)

    assert [step for step, _ in report.curve] == [0, 1, 2]
    assert report.predictions["classes"] == 3
    assert sum(report.predictions["true"]) == report.predictions["rows"] == 32
    (tensor,) = report.data["tensors"]
    assert tensor["shape"] == [32, 20]
