"""How a case is written."""

import math

cases = []


def num(x):
    """A number in 13 digits, which is four more than the agreement asked for; inputs in full."""
    x = float(x)
    if math.isfinite(x) and x == int(x) and abs(x) < 1e15:
        return str(int(x))
    return f"{x:.13g}"


def full(x):
    x = float(x)
    return str(int(x)) if math.isfinite(x) and x == int(x) and abs(x) < 1e15 else repr(x)


def case(function, inputs, answers):
    groups = ";".join(",".join(full(x) for x in group) for group in inputs)
    cases.append("\t".join([function, groups, ",".join(a if isinstance(a, str) else num(a) for a in answers)]))
