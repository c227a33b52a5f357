import enum


class Colour(enum.Enum):
    RED = 1


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def kind(value):
    match value:
        case 0 | -1:
            return "small"
        case int(n) if n > 100:
            return f"large {n}"
        case [first, *rest]:
            return f"list {first} {rest}"
        case {"key": inner, **others}:
            return f"dict {kind(inner)} {others}"
        case Point(x, y=0):
            return f"point {x}"
        case Colour.RED:
            return "red"
        case str() as text:
            return text.upper()
        case _:
            return "other"


values = [0, 101, [1, 2, 3], {"key": [4], "a": 1}, Point(3, 0), Point(1, 1), Colour.RED, "abc", None]
print([kind(value) for value in values])
print(sum(v for v in (1, 2)) / (values[0] or 0))
