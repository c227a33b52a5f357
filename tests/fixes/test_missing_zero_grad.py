"""The fix of `missing-zero-grad`: the right optimizer is cleared at the right place."""

from __future__ import annotations

import pytest
from repairing import Run, comments, repair, repair_fully

from dyetrace.findings import Applicability
from dyetrace.rules.engine import analyze

RULE = "missing-zero-grad"
START = """\
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Linear(4, 2)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.randn(16, 4), torch.randint(0, 2, (16,))

"""
PROGRAMS: dict[str, str | list[str]] = {
    "plain": "for epoch in range(3):\n    loss = criterion(model(x), y)\n"
    "    loss.backward()\n    optimizer.step()\n",
    "comments and blank lines": "for epoch in range(3):  # 😀 epochs\n"
    "    loss = criterion(model(x), y)\n\n    # backward pass\n    loss.backward()  # here\n\n"
    "    # step\n    optimizer.step()\n",
    "semicolon": "for epoch in range(3):\n    loss = criterion(model(x), y)\n"
    "    loss.backward(); optimizer.step()  # both\n",
    "mixed precision": 'scaler = torch.amp.GradScaler("cpu", enabled=False)\n'
    'for epoch in range(3):\n    with torch.autocast("cpu"):\n'
    "        loss = criterion(model(x), y)\n    scaler.scale(loss).backward()\n"
    "    scaler.step(optimizer)\n    scaler.update()\n",
    "two optimizers of one loss": "front = nn.Linear(4, 4)\n"
    "second = torch.optim.Adam(front.parameters())\nfor epoch in range(3):\n"
    "\tloss = criterion(model(front(x)), y)\n\tloss.backward()\n\toptimizer.step()\n"
    "\tsecond.step()\n",
    "two losses": "g = nn.Linear(3, 4)\noptimizer_g = torch.optim.Adam(g.parameters())\n"
    "for epoch in range(3):\n    loss_d = criterion(model(g(torch.randn(16, 3)).detach()), y)\n"
    "    loss_d.backward()\n    optimizer.step()\n"
    "    loss_g = criterion(model(g(torch.randn(16, 3))), y)\n    loss_g.backward()\n"
    "    optimizer_g.step()\n",
    "a step function": "def train_step(x, y, opt):\n    loss = criterion(model(x), y)\n"
    "    loss.backward()\n    opt.step()\n    return loss.item()\n\n"
    "for epoch in range(3):\n    print(train_step(x, y, optimizer))\n",
    "a trainer class": "class Trainer:\n    def __init__(self, model):\n"
    "        self.model = model\n"
    "        self.opt = torch.optim.SGD(model.parameters(), lr=0.1)\n\n"
    "    def fit(self, x, y):\n        for _ in range(3):\n"
    "            loss = criterion(self.model(x), y)\n            loss.backward()\n"
    "            self.opt.step()\n\nTrainer(model).fit(x, y)\n",
    "backward in both arms": "for i in range(3):\n    if i % 2:\n"
    "        loss = criterion(model(x), y)\n        loss.backward()\n    else:\n"
    "        loss = 2 * criterion(model(x), y)\n        loss.backward()\n    optimizer.step()\n",
    "a list of optimizers": "optimizers = [optimizer]\nfor i in range(3):\n"
    "    loss = criterion(model(x), y)\n    loss.backward()\n    for each in optimizers:\n"
    "        each.step()\n",
    "in the style of the file": "for epoch in range(3):\n    loss = criterion(model(x), y)\n"
    "    loss.backward()\n    optimizer.step()\n\nfor epoch in range(2):\n"
    "    optimizer.zero_grad(set_to_none=True)\n    criterion(model(x), y).backward()\n"
    "    optimizer.step()\n",
    "windows line ends": "for epoch in range(3):\r\n    loss = criterion(model(x), y)\r\n"
    "    loss.backward()\r\n    optimizer.step()\r\n",
}
PROGRAMS = {
    name: (START.replace("\n", "\r\n") if "\r\n" in code else START) + code
    for name, code in PROGRAMS.items()
    if isinstance(code, str)
}
PROGRAMS["cells"] = [
    START,
    "%%time\nfor epoch in range(3):\n    loss = criterion(model(x), y)\n"
    "    loss.backward()\n    optimizer.step()",
]


@pytest.fixture(scope="module")
def repaired():
    return {name: repair_fully(code, RULE) for name, code in PROGRAMS.items()}


@pytest.fixture(scope="module")
def runs(repaired, run_programs) -> dict[str, Run]:
    return run_programs({name: done.after.text for name, done in repaired.items()})


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_repaired_program_runs(runs, repaired, name):
    assert runs[name].error is None, f"{repaired[name].after.text}\n{runs[name].error}"


@pytest.mark.parametrize("name", PROGRAMS)
def test_lines_are_only_added(repaired, name):
    done = repaired[name]
    assert not [f for f in analyze(done.after).findings if f.rule == RULE]
    assert done.fix.applicability is Applicability.SAFE
    assert comments(done.before) == comments(done.after)
    added = [line for line in done.after.lines if "zero_grad" in line or "for each" in line]
    kept = [line for line in done.after.lines if line not in added]
    assert kept == [line for line in done.before.lines if line not in added]


def _after(name: str) -> str:
    done = repair(PROGRAMS[name], RULE)
    assert done is not None
    return done.after.original


def test_each_loss_clears_its_own_optimizer():
    lines = [line.strip() for line in _after("two losses").splitlines()]
    assert lines[lines.index("loss_d.backward()") - 1] == "optimizer.zero_grad()"
    assert lines[lines.index("loss_g.backward()") - 1] == "optimizer_g.zero_grad()"


def test_a_cleared_optimizer_s_step_ends_its_round():
    code = PROGRAMS["two losses"].replace("    loss_d.b", "    optimizer.zero_grad()\n    loss_d.b")
    done = repair(code, RULE)
    assert done is not None
    lines = [line.strip() for line in done.after.lines]
    assert lines[lines.index("loss_g.backward()") - 1] == "optimizer_g.zero_grad()"


def test_both_arms_are_cleared_for():
    assert "for i in range(3):\n    optimizer.zero_grad()\n    if i % 2:" in _after(
        "backward in both arms"
    )


def test_the_file_keeps_its_style():
    assert _after("in the style of the file").count("zero_grad(set_to_none=True)") == 2
    assert "\r\n    optimizer.zero_grad()\r\n" in _after("windows line ends")
    assert "\toptimizer.zero_grad()\n\tsecond.zero_grad()\n" in _after("two optimizers of one loss")


def test_gradients_no_longer_add_up(run_programs):
    measure = "print(float(sum(p.grad.abs().sum() for p in model.parameters())))\n"
    loop = "for epoch in range(40):\n    loss = criterion(model(x), y)\n    loss.backward()\n"
    code = START + loop + "    optimizer.step()\n" + measure
    done = repair(code, RULE)
    assert done is not None
    runs = run_programs({"leaky": code, "repaired": done.after.original})
    assert float(runs["repaired"].output) < float(runs["leaky"].output) / 2


UNFIXABLE = {
    "a loop on one line": "for i in range(3): "
    "criterion(model(x), y).backward(); optimizer.step()\n",
    "an optimizer bound after the pass": "found = {'o': optimizer}\nfor i in range(3):\n"
    "    criterion(model(x), y).backward()\n    opt = found['o']\n    opt.step()\n",
}


@pytest.mark.parametrize("name", UNFIXABLE)
def test_no_fix_where_it_cannot_be_proved(name):
    assert repair(START + UNFIXABLE[name], RULE) is None
