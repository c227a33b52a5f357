"""The rule ``ignored-state-dict-keys``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.areas.modules import is_module
from dyetrace.flow.events import Call
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.source.program import Source

_LONGEST_NAME = 40


class IgnoredStateDictKeys(Rule):
    """Weights that do not fit are skipped, and nobody looks which.

    What it does
    ------------
    Reports `model.load_state_dict(state, strict=False)` whose result is thrown away. The result
    names the parameters that the file lacks and those that the model does not have.

    Why it matters
    --------------
    With `strict=False` every parameter whose name does not match keeps its random start. A prefix
    such as `module.` (saved from `DataParallel`) makes that all of them: the model is untrained,
    and nothing says so.

    Evidence
    --------
    `load_state_dict` returns a pair `missing_keys`, `unexpected_keys`; with `strict=False` they are
    not raised as an error (PyTorch documentation of `torch.nn.Module.load_state_dict`).

    When it stays silent
    --------------------
    The result is bound, printed, returned, compared or the last expression of a cell; the same
    function reads `state_dict()` before, which is how keys are matched by hand; `strict` is not
    the literal False; objects that are no networks.

    Fix
    ---
    Look at the result: `missing, unexpected = model.load_state_dict(state, strict=False)`.
    """

    name: ClassVar[str] = "ignored-state-dict-keys"
    family: ClassVar[Family] = "deployment"
    severity: ClassVar[Severity] = Severity.INFORMATION
    summary: ClassVar[str] = "`load_state_dict(strict=False)` and nobody looks which keys fit."
    preview: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "Loaded from a checkpoint of `DataParallel`",
            """
            import torch
            from torchvision.models import resnet18

            model = resnet18(num_classes=5)
            state = torch.load("checkpoint.pt", map_location="cpu")
            model.load_state_dict(state, strict=False)  # expect: ignored-state-dict-keys
            model.eval()
            """,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "Only the new head may be missing",
            """
            import torch
            from torchvision.models import resnet18

            model = resnet18(num_classes=5)
            state = torch.load("checkpoint.pt", map_location="cpu")
            result = model.load_state_dict(state, strict=False)
            assert set(result.missing_keys) == {"fc.weight", "fc.bias"}, result
            model.eval()
            """,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        if "load_state_dict" not in flow.source.text:
            return
        sites = {
            flow.source.span(node): node
            for node in map(_thrown_away, flow.source.nodes)
            if node is not None and not _is_displayed(flow.source, node)
        }
        if not sites:
            return
        calls = {call.site: call for call in flow.of(Call) if call.site in sites}
        for site, node in sites.items():
            call = calls.get(site)
            if call is not None and _is_network(call) and not _was_matched(flow, call):
                yield self._report(node, call)

    def _report(self, node: ast.Call, call: Call) -> Finding:
        owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else "it"
        shown = f"`{owner}`" if len(owner) <= _LONGEST_NAME else "the model"
        state = call.args[0] if call.args else call.keywords.get("state_dict")
        related: tuple[Related, ...] = ()
        if state is not None and state.site is not None and state.site != call.site:
            related = (Related(state.site, "the weights come from here"),)
        return self.finding(
            call.site,
            f"Nobody looks which weights of {shown} were not loaded (`strict=False`).",
            confidence=0.93,
            why="Every parameter whose name does not match keeps its random start without a "
            "word; with a prefix such as `module.` that is all of them.",
            advice="Bind the result and check `missing_keys` and `unexpected_keys`, or load with "
            "`strict=True` after you have removed the keys that you know do not fit.",
            evidence="`load_state_dict` returns the missing and the unexpected keys, and the "
            "statement throws them away.",
            related=related,
        )


def _thrown_away(node: ast.AST) -> ast.Call | None:
    """Return the call of a statement `x.load_state_dict(..., strict=False)`."""
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return None
    call = node.value
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "load_state_dict":
        return None
    given = [keyword.value for keyword in call.keywords if keyword.arg == "strict"] or call.args[
        1:2
    ]
    lenient = bool(given) and isinstance(given[0], ast.Constant) and given[0].value is False
    return call if lenient else None


def _is_displayed(source: Source, call: ast.Call) -> bool:
    """Whether a notebook shows the result: the last expression of its cell."""
    cell = source.cell_at(call.lineno)
    if cell is None:
        return False
    end = cell.first_line + cell.line_count
    inside = [s for s in source.tree.body if cell.first_line <= s.lineno < end]
    return bool(inside) and isinstance(last := inside[-1], ast.Expr) and last.value is call


def _is_network(call: Call) -> bool:
    """Whether the receiver is, or may well be, a network."""
    receiver = call.receiver
    if receiver is None:
        return False
    return is_module(receiver) or receiver.type is None or receiver.type.startswith("torch.nn.")


def _was_matched(flow: Flow, call: Call) -> bool:
    """Whether the function looks at a network's own keys before it loads."""
    for event in flow.of(Call):
        if event is call:
            return False
        if event.function.endswith(".state_dict") and event.context.function == (
            call.context.function
        ):
            return True
    return False
