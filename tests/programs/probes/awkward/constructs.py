"""A module docstring."""
from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import functools
import inspect
import sys
import traceback

print(__doc__, __name__, __file__.rsplit("/", 1)[-1], sys.argv, sorted(globals())[:3])


def decorate(*names):
    def wrap(function):
        @functools.wraps(function)
        def inner(*args, **options):
            print("enter", function.__name__, names)
            return function(*args, **options)

        return inner

    return wrap


class Meta(type):
    def __new__(mcs, name, bases, namespace, **options):
        print("class", name, sorted(k for k in namespace if not k.startswith("__")), options)
        return super().__new__(mcs, name, bases, namespace)


class Base(metaclass=Meta):
    __slots__ = ("_value", "other")
    limit: int = 3

    def __init__(self, value):
        """Docstring of init."""
        self._value = value
        self.other = value * 2

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, new):
        self._value = new

    def __private(self):
        return "private", self._value

    def call_private(self):
        return self.__private()

    def __matmul__(self, other):
        return f"{self._value}@{other._value}"


class Child(Base, flavour="x"):
    def __init__(self, value=lambda: 4):
        super().__init__(value())
        self.__hidden = [n for n in range(self.limit) if n % 2]

    __slots__ = ("_Child__hidden", "later")

    def describe(self):
        return super().call_private(), self.__hidden, __class__.__name__


child = Child()
child.value += 5
print(child.describe(), child.value, child @ Base(1), Base.__init__.__doc__)


@dataclasses.dataclass
class Point:
    x: int
    y: list[int] = dataclasses.field(default_factory=list)
    z: "Point | None" = None


print(Point(1), inspect.signature(Point), Point.__annotations__)


@decorate("a", 1 + 1)
def keywords(a, /, b=2, *rest, c, d=[1], **more) -> dict[str, int]:
    local = locals()
    return {k: local[k] for k in sorted(local)}


print(keywords(1, 3, 4, c=5, e=6), inspect.signature(keywords), keywords.__annotations__)


def generator(n):
    total = 0
    while total < n:
        got = yield total
        total += got or 1
    return "done"


def delegating():
    result = yield from generator(3)
    print("result", result)


print(list(delegating()), [*generator(2), *"ab"], {**{"a": 1}, "b": 2})
gen = generator(9)
print(next(gen), gen.send(5), next(gen))

if (n := len("walrus")) > 3 and (m := n * 2):
    print(n, m, [last := k for k in range(3)], last)

squares = {k: v**2 for k, v in enumerate(range(4)) if k != 2}
print(squares, {v for v in squares.values()}, sum(v for v in squares.values()))
print([[a * b for a in range(3)] for b in range(2)], (lambda *a, k=1: (a, k))(1, 2, k=3))


async def tick(n):
    await asyncio.sleep(0)
    return n


async def numbers():
    for n in range(3):
        yield await tick(n)


@contextlib.asynccontextmanager
async def entered(name):
    print("in", name)
    yield name.upper()
    print("out", name)


async def main():
    async with entered("a") as a, entered("b") as b:
        print(a, b, [n async for n in numbers()], await asyncio.gather(tick(1), tick(2)))
    async for n in numbers():
        if n:
            break
    else:
        print("never")
    return n


print(asyncio.run(main()))


@contextlib.contextmanager
def swallow(kind):
    try:
        yield
    except kind as error:
        print("swallowed", repr(error))
    else:
        print("nothing")
    finally:
        print("finally")


with swallow(ZeroDivisionError), swallow(KeyError) as nothing:
    {}[1 / 0]

a = b = [1, 2, 3]
a[0], (b[1], *rest) = 9, (8, 7, 6)
a[1:2] += [5]
print(a is b, a, rest, a[-1:][0], a[:, ] if False else "no", not a, -a[0], ~a[0], a[0] < a[1] < 99)
del a[0], b[-1]
print(a, f"{a!r:>20} {len(a):03d} {'nested ' + str({'k': a[0]}['k'])}")
x: int
y: "int" = 3
print("x" in globals(), y, __annotations__ if sys.version_info < (3, 14) else {"x": "int", "y": "int"})


def counter():
    count = 0

    def up():
        nonlocal count
        global overall
        count += 1
        overall = count
        return count

    return up


up = counter()
print(up(), up(), overall, up.__closure__[0].cell_contents, up.__code__.co_freevars)
print("exec", eval("n + 1"), vars(Point(1)), dir(child)[-1])
namespace = {}
exec("def made(q):\n    return q + 1", namespace)
print(namespace["made"](1))


def failing(values):
    try:
        return [1 / v for v in values]
    except ZeroDivisionError as error:
        raise ValueError("bad values") from error
    finally:
        print("cleanup")


try:
    failing([1, 0])
except ValueError:
    text = traceback.format_exc()
    print(text.replace(__file__, "FILE"))

try:
    assert n == 7, f"n is {n}"
except AssertionError as error:
    print("assert", error)

while True:
    try:
        continue_ = n
        n -= 3
        if n < 0:
            break
        continue
    finally:
        print("loop", n)
else:
    print("not reached")

for i, (p, q) in enumerate([(1, 2), (3, 4)]):
    print(i, p, q)
else:
    print("for-else", i)
print(type(up).__name__, keywords.__wrapped__.__code__.co_varnames, inspect.getsource(counter)[:20])
sys.stdout.flush()


class Node:
    def explode(self):
        return (
            self.missing
            + 1
        )


Node().explode()
