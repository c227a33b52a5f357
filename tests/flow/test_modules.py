"""Other modules of the workspace are followed through imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from dyetrace.flow.events import Call
from dyetrace.flow.interpreter import interpret
from dyetrace.source.reading import read_source


@pytest.fixture
def write(tmp_path):
    (tmp_path / "pyproject.toml").touch()

    def write(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / (name.replace("__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write


def library_calls(path: Path) -> list[tuple[str, str]]:
    flow = interpret(read_source(path))
    return [
        (Path(call.site.path).name, call.function)
        for call in flow.of(Call)
        if call.function.startswith("torch.")
    ]


MAKER = "from . import helper\nclass Maker:\n    def build(self):\n        return helper.make()\n"
HELPER = "import torch\nSIZE = 3\ndef make(n=SIZE):\n    return torch.ones(n)\n"


@pytest.mark.parametrize(
    "main",
    [
        "import helper\nhelper.make()",
        "import helper as h\nh.make()",
        "from helper import make\nmake()",
        "from helper import make as build\nbuild()",
        "from helper import *\nmake()",
        "def f():\n    from helper import make\n    make()\nf()",
    ],
)
def test_a_helper_is_interpreted_at_its_call(write, main):
    folder = write(main=main, helper=HELPER)
    assert library_calls(folder / "main.py") == [("helper.py", "torch.ones")]


@pytest.mark.parametrize(
    "main",
    [
        "from pack.helper import make\nmake()",
        "import pack.helper\npack.helper.make()",
        "from pack import helper\nhelper.make()",
        "from .pack.helper import make\nmake()",
        "from . import pack\npack.helper.make()",
    ],
)
def test_packages_are_followed(write, main):
    folder = write(main=main, pack__helper=HELPER)
    (folder / "pack" / "__init__.py").write_text("from . import helper\n")
    assert library_calls(folder / "main.py") == [("helper.py", "torch.ones")]


@pytest.mark.parametrize(
    "main",
    [
        "from pack import build\nbuild()",
        "from pack import build as b\nb()",
        "import pack\npack.build()",
        "import pack as p\np.build()",
        "import pack.helper as h\nh.make()",
        "from pack import *\nbuild()",
        "from pack import Maker\nMaker().build()",
        "try:\n    import fast\nexcept ImportError:\n    from pack import build\nbuild()",
        "import importlib\nimportlib.import_module('pack.helper').make()",
        "def run():\n    import pack.helper\n    return pack.helper.make()\nrun()",
    ],
)
def test_names_that_a_package_passes_on_are_followed(write, main):
    folder = write(main=main, pack__helper=HELPER, pack__classes=MAKER)
    (folder / "pack" / "__init__.py").write_text(
        "from .classes import Maker\nfrom .helper import make as build\n"
    )

    assert library_calls(folder / "main.py") == [("helper.py", "torch.ones")]


def test_modules_that_import_each_other_come_to_an_end(write):
    folder = write(
        main="import a\na.run()",
        a="import b\nimport torch\ndef run():\n    b.back()\n",
        b="import a\nimport torch\ndef back():\n    torch.ones(1)\n",
    )
    assert library_calls(folder / "main.py") == [("b.py", "torch.ones")]


def test_what_a_module_does_for_itself_is_not_done_on_import(write):
    folder = write(
        main="import tool\n",
        tool="import torch\nif __name__ == '__main__':\n    torch.ones(1)\n",
    )
    assert library_calls(folder / "main.py") == []


def test_functions_nobody_calls_are_left_to_their_own_file(write):
    folder = write(main="import helper\n", helper=HELPER)
    assert library_calls(folder / "main.py") == []
    assert library_calls(folder / "helper.py") == [("helper.py", "torch.ones")]


def test_a_broken_module_does_not_hide_the_program(write):
    folder = write(main="import torch\nimport broken\ntorch.ones(1)", broken="def (:\n\x00")
    assert library_calls(folder / "main.py") == [("main.py", "torch.ones")]
