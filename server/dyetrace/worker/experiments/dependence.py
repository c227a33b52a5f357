"""What the outputs of a model depend on: other rows of the batch, later steps, each input at all.

Asked by intervention on a copy in evaluation mode: one part of the inputs is changed strongly, and
outputs that should not notice are compared. Gradients cannot ask this of tokens or through
``argmax``, and one row that is tried says nothing of the others, so all are (up to a limit).
"""

from __future__ import annotations

import builtins
import functools
import sys
from typing import Any, NamedTuple

from ..recorder import Recorder
from ..rewriting import VALUE_HOOK
from .places import definition_place, replays, site_place
from .replay import SEED, Copies, NotPossible, leaves_of
from .tape import Call, Leaf, Ref, Step
from .trees import mapped, parts_of

TOLERANCE = 1e-5  # relative: threads may add in another order
MOST_ROWS = 16  # that are changed one after the other
MOST_TRACED = 2000  # calls and expressions of a run
CUTS = 4  # places in a sequence after which everything is changed


class Subject(NamedTuple):
    """One call of a copied model that can be made again with other leaves."""

    call: Call
    original: Any
    model: Any
    leaves: list[Any]

    def inputs(self) -> list[int]:
        """Return the numbers of the leaves that the call was given."""
        references = parts_of((self.call.args, self.call.options), (Leaf,))
        return list(dict.fromkeys(reference.index for reference in references))

    @replays
    def outputs(self, leaves: list[Any]) -> list[Any]:
        """Run the model; raises ``NotPossible``."""
        torch = sys.modules["torch"]
        args, options = mapped(
            (self.call.args, self.call.options), (Leaf,), lambda r: leaves[r.index].clone()
        )
        try:
            with torch.random.fork_rng(devices=[]), torch.no_grad():
                torch.manual_seed(SEED)
                result = self.model(*args, **options)
        except Exception as error:
            raise NotPossible(f"the model does not run on changed inputs ({error})") from error
        found = [part for part in parts_of(result, torch.Tensor) if part.is_floating_point()]
        if not found:
            raise NotPossible("the model gives no floating-point output")
        if not all(bool(torch.isfinite(part).any()) for part in found):
            raise NotPossible("the outputs are not finite")
        return found


def subject_of(step: Step) -> Subject:
    """Return the model of a step, copied and in evaluation mode; raises ``NotPossible``."""
    calls = [c for c in step.calls.values() if c.is_module and c.with_gradients]
    sized = [(sum(p.numel() for p in c.target.parameters() if p.requires_grad), c) for c in calls]
    size, call = max(sized, key=lambda pair: pair[0], default=(0, None))
    if call is None or not size:
        raise NotPossible("no trained model was called")
    if any(True for _ in parts_of((call.args, call.options), (Ref,))):
        raise NotPossible("the model's input comes from another model")
    copies = Copies(step)
    model = copies.of(call.target).eval()
    return Subject(call, call.target, model, leaves_of(step, copies))


def differs(before: Any, after: Any) -> Any:
    """Return, for each element, whether it changed by more than rounding."""
    scale = before.abs().amax().clamp_min(1e-12)
    return ((before - after).abs() > TOLERANCE * scale) | (after.isnan() != before.isnan())


def changed(torch: Any, part: Any) -> Any:
    """Return other values for a part of an input, as strange as its kind allows."""
    if part.is_floating_point():
        spread = part.std(correction=0) if part.numel() > 1 else part.abs().amax()
        return -part + 3 * torch.where(spread > 0, spread, torch.ones_like(spread))
    if part.dtype is torch.bool:
        return ~part
    low, high = int(part.min()), int(part.max())
    return low + (part - low + 1) % (high - low + 1) if high > low else part


# -- other rows ------------------------------------------------------------------------------------


def batch_mixing(subject: Subject, recorder: Recorder) -> dict[str, Any]:
    """Change one row after the other and see whether the outputs of other rows change."""
    torch = sys.modules["torch"]
    rows = _rows(subject)
    inputs = [n for n in subject.inputs() if _starts_with(subject.leaves[n], rows)]
    before = subject.outputs(subject.leaves)
    kept = [n for n, out in enumerate(before) if _starts_with(out, rows)]
    if rows < 2 or not inputs or not kept:
        raise NotPossible("inputs and outputs do not both start with the batch axis")
    tried = 0
    for row in range(min(rows, MOST_ROWS)):
        leaves = list(subject.leaves)
        for number in inputs:
            leaves[number] = _with_row(torch, leaves[number], row)
        if all(torch.equal(leaves[n], subject.leaves[n]) for n in inputs):
            continue
        tried += 1
        after = subject.outputs(leaves)
        others = [other for other in range(rows) if other != row]
        for number in kept:
            moved = differs(before[number], after[number]).flatten(1).any(1)
            touched = [other for other in others if bool(moved[other])]
            if touched:
                facts = _where_rows_meet(subject, leaves, row, recorder)
                return {"rows": rows, "row": row, "touched": touched[:16], "tried": tried, **facts}
    if not tried:
        raise NotPossible("the inputs of all rows are alike")
    return {"rows": rows, "row": None, "touched": [], "tried": tried, "module": "", "place": None}


def _rows(subject: Subject) -> int:
    sizes = [subject.leaves[n].shape[0] for n in subject.inputs() if subject.leaves[n].dim()]
    return int(sizes[0]) if sizes else 0


def _starts_with(tensor: Any, rows: int) -> bool:
    return bool(tensor.dim()) and int(tensor.shape[0]) == rows


def _with_row(torch: Any, tensor: Any, row: int) -> Any:
    other = tensor.clone()
    other[row] = changed(torch, tensor[row])
    return other


def _where_rows_meet(
    subject: Subject, leaves: list[Any], row: int, recorder: Recorder
) -> dict[str, Any]:
    """Name the layer that lets rows touch each other, or the user's expression that does."""
    rows = _rows(subject)

    def meets(before: Any, after: Any) -> bool:
        if before.shape != after.shape or not _starts_with(before, rows):
            return False
        moved = differs(before, after).flatten(1).any(1)
        moved[row] = False
        return bool(moved.any())

    first, second = Traces(subject, recorder), Traces(subject, recorder)
    first.run(subject.leaves)
    second.run(leaves)
    facts: dict[str, Any] = {"module": "", "kind": type(subject.original).__name__, "place": None}
    for (path, given, result), (_, given_then, result_then) in zip(first.calls, second.calls):
        if meets(result, result_then):
            if path and not any(map(meets, given, given_then)):
                module = subject.original.get_submodule(path)
                if recorder.sites.file_of(_file_of(module)):
                    break  # the user's own code: the expression says more
                place = definition_place(recorder, module)
                facts.update(module=path, kind=type(module).__name__, place=place)
            break
    for (site, value), (other, value_then) in zip(first.values, second.values):
        if site == other and meets(value, value_then):
            facts["expression_place"] = site_place(recorder, site)
            break
    return facts


def _file_of(module: Any) -> str:
    code = sys.modules.get(type(module).__module__)
    return str(getattr(code, "__file__", ""))


class Traces:
    """What a run of the model computed: module calls and the user's own expressions, in order."""

    def __init__(self, subject: Subject, recorder: Recorder) -> None:
        self._subject = subject
        self._recorder = recorder
        self.calls: list[tuple[str, list[Any], Any]] = []  # path, inputs, output
        self.values: list[tuple[int, Any]] = []  # site, value

    def run(self, leaves: list[Any]) -> None:
        """Run the model; raises ``NotPossible``."""
        handles = [
            module.register_forward_hook(functools.partial(self._note, path))
            for path, module in self._subject.model.named_modules()
        ]
        hook = getattr(builtins, VALUE_HOOK)
        setattr(builtins, VALUE_HOOK, self._observe)
        try:
            self._subject.outputs(leaves)
        finally:
            setattr(builtins, VALUE_HOOK, hook)
            for handle in handles:
                handle.remove()

    def _note(self, path: str, module: Any, args: Any, result: Any) -> None:
        tensors = _numbers_in(result)
        if tensors and len(self.calls) < MOST_TRACED:
            self.calls.append((path, _numbers_in(args), tensors[0]))

    def _observe(self, site: int, value: Any, owner: Any = None) -> Any:
        tensors = (
            _numbers_in(value) if isinstance(value, (tuple, sys.modules["torch"].Tensor)) else []
        )
        if tensors and len(self.values) < MOST_TRACED:
            self.values.append((site, tensors[0]))
        return value


def _numbers_in(tree: Any) -> list[Any]:
    """Return copies of the floating-point tensors in a value."""
    found = parts_of(tree, sys.modules["torch"].Tensor)
    return [tensor.detach().clone() for tensor in found if tensor.is_floating_point()]


# -- later steps -----------------------------------------------------------------------------------


def future_leak(subject: Subject, step: Step) -> dict[str, Any]:
    """Change all that comes after a step and see whether outputs up to it change.

    Only asked where the targets are the inputs moved by one: there the future is the answer.
    """
    torch = sys.modules["torch"]
    number = _next_step_input(subject, step)
    if number is None:
        raise NotPossible("the model is not trained to predict the next step of its input")
    tokens = subject.leaves[number]
    length = int(tokens.shape[1])
    before = subject.outputs(subject.leaves)
    kept = [
        n
        for n, out in enumerate(before)
        if out.dim() > 1 and tuple(out.shape[:2]) == tuple(tokens.shape)
    ]
    if not kept:
        raise NotPossible("the outputs do not keep the axis of time")
    for cut in sorted({1, length // 3, length // 2, length - 1} - {0})[:CUTS]:
        leaves = list(subject.leaves)
        leaves[number] = tokens.clone()
        leaves[number][:, cut:] = changed(torch, tokens[:, cut:])
        after = subject.outputs(leaves)
        for output in kept:
            moved = differs(before[output], after[output])[:, :cut]
            if bool(moved.any()):
                first = int(moved.flatten(2).any(2).any(0).nonzero()[0])
                return {"length": length, "cut": cut, "first": first, "found": True}
    return {"length": length, "cut": None, "first": None, "found": False}


def _next_step_input(subject: Subject, step: Step) -> int | None:
    """Return the leaf with tokens (B, T) whose next tokens are another leaf of the step."""
    torch = sys.modules["torch"]
    inputs = subject.inputs()
    for number in inputs:
        tokens = subject.leaves[number]
        if tokens.dim() != 2 or tokens.is_floating_point() or tokens.shape[1] < 3:
            continue
        for other, target in enumerate(step.leaves):
            if other == number or target.is_floating_point() or target.numel() != tokens.numel():
                continue
            target = target.reshape(tokens.shape)
            if torch.equal(tokens[:, 1:], target[:, :-1]):
                return number
    return None


# -- each input ------------------------------------------------------------------------------------


def ignored_inputs(subject: Subject) -> dict[str, Any]:
    """Change each input as a whole and see whether any output changes."""
    torch = sys.modules["torch"]
    before = subject.outputs(subject.leaves)
    if not all(bool(torch.isfinite(part).all()) for part in before):
        raise NotPossible("the outputs are not finite")
    names = _names(subject)
    inputs = [number for number in names if subject.leaves[number].numel()]
    ignored = []
    tried = 0
    for number in inputs:
        leaves = list(subject.leaves)
        leaves[number] = changed(torch, leaves[number])
        if torch.equal(leaves[number], subject.leaves[number]):
            continue
        try:
            after = subject.outputs(leaves)
        except NotPossible:
            continue
        tried += 1
        same = all(
            a.shape == b.shape and not bool(differs(a, b).any()) for a, b in zip(before, after)
        )
        if same:
            ignored.append(names[number])
    if not tried:
        raise NotPossible("no input could be changed")
    return {"tried": tried, "ignored": ignored, "inputs": len(inputs)}


def _names(subject: Subject) -> dict[int, str]:
    """Name the leaves that are arguments themselves, by the parameters of ``forward``.

    A batch in a dict or a list may well hold more than the model reads.
    """
    code = getattr(type(subject.original).forward, "__code__", None)
    parameters = code.co_varnames[1 : code.co_argcount] if code is not None else ()
    names: dict[int, str] = {}
    for name, value in [*zip(parameters, subject.call.args), *subject.call.options.items()]:
        if isinstance(value, Leaf):
            names.setdefault(value.index, str(name))
    return names
