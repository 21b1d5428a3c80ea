"""Which type of agreement is proposed: one answer for every combination of what a partner brings (dossier 3.1)."""

import shutil
from itertools import chain, combinations
from pathlib import Path

import pytest

from desktop.base.text import LANGUAGES
from desktop.definitions.agreements.proposing import Proposal, propose
from desktop.definitions.facts import VOCABULARY, Facts, undeclared
from desktop.definitions.loading import Definitions
from tests.definitions.files import FORMS

KINDS = ("cash", "goods", "services")
GOODS = ((), *((kind,) for kind in VOCABULARY["partnership.goods_kinds"].values), ("food", "it"))

# What the partner brings, with no kind of goods named: the type, and whether money is said to be beyond it
TABLE = {
    (): ("MOU", False),
    ("cash",): ("MOU", True),
    ("goods",): ("INK", False),
    ("services",): ("MOU", False),
    ("cash", "goods"): ("INK", True),
    ("cash", "services"): ("MOU", True),
    ("goods", "services"): ("INK", False),
    ("cash", "goods", "services"): ("INK", True),
}


def proposed(definitions: Definitions, kinds: tuple[str, ...], goods: tuple[str, ...] = ()) -> Proposal | None:
    flat = {f"partnership.{kind}": kind in kinds for kind in KINDS}
    return propose(definitions.agreements.values(), Facts.of({**flat, "partnership.goods_kinds": list(goods)}))


def test_the_table_is_complete() -> None:
    assert set(TABLE) == set(chain.from_iterable(combinations(KINDS, count) for count in range(len(KINDS) + 1)))


@pytest.mark.parametrize("goods", GOODS, ids="+".join)
@pytest.mark.parametrize("kinds", TABLE, ids=lambda kinds: "+".join(kinds) or "nothing")
def test_each_contribution_has_one_proposal(
    definitions: Definitions, kinds: tuple[str, ...], goods: tuple[str, ...]
) -> None:
    code, beyond = TABLE[kinds]
    proposal = proposed(definitions, kinds, goods)
    assert proposal is not None
    assert (proposal.code, bool(proposal.cautions)) == ("INK" if goods else code, beyond)
    assert all(text[language] for text in (proposal.why, *proposal.cautions) for language in LANGUAGES)


def test_rules_of_proposals_read_declared_facts(definitions: Definitions) -> None:
    for type_ in definitions.agreements.values():
        rules = [type_.proposal.when, *(each.when for each in type_.proposal.cautions)] if type_.proposal else []
        assert undeclared(chain.from_iterable(rule.names() for rule in rules)) == ()


def test_a_new_type_is_proposed_by_its_file_alone(tmp_path: Path) -> None:
    shutil.copytree(FORMS, tmp_path / "forms")
    text = (FORMS / "agreements" / "mou.toml").read_text("utf-8")
    pro_bono = text.replace('code = "MOU"', 'code = "PBS"').replace("rank = 90", "rank = 30")
    pro_bono = pro_bono.replace(
        "when = 'not partnership.goods and count(partnership.goods_kinds) == 0'", "when = 'partnership.services'"
    )
    (tmp_path / "forms" / "agreements" / "pbs.toml").write_text(pro_bono, "utf-8")
    definitions = Definitions.load(tmp_path / "forms")
    codes = {kinds: proposal.code for kinds in TABLE if (proposal := proposed(definitions, kinds))}
    assert codes == {
        kinds: "PBS" if kinds in (("services",), ("cash", "services")) else TABLE[kinds][0] for kinds in TABLE
    }


def test_a_type_without_a_proposal_is_never_proposed(tmp_path: Path) -> None:
    shutil.copytree(FORMS, tmp_path / "forms")
    (tmp_path / "forms" / "agreements" / "mou.toml").unlink()
    definitions = Definitions.load(tmp_path / "forms")
    assert proposed(definitions, ("services",)) is None
    goods = proposed(definitions, ("goods",))
    assert goods is not None and goods.code == "INK"
