"""The interpreter follows Python: names, branches, loops, functions, classes."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dyetrace.flow.events import Bind, Call
from dyetrace.flow.interpreter import interpret
from dyetrace.source.parsing import parse_script


def bound(flow, name):
    """Return the last value that a name was bound to."""
    return [event.value for event in flow.of(Bind) if event.target == name][-1]


@pytest.mark.parametrize(
    ("code", "function"),
    [
        ("import numpy as np\nnp.linalg.norm(1)", "numpy.linalg.norm"),
        ("from torch import nn\nnn.Linear(2, 3)", "torch.nn.Linear"),
        ("import torch.nn.functional as F\nF.relu(1)", "torch.nn.functional.relu"),
        ("from sklearn.svm import SVC as Machine\nMachine()", "sklearn.svm.SVC"),
        ("import sklearn.svm\nsklearn.svm.SVC()", "sklearn.svm.SVC"),
        ("from tensorflow import keras\nkeras.layers.Dense(1)", "keras.layers.Dense"),
        ("import torch\nmake = torch.zeros\nmake(3)", "torch.zeros"),
        ("from sklearn.svm import SVC\nkinds = {'a': SVC}\nkinds['a']()", "sklearn.svm.SVC"),
        ("import torch\n(lambda f: f(1))(torch.zeros)", "torch.zeros"),
    ],
)
def test_a_call_is_known_by_its_public_name(calls, code, function):
    assert function in calls(code)


def test_functions_are_interpreted_where_they_are_called(calls):
    code = """
        import torch

        def second():
            torch.ones(1)

        def first():
            torch.zeros(1)
            second()

        first()
    """
    assert calls(code) == ["torch.zeros", "torch.ones"]


def test_functions_that_nobody_calls_are_entered_last(run):
    flow = run(
        """
        import torch

        def helper(n):
            torch.ones(n)

        torch.zeros(1)
        """
    )
    entered = [(call.function, call.context.entered) for call in flow.of(Call)]
    assert entered == [("torch.zeros", True), ("torch.ones", False)]


def test_arguments_defaults_and_returns_carry_values(run):
    flow = run(
        """
        import torch

        def pick(first, *rest, scale=2, **extra):
            return rest[0], scale, extra["name"]

        a, b, c = pick(torch.zeros, torch.ones, name="n")
        """
    )
    assert bound(flow, "a").name == "torch.ones"
    assert bound(flow, "b").constant == 2
    assert bound(flow, "c").constant == "n"


def test_branches_join_to_what_either_may_leave(run):
    flow = run(
        """
        from sklearn.svm import SVC, SVR
        if flag:
            kind = SVC
        else:
            kind = SVR
        chosen = kind
        """
    )
    names = {value.name for value in bound(flow, "chosen").each()}
    assert names == {"sklearn.svm.SVC", "sklearn.svm.SVR"}


def test_an_arm_that_returns_does_not_reach_the_code_below(run):
    flow = run(
        """
        def choose(x):
            value = 1
            if x:
                value = 2
                return value
            after = value

        choose(unknown)
        """
    )
    assert bound(flow, "after").constant == 1


def test_a_loop_sees_in_its_second_pass_what_the_first_one_left(run):
    flow = run(
        """
        import torch
        state = 0
        for batch in loader:
            torch.save(state)
            state = "later"
        """
    )
    seen = [call.args[0].constant for call in flow.of(Call)]
    assert seen == [0, "later"]


def test_break_and_continue_leave_their_state(run):
    flow = run(
        """
        found = None
        for item in items:
            if item:
                found = "yes"
                break
            continue
        result = found
        """
    )
    values = {value.constant for value in bound(flow, "result").each()}
    assert "yes" in values


def test_a_loop_over_a_literal_visits_each_element(calls):
    code = """
        from sklearn.svm import SVC
        from sklearn.linear_model import Ridge
        for name, kind in {"a": SVC, "b": Ridge}.items():
            kind()
    """
    made = [name for name in calls(code) if name.startswith("sklearn")]
    assert made == ["sklearn.svm.SVC", "sklearn.linear_model.Ridge"]


def test_instances_keep_their_state(run):
    flow = run(
        """
        class Base:
            def set(self, x):
                self.x = x

        class Child(Base):
            def __init__(self):
                super().set("old")

            def change(self):
                self.set("new")

        c = Child()
        before = c.x
        alias = c
        alias.change()
        after = c.x
        """
    )
    assert bound(flow, "before").constant == "old"
    assert bound(flow, "after").constant == "new"


def test_methods_of_a_library_base_are_known(calls):
    code = """
        from torch import nn

        class Net(nn.Module):
            def __init__(self):
                super().__init__()

        Net().parameters()
    """
    assert calls(code) == ["torch.nn.Module.__init__", "torch.nn.Module.parameters"]


def test_generators_comprehensions_and_walrus(run):
    flow = run(
        """
        import torch

        def produce():
            yield torch.ones

        for f in produce():
            made = f
        listed = [g for g in (torch.zeros, torch.ones)][0]
        if (n := torch.full):
            walrus = n
        """
    )
    assert bound(flow, "made").name == "torch.ones"
    assert bound(flow, "listed").name == "torch.zeros"
    assert bound(flow, "walrus").name == "torch.full"


def test_try_match_with_and_async_are_followed(calls):
    code = """
        import torch

        async def main(kind):
            try:
                torch.zeros(1)
            except ValueError as error:
                torch.ones(1)
            else:
                torch.full(1)
            finally:
                torch.empty(1)
            match kind:
                case "a":
                    torch.rand(1)
                case [x, *_]:
                    torch.randn(1)
            async with torch.no_grad() as g:
                torch.eye(await g)
            async for x in kind:
                torch.arange(1)
    """
    assert set(calls(code)) >= {
        "torch.zeros", "torch.ones", "torch.full", "torch.empty", "torch.rand", "torch.randn",
        "torch.no_grad", "torch.eye", "torch.arange",
    }  # fmt: skip


def test_the_context_names_loops_calls_and_managers(run):
    flow = run(
        """
        import torch

        @torch.no_grad()
        def step():
            torch.ones(1)

        for epoch in range(3):
            with torch.enable_grad():
                step()
        """
    )
    context = next(call.context for call in flow.of(Call) if call.function == "torch.ones")
    assert [span.line for span in context.loops] == [8]
    assert context.function == "step"
    assert context.managers[-1] == "torch.no_grad"


def test_recursion_and_endless_loops_come_to_an_end(calls):
    code = """
        import torch

        def again(n):
            torch.ones(n)
            return again(n - 1)

        again(3)
        while True:
            torch.zeros(1)
        torch.rand(1)
    """
    assert calls(code).count("torch.ones") == 1
    assert "torch.rand" not in calls(code)


def test_a_budget_ends_an_explosion_and_says_so(run):
    depth = 18
    nest = "".join("    " * i + f"for a{i} in x:\n" for i in range(depth))
    flow = run("import torch\n" + nest + "    " * depth + "torch.ones(1)\n")
    assert flow.truncated
    assert any(call.function == "torch.ones" for call in flow.of(Call))


PIECES = [
    "x = f(x)",
    "for i in x:\n    x = i\n    break",
    "if x:\n    y = 1\nelse:\n    y = x",
    "def f(a, *b, c=1, **d):\n    return a, b, d",
    "class C(f):\n    z = 1\n    def m(self):\n        self.q = self.z",
    "x, *y = y, x, 1",
    "while x:\n    continue",
    "try:\n    x\nexcept E as e:\n    raise\nfinally:\n    y = 2",
    "x = [a for a in x if a for b in a]",
    "y = {k: v for k, v in x}",
    "del x",
    "global x",
    "x[0], y.a = y",
    "C().m()",
    "x.append(y)",
    "x += y",
    "with x as (a, b):\n    pass",
    "lambda q: q(x)",
    "x = {**y, 'a': 1}",
    "f(*x, **y)",
    "x = y[1:2, ...]",
    "match x:\n    case {'a': b, **c}:\n        pass\n    case [d, *e]:\n        pass",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_no_program_makes_the_interpreter_raise(pieces):
    interpret(parse_script("\n".join(pieces), "p.py"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_wrapping_in_a_called_function_keeps_the_library_calls(pieces):
    plain = "import torch\nx = y = torch.ones(1)\n" + "\n".join(
        piece for piece in pieces if not piece.startswith("global")
    )
    wrapped = "import torch\ndef main():\n" + textwrap.indent(plain, "    ") + "\nmain()\n"

    def functions(code):
        flow = interpret(parse_script(code, "p.py"))
        return [call.function for call in flow.of(Call) if call.function.startswith("torch")]

    assert functions(plain) == functions(wrapped)


def test_a_mark_of_one_branch_only_is_said_to_be_partial(run):
    code = """
        import torch
        if flag:
            y = torch.softmax(x, 1)
        else:
            y = x
        z = torch.softmax(x, 1) if flag else torch.sigmoid(x)
    """
    flow = run(code)
    assert {mark.name for mark in bound(flow, "z").marks} == {"activation"}
    reads = run(code.replace("z = ", "w = y\n        z = "))
    assert {mark.name for mark in bound(reads, "w").marks} == {"activation", "partial"}


def test_a_function_that_is_not_followed_is_still_seen_being_called(calls):
    code = """
        def down(n):
            return down(n - 1)
        down(3)
    """
    assert "!down" in calls(code)


def test_setattr_with_a_literal_name_is_an_assignment(calls):
    code = """
        import torch
        class Box:
            pass
        box = Box()
        setattr(box, "make", torch.zeros)
        box.make(3)
    """
    assert "torch.zeros" in calls(code)


def test_lists_of_unknown_length_keep_their_elements_when_added(calls):
    code = """
        import torch
        makers = [torch.zeros for _ in range(n)] + [torch.zeros]
        makers += [torch.zeros]
        for make in makers:
            make(1)
    """
    assert "torch.zeros" in calls(code)
