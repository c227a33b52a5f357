"""What the libraries mean to the interpreter, one module an area."""

from dyetrace.flow.areas.builtin import BuiltinMeaning
from dyetrace.flow.meanings import Meaning

AREAS: tuple[Meaning, ...] = (BuiltinMeaning(),)
