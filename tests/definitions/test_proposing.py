"""Which type of agreement is proposed: one answer for every combination of what a partner brings (dossier 3.1).

The table is that of the memorandum and the gift in kind alone: further types are proposed by their own files.
"""

import re
import shutil
from itertools import chain, combinations
from pathlib import Path

import pytest

from desktop.base.text import LANGUAGES
from desktop.definitions.agreements.proposing import Proposal, propose
from desktop.definitions.facts import VOCABULARY, Facts, FactValue, undeclared
from desktop.definitions.loading import Definitions
from tests.definitions.files import FORMS

KINDS = ("cash", "goods", "services")
GOODS = ((), *((kind,) for kind in VOCABULARY["partnership.goods_kinds"].values), ("food", "it"))

MOU, INK = ((FORMS / "agreements" / name).read_text("utf-8") for name in ("mou.toml", "ink.toml"))

# What the partner brings, with no kind of goods named: the type; none where no type moves all of it
TABLE = {
    (): "MOU",
    ("cash",): None,
    ("goods",): "INK",
    ("services",): None,
    ("cash", "goods"): None,
    ("cash", "services"): None,
    ("goods", "services"): None,
    ("cash", "goods", "services"): None,
}


def forms_with(folder: Path, **agreements: str) -> Definitions:
    """The shipped forms, with these types of agreement alone: the name of each file and its text."""
    shutil.copytree(FORMS, folder / "forms", ignore=shutil.ignore_patterns("agreements"))
    (folder / "forms" / "agreements").mkdir()
    for name, text in agreements.items():
        (folder / "forms" / "agreements" / f"{name}.toml").write_text(text, "utf-8")
    return Definitions.load(folder / "forms")


@pytest.fixture(scope="module")
def two_types(tmp_path_factory: pytest.TempPathFactory) -> Definitions:
    return forms_with(tmp_path_factory.mktemp("two_types"), mou=MOU, ink=INK)


def proposed(
    definitions: Definitions, kinds: tuple[str, ...], goods: tuple[str, ...] = (), **more: FactValue
) -> Proposal | None:
    flat: dict[str, FactValue] = {f"partnership.{kind}": kind in kinds for kind in KINDS}
    flat |= {name.replace("__", "."): fact for name, fact in more.items()}
    return propose(definitions.agreements.values(), Facts.of({**flat, "partnership.goods_kinds": list(goods)}))


def with_goods(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind for kind in KINDS if kind in kinds or kind == "goods")


def test_the_table_is_complete() -> None:
    assert set(TABLE) == set(chain.from_iterable(combinations(KINDS, count) for count in range(len(KINDS) + 1)))


@pytest.mark.parametrize("goods", GOODS, ids="+".join)
@pytest.mark.parametrize("kinds", TABLE, ids=lambda kinds: "+".join(kinds) or "nothing")
def test_each_contribution_has_one_proposal(
    two_types: Definitions, kinds: tuple[str, ...], goods: tuple[str, ...]
) -> None:
    proposal = proposed(two_types, kinds, goods)
    assert (proposal.code if proposal else None) == TABLE[kinds if not goods else with_goods(kinds)]
    assert proposal is None or all(proposal.why[language] for language in LANGUAGES)


@pytest.mark.parametrize("kinds", TABLE, ids=lambda kinds: "+".join(kinds) or "nothing")
def test_what_is_proposed_can_carry_what_is_brought(two_types: Definitions, kinds: tuple[str, ...]) -> None:
    for named in ("", "MOU", "INK"):
        for valued in (False, True):
            proposal = proposed(two_types, kinds, agreement__type=named, partnership__valued=valued)
            if proposal is not None:
                assert two_types.agreements[proposal.code].carries(kinds, valued)


def test_the_type_that_the_partnership_names_is_proposed_where_it_fits(two_types: Definitions) -> None:
    named = proposed(two_types, (), agreement__type="INK", partnership__valued=True)
    assert named is not None and named.code == "INK" and named.why["fr"].startswith("c’est le type")
    wrong = proposed(two_types, ("goods",), agreement__type="MOU")
    assert wrong is not None and wrong.code == "INK"


def test_nothing_that_has_a_value_is_put_under_a_type_that_moves_nothing(two_types: Definitions) -> None:
    assert proposed(two_types, (), partnership__valued=True) is None


def test_rules_of_proposals_read_declared_facts(definitions: Definitions) -> None:
    for type_ in definitions.agreements.values():
        rules = [type_.proposal.when, *(each.when for each in type_.proposal.cautions)] if type_.proposal else []
        assert undeclared(chain.from_iterable(rule.names() for rule in rules)) == ()


def test_a_new_type_is_proposed_by_its_file_alone(tmp_path: Path) -> None:
    pro_bono = MOU.replace('code = "MOU"', 'code = "PBS"').replace("rank = 90", "rank = 30")
    pro_bono = pro_bono.replace(
        "when = 'not partnership.goods and count(partnership.goods_kinds) == 0'", "when = 'partnership.services'"
    ).replace("moves = []", 'moves = ["services"]')
    definitions = forms_with(tmp_path, mou=MOU, ink=INK, pbs=pro_bono)
    codes = {kinds: proposal.code for kinds in TABLE if (proposal := proposed(definitions, kinds))}
    assert codes == {(): "MOU", ("goods",): "INK", ("services",): "PBS"}


# With all eleven types: what the partner brings and plans, and the type that the files propose
SHIPPED: tuple[tuple[tuple[str, ...], dict[str, FactValue], str | None], ...] = (
    ((), {}, "MOU"),
    (("cash",), {}, "CON"),
    (("goods",), {}, "INK"),
    (("services",), {}, "PBS"),
    (("cash", "goods"), {}, "IMP"),
    (("goods", "services"), {}, "IMP"),
    (("cash", "goods", "services"), {}, "IMP"),
    (("goods",), {"partnership__value_usd": "4000", "partnership__months": 1}, "LTR"),
    (("goods",), {"partnership__value_usd": "4000", "partnership__months": 12}, "INK"),
    (("goods",), {"partnership__value_usd": "4000"}, "INK"),
    (("cash",), {"partnership__value_usd": "4000", "partner__group": "HNW"}, "LTR"),
    (("cash",), {"partnership__value_usd": "10000", "partner__group": "HNW"}, "CON"),
    (("goods",), {"partnership__value_usd": "4000", "partnership__months": 1, "partnership__logo": True}, "INK"),
    (("cash",), {"partnership__sales": True}, "LIC"),
    (("cash",), {"partnership__event": True}, "SPO"),
    (("cash", "goods"), {"partnership__event": True}, "SPO"),
    (("services",), {"partnership__event": True}, "PBS"),
    ((), {"partnership__countries": ["SN", "ML"], "partnership__months": 36}, "FRA"),
    ((), {"partnership__countries": ["SN", "ML"], "partnership__months": 12}, "MOU"),
    ((), {"partnership__countries": ["SN", "ML"], "partnership__months": 36, "diligence__adhoc": True}, "MOU"),
    ((), {"agreement__type": "LOI"}, "LOI"),
    ((), {"agreement__type": "LOI", "partnership__logo": True}, "MOU"),
    (("services",), {"agreement__type": "SEC"}, "SEC"),
)


def test_a_sale_that_no_licence_may_allow_has_no_type(definitions: Definitions) -> None:
    adhoc = {"partnership__sales": True, "diligence__adhoc": True, "limits__standard_usd": "10000"}
    assert proposed(definitions, ("cash",), **adhoc) is None
    assert proposed(definitions, ("goods",), partnership__sales=True, limits__standard_usd="10000") is None


@pytest.mark.parametrize(("kinds", "more", "code"), SHIPPED)
def test_the_type_is_proposed_with_its_reason(
    definitions: Definitions, kinds: tuple[str, ...], more: dict[str, FactValue], code: str | None
) -> None:
    facts = {"limits__standard_usd": "10000", **more}
    proposal = proposed(definitions, kinds, **facts)
    assert proposal is not None and proposal.code == code
    for language in LANGUAGES:
        why = proposal.why[language]
        assert why.endswith(".") and why[0].isupper() == (language == "en")


def test_a_type_without_a_proposal_is_never_proposed(tmp_path: Path) -> None:
    silent = re.sub(r"^\[proposal\].*?^(?=\[opening\])", "", MOU, flags=re.DOTALL | re.MULTILINE)
    assert silent != MOU
    definitions = forms_with(tmp_path, mou=silent)
    assert definitions.agreements["MOU"].proposal is None
    assert [kinds for kinds in TABLE if proposed(definitions, kinds)] == []
