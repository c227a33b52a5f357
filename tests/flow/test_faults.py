"""A fault of the interpreter costs one statement, not the program."""

from __future__ import annotations

from dyetrace.flow.events import Call
from dyetrace.flow.interpreter import interpret
from dyetrace.flow.meanings import Meaning, Meanings, all_meanings
from dyetrace.source.parsing import parse_script


class Faulty(Meaning):
    def call(self, machine, site):
        if site.function == "torch.zeros":
            raise KeyError("a table without this entry")


def test_a_fault_in_a_meaning_loses_one_statement(monkeypatch):
    meanings = Meanings((Faulty(), *all_meanings().areas))
    monkeypatch.setattr("dyetrace.flow.interpreter.all_meanings", lambda: meanings)
    code = "import torch\nif x:\n    a = torch.zeros(1)\n    b = torch.ones(1)\ntorch.rand(1)\n"
    flow = interpret(parse_script(code, "p.py"))
    assert [call.function for call in flow.of(Call)] == ["torch.ones", "torch.rand"]
    assert flow.faults == ("p.py:3",)
