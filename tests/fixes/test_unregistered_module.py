"""The fix of `unregistered-module`: what hid in a plain attribute is trained and saved."""

from __future__ import annotations

import pytest
from repairing import Run, comments, repair, repair_fully

from dyetrace.findings import Applicability
from dyetrace.rules.engine import analyze

RULE = "unregistered-module"


def program(body: str, forward: str, imports: str = "import torch\nimport torch.nn as nn\n") -> str:
    """Return a program with one network that prints how many parameters it knows."""
    base = "nn.Module" if "nn" in imports.split() else "torch.nn.Module"
    base = "Module" if "import Linear, Module" in imports else base
    return (
        f"{imports}\n\nclass Net({base}):\n    def __init__(self, n=3):\n"
        f"        super().__init__()\n{body}\n    def forward(self, x):\n{forward}\n"
        "        return x\n\n\nnet = Net()\n"
        "net(torch.randn(2, 4)).sum().backward()\n"
        "print(len(list(net.parameters())))\n"
    )


EACH = "        for layer in self.layers:\n            x = layer(x)"
HEAD = '        x = self.heads["a"](x)'
PROGRAMS: dict[str, tuple[str, int]] = {  # with the number of parameters after the fix
    "list": (program("        self.layers = [nn.Linear(4, 4), nn.Linear(4, 4)]  # two\n", EACH), 4),
    "list over lines": (
        program(
            "        self.layers = [\n            nn.Linear(4, 4),  # 😀 first\n"
            "            nn.Linear(4, 4),\n        ]\n",
            EACH,
        ),
        4,
    ),
    "comprehension": (
        program("        self.layers = [nn.Linear(4, 4) for _ in range(n)]\n", EACH),
        6,
    ),
    "tuple": (program("        self.layers = nn.Linear(4, 4), nn.Linear(4, 4)\n", EACH), 4),
    "appended": (
        program(
            "        self.layers = []\n        for _ in range(n):\n"
            "            self.layers.append(nn.Linear(4, 4))\n",
            EACH,
        ),
        6,
    ),
    "built in a local list": (
        program(
            "        layers = []\n        for _ in range(n):\n"
            "            layers.append(nn.Linear(4, 4))\n        self.layers = layers\n",
            EACH,
        ),
        6,
    ),
    "dict": (
        program('        self.heads = {"a": nn.Linear(4, 4), "b": nn.Linear(4, 4)}\n', HEAD),
        4,
    ),
    "dict that is filled": (
        program(
            '        self.heads = {}\n        for name in ("a", "b"):\n'
            "            self.heads[name] = nn.Linear(4, 4)\n",
            HEAD,
        ),
        4,
    ),
    "tensor": (
        program(
            "        self.w = torch.randn(4, 4, requires_grad=True)  # weights\n",
            "        x = x @ self.w",
        ),
        1,
    ),
    "list of parameters": (
        program(
            "        self.ws = [nn.Parameter(torch.randn(4, 4)) for _ in range(2)]\n",
            "        for w in self.ws:\n            x = x @ w",
        ),
        2,
    ),
    "from torch import nn": (
        program(
            "        self.layers = [nn.Linear(4, 4)] + [nn.Linear(4, 4)]\n",
            EACH,
            "import torch\nfrom torch import nn\n",
        ),
        4,
    ),
    "only torch is imported": (
        program(
            "        self.layers = [torch.nn.Linear(4, 4) for _ in range(2)]\n",
            EACH,
            "import torch\n",
        ),
        4,
    ),
    "classes are imported": (
        program(
            "        self.layers = [Linear(4, 4) for _ in range(2)]\n",
            EACH,
            "import torch\nfrom torch.nn import Linear, Module  # layers\n",
        ),
        4,
    ),
    "tabs and windows line ends": (
        program(
            "        self.layers = [\n            nn.Linear(4, 4),\n"
            "            nn.Linear(4, 4),\n        ]\n",
            EACH,
        )
        .replace("    ", "\t")
        .replace("\n", "\r\n"),
        4,
    ),
}


@pytest.fixture(scope="module")
def repaired():
    return {name: repair_fully(code, RULE) for name, (code, _) in PROGRAMS.items()}


@pytest.fixture(scope="module")
def runs(repaired, run_programs) -> dict[str, Run]:
    return run_programs({name: done.after.text for name, done in repaired.items()})


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_network_knows_its_parameters(runs, repaired, name):
    assert runs[name].error is None, f"{repaired[name].after.text}\n{runs[name].error}"
    assert int(runs[name].output) == PROGRAMS[name][1]


@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_is_left_and_comments_stay(repaired, name):
    done = repaired[name]
    assert not [f for f in analyze(done.after).findings if f.rule == RULE]
    assert done.fix.applicability is Applicability.SAFE
    assert comments(done.before) == comments(done.after)


def test_lines_inside_the_brackets_stay_as_they_are(repaired):
    done = repaired["list over lines"]
    assert (
        "        self.layers = nn.ModuleList([\n            nn.Linear(4, 4),  # 😀 first\n"
        "            nn.Linear(4, 4),\n        ])\n"
    ) in done.after.original
    assert done.fix.title == "Register `self.layers` with `nn.ModuleList`"


def test_a_parameter_needs_no_flag(repaired):
    line = "        self.w = nn.Parameter(torch.randn(4, 4))  # weights\n"
    assert line in repaired["tensor"].after.original


def test_the_spelling_is_the_file_s(repaired):
    assert "= torch.nn.ModuleList(" in repaired["only torch is imported"].after.original
    classes = repaired["classes are imported"].after.original
    assert "# layers\nfrom torch.nn import ModuleList\n" in classes
    assert "self.layers = ModuleList(" in classes


UNFIXABLE = {
    "the list is used as a list": program(
        "        self.layers = [nn.Linear(4, 4), nn.Linear(4, 4)]\n        self.layers.reverse()\n",
        EACH,
    ),
    "keys that no ModuleDict takes": program(
        '        self.heads = {"a": nn.Linear(4, 4), "a.b": nn.Linear(4, 4)}\n', HEAD
    ),
    "keys that are numbers": program(
        "        self.heads = {1: nn.Linear(4, 4)}\n", "        x = self.heads[1](x)"
    ),
    "a name of every module as key": program(
        '        self.heads = {"a": nn.Linear(4, 4), "type": nn.Linear(4, 4)}\n', HEAD
    ),
    "a dict with get": program(
        '        self.heads = {"a": nn.Linear(4, 4)}\n', '        x = self.heads.get("a")(x)'
    ),
    "pairs in a list": program(
        "        self.layers = [(nn.Linear(4, 4), 0.5)]\n",
        "        for layer, scale in self.layers:\n            x = layer(x) * scale",
    ),
    "names between the layers": program(
        '        self.layers = ["first", nn.Linear(4, 4)]\n', "        x = self.layers[1](x)"
    ),
}


@pytest.mark.parametrize("name", UNFIXABLE)
def test_no_fix_where_it_would_not_run(name):
    assert repair(UNFIXABLE[name], RULE) is None
