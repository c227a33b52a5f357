"""What a fix is tested by: a program as people write it, and what it prints before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from repairing import Program, Run

from dyetrace.findings import Applicability

Outcome = Callable[[Run, Run], bool]  # what was printed before and after


@dataclass(frozen=True)
class Case:
    """A program with a finding of one rule that has a fix.

    ``outcome`` judges the runs before and after; without one the program needs what is not
    installed, and only its text is looked at. ``has`` are lines of the repaired program, ``lacks``
    what is in it no longer.
    """

    rule: str
    program: Program
    outcome: Outcome | None = None
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    safe: bool = False

    @property
    def applicability(self) -> Applicability:
        """How the fix has to be marked."""
        return Applicability.SAFE if self.safe else Applicability.UNSAFE


def numbers(run: Run) -> list[float]:
    """Return the numbers that a program printed, in order."""
    found = []
    for word in run.output.split():
        try:
            found.append(float(word))
        except ValueError:
            continue
    return found


def first(run: Run) -> float:
    """Return the first number that a program printed."""
    return numbers(run)[0]


def prints(text: str) -> Outcome:
    """Tell whether the repaired program prints a text that it did not print before."""
    return lambda before, after: text in after.output and text not in before.output


def falls(above: float, below: float) -> Outcome:
    """Tell whether a score that was too good falls."""
    return lambda before, after: first(before) > above > below > first(after)


def rises(below: float, above: float) -> Outcome:
    """Tell whether a score that was too bad rises."""
    return lambda before, after: first(before) < below < above < first(after)


def becomes(expected: float, *, before: float | None = None) -> Outcome:
    """Tell whether the first number becomes an expected one, that it was not."""

    def judge(run: Run, repaired: Run) -> bool:
        was = first(run) if before is None else before
        return first(run) == was != expected and first(repaired) == expected

    return judge


def agrees(run: Run, repaired: Run) -> bool:
    """Tell whether the two numbers that a program prints agree, which they did not before."""
    old, new = numbers(run), numbers(repaired)
    return abs(old[0] - old[1]) > 1e-9 and abs(new[0] - new[1]) < 1e-9


def works(run: Run, repaired: Run) -> bool:
    """Tell whether a program that failed runs to its end."""
    return run.error is not None and repaired.error is None


def still_runs(run: Run, repaired: Run) -> bool:
    """Tell whether a program runs before and after, whatever it prints."""
    return run.error is None and repaired.error is None
