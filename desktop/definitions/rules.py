"""Rules: small expressions over facts, shared by forms, clauses, agreements and the decision matrix.

    partnership.type == "LIC" or partner.group in ["ENT", "FOA"] and partnership.value_usd > 100000

The language: comparisons, `in`, and/or/not, + - * /, dotted facts, lists, and the functions of `FUNCTIONS`.
A rule is parsed once, when its file is read, and then only reads: it cannot loop, call or change anything.
A missing fact is None; nothing a rule reads can make it fail. An amount may be a text decimal ("1250.50"):
it meets a number as an exact Decimal, and two text decimals are ordered as numbers.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop.definitions.facts import Facts, FactValue

Step = Callable[[Facts], FactValue]

LONGEST = 2000  # characters
DEEPEST = 40  # nested operations


class BadRule(ValueError):
    """A rule that cannot be read: `text`, what is wrong with it and at which `column` (from 1)."""

    def __init__(self, text: str, wrong: str, column: int) -> None:
        super().__init__(f"{wrong}, column {column}: {text}")
        self.text = text
        self.wrong = wrong
        self.column = column


@dataclass(frozen=True)
class Rule:
    """One expression. Raises BadRule when it is written wrongly; never raises afterwards."""

    text: str
    _step: Step = field(init=False, repr=False, compare=False)
    _names: frozenset[str] = field(init=False, repr=False, compare=False)
    _sought: frozenset[tuple[str, str]] = field(init=False, repr=False, compare=False)
    _literals: frozenset[str | int | Decimal] = field(init=False, repr=False, compare=False)
    _weighed: frozenset[str] = field(init=False, repr=False, compare=False)
    _compared: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        reader = _RuleReader(self.text)
        object.__setattr__(self, "_step", reader.step)
        object.__setattr__(self, "_names", frozenset(reader.names))
        object.__setattr__(self, "_sought", frozenset(reader.sought))
        object.__setattr__(self, "_literals", frozenset(reader.literals))
        object.__setattr__(self, "_weighed", frozenset(reader.weighed))
        object.__setattr__(self, "_compared", frozenset(reader.compared))

    def value(self, facts: Facts) -> FactValue:
        """What the expression comes to over facts; None when not known."""
        return self._step(facts)

    def holds(self, facts: Facts) -> bool:
        """Whether it comes to something true; what is not known does not hold."""
        return bool(self._step(facts))

    def names(self) -> frozenset[str]:
        """The dotted paths of the facts it reads: `{"partner.group", "partnership.value_usd"}`."""
        return self._names

    def weighed(self) -> frozenset[str]:
        """Those of `names` of which it asks more than whether they are known: `x` in `x > 5`, none in `x != None`."""
        return self._weighed

    def compared(self) -> frozenset[str]:
        """Those of `weighed` of which `holds` asks more than whether they are true: not `x` in `x and not y`."""
        return self._compared

    def literals(self) -> frozenset[str | int | Decimal]:
        """The texts and numbers that stand in it."""
        return self._literals

    def sought_in(self, name: str) -> frozenset[str]:
        """The texts that it looks for in the list of a fact: `"K06" in diligence.deciding`."""
        return frozenset(text for fact, text in self._sought if fact == name)


def number(value: object) -> Decimal | None:
    """The exact number behind a number or a text decimal; None for anything else, including yes and no."""
    if type(value) is int:
        return Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        exact = value if isinstance(value, Decimal) else Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return exact if exact.is_finite() else None


# Comparison


def _same(left: FactValue, right: FactValue) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if left is None or right is None or (isinstance(left, str) and isinstance(right, str)):
        return left == right
    pair = number(left), number(right)
    return pair[0] == pair[1] if None not in pair else bool(left == right)


def _ordered(left: FactValue, right: FactValue) -> int | None:
    """-1, 0 or 1, or None when the two cannot be ordered; ISO dates are ordered as text."""
    first, second = number(left), number(right)
    if first is not None and second is not None:
        return (first > second) - (first < second)
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    return None


def _inside(item: FactValue, many: FactValue) -> bool:
    if isinstance(many, str):
        return isinstance(item, str) and item in many
    if isinstance(many, Mapping):
        return isinstance(item, str) and item in many
    return isinstance(many, list | tuple) and any(_same(item, other) for other in many)


def _in_order(orders: tuple[int, ...]) -> Callable[[FactValue, FactValue], bool]:
    return lambda left, right: _ordered(left, right) in orders


COMPARE: dict[type[ast.cmpop], Callable[[FactValue, FactValue], bool]] = {
    ast.Eq: _same,
    ast.NotEq: lambda left, right: not _same(left, right),
    ast.Lt: _in_order((-1,)),
    ast.LtE: _in_order((-1, 0)),
    ast.Gt: _in_order((1,)),
    ast.GtE: _in_order((0, 1)),
    ast.In: _inside,
    ast.NotIn: lambda item, many: many is not None and not _inside(item, many),
}

# Arithmetic and functions


def _exactly(work: Callable[[Decimal, Decimal], Decimal]) -> Callable[[FactValue, FactValue], Decimal | None]:
    def step(left: FactValue, right: FactValue) -> Decimal | None:
        first, second = number(left), number(right)
        if first is None or second is None:
            return None
        try:
            return work(first, second)
        except ArithmeticError:  # division by nothing, or a number beyond all measure
            return None

    return step


ARITHMETIC: dict[type[ast.operator], Callable[[FactValue, FactValue], Decimal | None]] = {
    ast.Add: _exactly(lambda a, b: a + b),
    ast.Sub: _exactly(lambda a, b: a - b),
    ast.Mult: _exactly(lambda a, b: a * b),
    ast.Div: _exactly(lambda a, b: a / b),
}


def _items(arguments: Sequence[FactValue]) -> list[FactValue]:
    """The items of one list, or the arguments themselves; what is missing counts as absent."""
    only: FactValue = arguments[0] if len(arguments) == 1 else arguments
    if only is None:
        return []
    many = only if isinstance(only, list | tuple) else [only]
    return [item for item in many if item is not None]


def _numbers(arguments: Sequence[FactValue]) -> list[Decimal]:
    return [exact for exact in map(number, _items(arguments)) if exact is not None]


def _days(arguments: Sequence[FactValue]) -> int | None:
    try:
        first, last = (date.fromisoformat(str(value)[:10]) for value in arguments)
    except ValueError:
        return None
    return (last - first).days


FUNCTIONS: dict[str, Callable[[Sequence[FactValue]], FactValue]] = {
    "count": lambda arguments: len(_items(arguments)),
    "sum": lambda arguments: sum(_numbers(arguments), Decimal(0)),
    "min": lambda arguments: min(_numbers(arguments), default=None),
    "max": lambda arguments: max(_numbers(arguments), default=None),
    "any": lambda arguments: any(_items(arguments)),
    "all": lambda arguments: all(_items(arguments)),
    "days": _days,  # days("2026-01-01", today): whole days from one date to another
}


class _RuleReader:
    """Turns the text of a rule into nested functions, once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: set[str] = set()
        self.sought: set[tuple[str, str]] = set()  # a fact, and a text looked for in its list
        self.literals: set[str | int | Decimal] = set()
        self.weighed: set[str] = set()  # facts whose content is read, beyond whether it is known
        self.compared: set[str] = set()  # facts of whose content it is asked more than whether it is true
        self.flat = " ".join(text.splitlines())
        self.skipped = len(self.flat) - len(self.flat.lstrip())
        if len(text) > LONGEST:
            raise BadRule(text[:40], "too long", LONGEST)
        self.step = self._truth(self._parsed(), 0)

    def _parsed(self) -> ast.expr:
        try:
            return ast.parse(self.flat.strip(), mode="eval").body
        except SyntaxError as error:
            raise BadRule(self.text, error.msg, (error.offset or len(self.flat.strip()) + 1) + self.skipped) from None
        except (ValueError, MemoryError, RecursionError) as error:
            raise BadRule(self.text, str(error) or "too deeply nested", 1) from None

    def _bad(self, node: ast.expr, wrong: str) -> BadRule:
        before = self.flat.strip().encode()[: node.col_offset].decode()
        return BadRule(self.text, wrong, len(before) + 1 + self.skipped)

    def _read(self, node: ast.expr, depth: int) -> Step:
        if depth > DEEPEST:
            raise self._bad(node, "too deeply nested")
        reader = READERS.get(type(node))
        if reader is None:
            raise self._bad(node, f"{type(node).__name__} is not part of the language")
        return reader(self, node, depth + 1)

    def _truth(self, node: ast.expr, depth: int) -> Step:
        """What is read for nothing but whether it is true."""
        compared = set(self.compared)
        step = self._read(node, depth)
        if isinstance(node, ast.Attribute | ast.Name):
            self.compared = compared
        return step

    def _constant(self, node: Any, depth: int) -> Step:
        literal = node.value
        if literal is not None and not isinstance(literal, str | int | float):
            raise self._bad(node, "only texts, numbers, True, False and None can be written")
        value = Decimal(str(literal)) if isinstance(literal, float) else literal
        if value is not None and not isinstance(value, bool):
            self.literals.add(value)
        return lambda facts: value

    def _path(self, node: Any, depth: int) -> Step:
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            raise self._bad(node, "a dot may only follow the name of a fact")
        path = (node.id, *reversed(parts))
        if any(part.startswith("_") for part in path):
            raise self._bad(node, "the name of a fact starts with a letter")
        self.names.add(".".join(path))
        self.weighed.add(".".join(path))
        self.compared.add(".".join(path))
        return lambda facts: facts.at(path)

    def _list(self, node: Any, depth: int) -> Step:
        steps = [self._read(item, depth) for item in node.elts]
        return lambda facts: [step(facts) for step in steps]

    def _bool(self, node: Any, depth: int) -> Step:
        steps = [self._truth(value, depth) for value in node.values]
        if isinstance(node.op, ast.And):
            return lambda facts: all(step(facts) for step in steps)
        return lambda facts: any(step(facts) for step in steps)

    def _unary(self, node: Any, depth: int) -> Step:
        if isinstance(node.op, ast.Not):
            truth = self._truth(node.operand, depth)
            return lambda facts: not truth(facts)
        step = self._read(node.operand, depth)
        if isinstance(node.op, ast.USub):
            minus = ARITHMETIC[ast.Sub]
            return lambda facts: minus(0, step(facts))
        raise self._bad(node, "this sign is not part of the language")

    def _binary(self, node: Any, depth: int) -> Step:
        work = ARITHMETIC.get(type(node.op))
        if work is None:
            raise self._bad(node, "only + - * / can be written")
        left, right = self._read(node.left, depth), self._read(node.right, depth)
        return lambda facts: work(left(facts), right(facts))

    def _compare(self, node: Any, depth: int) -> Step:
        weighed, compared = set(self.weighed), set(self.compared)
        first = self._read(node.left, depth)
        asks_nothing_more = len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq | ast.NotEq)
        right = node.comparators[0]
        if asks_nothing_more and isinstance(node.left, ast.Attribute) and ast.unparse(right) == "None":
            self.weighed, self.compared = weighed, compared
        for sign in node.ops:
            if type(sign) not in COMPARE:
                raise self._bad(node, "write == or != instead of is")
            if isinstance(sign, ast.In | ast.NotIn) and isinstance(node.left, ast.Constant):
                self.sought.add((ast.unparse(node.comparators[0]), str(node.left.value)))
        rest = [
            (COMPARE[type(sign)], self._read(right, depth))
            for sign, right in zip(node.ops, node.comparators, strict=True)
        ]
        return _chained(first, rest)

    def _call(self, node: Any, depth: int) -> Step:
        name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
        if name not in FUNCTIONS or node.keywords:
            raise self._bad(node, f"{name}() is not a function of the language")
        if not node.args or (name == "days" and len(node.args) != 2):
            raise self._bad(node, f"{name}() has the wrong number of values")
        work, steps = FUNCTIONS[name], [self._read(argument, depth) for argument in node.args]
        return lambda facts: work([step(facts) for step in steps])


def _chained(first: Step, rest: list[tuple[Callable[[FactValue, FactValue], bool], Step]]) -> Step:
    def step(facts: Facts) -> bool:
        left = first(facts)
        for compare, read in rest:
            right = read(facts)
            if not compare(left, right):
                return False
            left = right
        return True

    return step


READERS: dict[type[ast.expr], Callable[[_RuleReader, Any, int], Step]] = {
    ast.Constant: _RuleReader._constant,
    ast.Name: _RuleReader._path,
    ast.Attribute: _RuleReader._path,
    ast.List: _RuleReader._list,
    ast.Tuple: _RuleReader._list,
    ast.BoolOp: _RuleReader._bool,
    ast.UnaryOp: _RuleReader._unary,
    ast.BinOp: _RuleReader._binary,
    ast.Compare: _RuleReader._compare,
    ast.Call: _RuleReader._call,
}
ALWAYS, NEVER = Rule("True"), Rule("False")
