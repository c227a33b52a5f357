from dyetrace.probes.staleness import function_hash
from dyetrace.source.parsing import parse_script

TEXT = """\
import torch

SIZE = 4


class Net(torch.nn.Module):
    @property
    def width(self):
        return SIZE

    def forward(self, x):
        def inner(y):
            return y + 1

        return inner(x)


net = Net()
"""


def hashed(text: str, line: int) -> tuple[str, str]:
    return function_hash(parse_script(text, "net.py"), line)


def test_a_line_belongs_to_its_innermost_function():
    assert hashed(TEXT, 9)[0] == "Net.width"
    assert hashed(TEXT, 7)[0] == "Net.width"  # its decorator
    assert hashed(TEXT, 13)[0] == "Net.forward.inner"
    assert hashed(TEXT, 15)[0] == "Net.forward"
    assert hashed(TEXT, 18)[0] == ""


def test_a_change_elsewhere_keeps_the_hash():
    moved = "# new\n\n" + TEXT.replace("SIZE = 4", "SIZE = 5")
    assert hashed(moved, 15 + 2) == hashed(TEXT, 15)
    assert hashed(moved, 18 + 2) == hashed(TEXT, 18)


def test_a_change_inside_changes_the_hash():
    changed = TEXT.replace("y + 1", "y + 2")
    assert hashed(changed, 13) != hashed(TEXT, 13)
    assert hashed(changed, 15) != hashed(TEXT, 15)
    assert hashed(TEXT.replace("SIZE = 4", "SIZE = 5"), 3) != hashed(TEXT, 3)


def test_blanks_at_the_end_of_a_line_do_not_count():
    assert hashed(TEXT.replace("return inner(x)", "return inner(x)   "), 15) == hashed(TEXT, 15)


def test_any_line_has_an_answer():
    for line in range(1, len(TEXT.splitlines()) + 3):
        hashed(TEXT, line)
    assert hashed("", 1)[0] == ""


def test_what_computes_nothing_does_not_count():
    harmless = TEXT.replace(
        "        return inner(x)",
        "        # why\n\n        return inner(  # call\n            x\n        )",
    )
    harmless = harmless.replace(
        "def forward(self, x):",
        'def forward(self, x: "Float[T, \'B T\']") -> None:\n        """Says why."""',
    )
    assert hashed(harmless, 12)[1] == hashed(TEXT, 11)[1]
    assert hashed(harmless, 12)[0] == "Net.forward"
