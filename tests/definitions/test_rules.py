"""Rules: what they answer, what they refuse, and that no fact can break them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.definitions.facts import Facts, FactValue
from desktop.definitions.rules import BadRule, Rule

FACTS = Facts(
    {
        "partner": {"group": "ENT", "employees": 12, "sectors": ["garments", "other"]},
        "partnership": {"value_usd": "100000.50", "cash": True, "countries": []},
        "findings": [{"status": "settlement"}, {"status": "rumour", "scale": 3}],
        "today": "2026-11-24",
    }
)


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        ('partner.group == "ENT"', True),
        ('partner.group in ["FOA", "HNW"]', False),
        ('"garments" in partner.sectors and not partnership.logo', True),
        ("partnership.value_usd > 100000", True),
        ("partnership.value_usd == 100000.5", True),
        ("partnership.value_usd < 9000", False),
        ("0 < partner.employees <= 12", True),
        ("partner.unknown.deeper > 3", False),
        ("partner.unknown == None", True),
        ("partnership.cash == True", True),
        ("partner.employees == True", False),
        ('"settlement" in findings.status', True),
        ("any(findings.scale) and max(findings.scale) == 3", True),
        ("count(partnership.countries) > 1", False),
        ("count(missing) == 0", True),
        ("partner.employees / 0 == None", True),
        ('days("2026-11-20", today) == 4', True),
        ("days(missing, today) == None", True),
        ('partner.group not in ["HNW"]', True),
        ("min(4, 2, missing) == 2 and sum(1, 2.5) == 3.5", True),
        ("-partner.employees < 0", True),
        ('partner.group\n  == "ENT"', True),
    ],
)
def test_a_rule_answers_over_facts(rule: str, answer: bool) -> None:
    assert Rule(rule).value(FACTS) is answer


def test_money_is_compared_without_rounding() -> None:
    assert Rule("a + b == 0.3").holds(Facts({"a": "0.1", "b": "0.2"}))
    assert Rule("a * 3").value(Facts({"a": "0.1"})) == Decimal("0.3")
    assert Rule("a < b").holds(Facts({"a": "9000.00", "b": "10000"}))


@pytest.mark.parametrize(
    ("rule", "column"),
    [
        ("a ==", 5),
        ("a == __import__('os')", 6),
        ("  open(a)", 3),
        ("é == a[0]", 6),
        ("[x for x in a]", 1),
        ("a ** 9", 1),
        ("a.b().c", 1),
        ("a is None", 1),
        ("a._hidden", 1),
        ("days(a)", 1),
        ("count()", 1),
        ("lambda: 1", 1),
        ("", 1),
        ("a == b'x'", 6),
        ("1) or (2", 2),
    ],
)
def test_what_is_not_of_the_language_is_refused_with_its_column(rule: str, column: int) -> None:
    with pytest.raises(BadRule) as caught:
        Rule(rule)
    assert caught.value.column == column


def test_a_rule_too_long_or_too_deep_is_refused_at_once() -> None:
    for text in ("1+" * 2000 + "1", "-" * 900 + "1", "(" * 500 + "1" + ")" * 500, "not " * 300 + "a", "a\0b"):
        with pytest.raises(BadRule):
            Rule(text)


def test_a_rule_names_the_facts_it_reads() -> None:
    rule = Rule('partner.group == "ENT" and count(partnership.countries) > 1 or today')
    assert rule.names() == {"partner.group", "partnership.countries", "today"}


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["1e999999", "NaN"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
EXPRESSIONS = [
    *("a < b", "a == b", "a in b", "a not in b", "a + b", "a * b", "a / b", "a - b", "-a", "not a", "a.b.c"),
    *("count(a)", "sum(a)", "min(a, b)", "max(a)", "any(a)", "all(a)", "days(a, b)", "a < b < a", "[a, b] == b"),
]


@settings(max_examples=150)
@given(a=VALUES, b=VALUES, text=st.sampled_from(EXPRESSIONS))
def test_no_fact_whatever_makes_a_rule_fail(a: FactValue, b: FactValue, text: str) -> None:
    Rule(text).holds(Facts({"a": a, "b": b}))


@pytest.mark.parametrize(
    ("text", "weighed", "compared"),
    [
        ("a.x", {"a.x"}, set()),
        ("a.x and not a.y or a.z != None", {"a.x", "a.y"}, set()),
        ("a.x and (a.x <= a.y or not a.z)", {"a.x", "a.y", "a.z"}, {"a.x", "a.y"}),
        ("not any(a.x) and a.y in [a.z, 'k']", {"a.x", "a.y", "a.z"}, {"a.x", "a.y", "a.z"}),
    ],
)
def test_a_rule_says_of_which_facts_it_asks_no_more_than_whether_they_are_true(
    text: str, weighed: set[str], compared: set[str]
) -> None:
    rule = Rule(text)
    assert (rule.weighed(), rule.compared()) == (weighed, compared)
