"""The rule under which a question is asked, as XLSForm writes it (XPath), for a form that a company fills in.

What the office knows stands in the rule as it is; what the company answers on the form is read from there. Of a case,
what nobody knows yet counts as what lets the question be asked: a question too many is better than one too few. A form
for whomever asks what kind of entity answers, and goes by that and by the answers alone.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.definitions.facts import Facts
from desktop.definitions.rules import Rule

ANSWERS = "answers."
NATURE = "nature"  # the blank that says what kind of entity answers, in a form for whomever
NATURE_FIELD = f"${{{NATURE}}}"
SIGNS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "=",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
SEVERAL = {"all": True, "any": False}  # the functions of rules that join several, and whether all must hold
Part = str | bool | None  # an expression, what is known already, or nothing that anybody knows


@dataclass(frozen=True)
class FormRelevance:
    """Writes rules for one form: `blanks` are the names of the blanks behind `answers.X`, `facts` what is known.

    In a form for whomever, `natures` are the sub-types that the blank NATURE offers, by their group; of a case none.
    """

    blanks: Mapping[str, str]
    facts: Facts
    kinds: Mapping[str, Rule]
    natures: Mapping[str, Sequence[str]]

    def written(self, rule: Rule) -> str | None:
        """The expression; empty where the question is always asked, None where it never is."""
        part = self._read(ast.parse(rule.text.strip(), mode="eval").body, hopeful=True)
        if part is False:
            return None
        return "" if part is True or part is None else part

    def _read(self, node: ast.expr, *, hopeful: bool) -> Part:
        """One expression; what nobody knows is true where that lets the question be asked, else false."""
        if isinstance(node, ast.BoolOp):
            parts = [self._read(part, hopeful=hopeful) for part in node.values]
            return _joined(parts, all_of=isinstance(node.op, ast.And))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self._read(node.operand, hopeful=not hopeful)
            return f"not({inner})" if isinstance(inner, str) else None if inner is None else not inner
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SEVERAL:
            parts = [self._read(part, hopeful=hopeful) for part in node.args]
            return _joined(parts, all_of=SEVERAL[node.func.id])
        name = ast.unparse(node)
        if name.startswith("kind.") and name.removeprefix("kind.") in self.kinds:
            kind = self.kinds[name.removeprefix("kind.")]
            return self._read(ast.parse(kind.text.strip(), mode="eval").body, hopeful=hopeful)
        compared = self._asked(node)
        if compared:
            return compared
        return self._known(node, hopeful=hopeful)

    def _asked(self, node: ast.expr) -> str:
        """A comparison with an answer that the form asks for; empty for anything else."""
        if not isinstance(node, ast.Compare) or len(node.ops) != 1:
            return ""
        left, sign, right = node.left, node.ops[0], node.comparators[0]
        if self.natures and ast.unparse(left) == "partner.group" and isinstance(right, ast.Constant):
            either = " or ".join(f"{NATURE_FIELD} = '{nature}'" for nature in self.natures.get(str(right.value), ()))
            return f"not({either})" if isinstance(sign, ast.NotEq) else f"({either})"
        field, other = self._field(left), right
        if not field and isinstance(sign, ast.In | ast.NotIn):
            field, other = self._field(right), left
            selected = f"selected({field}, {_literal(other)})" if field else ""
            return f"not({selected})" if selected and isinstance(sign, ast.NotIn) else selected
        if not field:
            return ""
        if isinstance(sign, ast.In | ast.NotIn) and isinstance(other, ast.List | ast.Tuple):
            either = " or ".join(f"{field} = {_literal(item)}" for item in other.elts)
            return f"not({either})" if isinstance(sign, ast.NotIn) else f"({either})"
        return f"{field} {SIGNS[type(sign)]} {_literal(other)}" if type(sign) in SIGNS else ""

    def _field(self, node: ast.expr) -> str:
        name = ast.unparse(node)
        if self.natures and name == "partner.subtype":
            return NATURE_FIELD
        blank = self.blanks.get(name.removeprefix(ANSWERS)) if name.startswith(ANSWERS) else None
        return f"${{{blank}}}" if blank else ""

    def _known(self, node: ast.expr, *, hopeful: bool) -> bool | None:
        rule = Rule(ast.unparse(node))
        answers = [name for name in rule.names() if name.startswith(ANSWERS)]
        unknown = any(self.facts.get(name) is None for name in answers)
        if self.natures:
            return None if rule.names() else rule.holds(self.facts)
        return hopeful if unknown else rule.holds(self.facts)


def _joined(parts: list[Part], *, all_of: bool) -> Part:
    """Several expressions of which all must hold, or one."""
    if (not all_of) in parts:  # one that is true among alternatives, one that is false among conditions
        return not all_of
    written = [part for part in parts if isinstance(part, str)]
    if not written:
        return None if None in parts else all_of
    return written[0] if len(written) == 1 else f"({(' and ' if all_of else ' or ').join(written)})"


def _literal(node: ast.expr) -> str:
    literal = ast.literal_eval(node)
    if isinstance(literal, str):
        return f"'{literal}'"
    return "''" if literal is None else str(literal)
