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
from desktop.definitions.facts import VOCABULARY, Facts, undeclared
from desktop.definitions.loading import Definitions
from tests.definitions.files import FORMS

KINDS = ("cash", "goods", "services")
GOODS = ((), *((kind,) for kind in VOCABULARY["partnership.goods_kinds"].values), ("food", "it"))

MOU, INK = ((FORMS / "agreements" / name).read_text("utf-8") for name in ("mou.toml", "ink.toml"))

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


def proposed(definitions: Definitions, kinds: tuple[str, ...], goods: tuple[str, ...] = ()) -> Proposal | None:
    flat = {f"partnership.{kind}": kind in kinds for kind in KINDS}
    return propose(definitions.agreements.values(), Facts.of({**flat, "partnership.goods_kinds": list(goods)}))


def test_the_table_is_complete() -> None:
    assert set(TABLE) == set(chain.from_iterable(combinations(KINDS, count) for count in range(len(KINDS) + 1)))


@pytest.mark.parametrize("goods", GOODS, ids="+".join)
@pytest.mark.parametrize("kinds", TABLE, ids=lambda kinds: "+".join(kinds) or "nothing")
def test_each_contribution_has_one_proposal(
    two_types: Definitions, kinds: tuple[str, ...], goods: tuple[str, ...]
) -> None:
    code, beyond = TABLE[kinds]
    proposal = proposed(two_types, kinds, goods)
    assert proposal is not None
    assert (proposal.code, bool(proposal.cautions)) == ("INK" if goods else code, beyond)
    assert all(text[language] for text in (proposal.why, *proposal.cautions) for language in LANGUAGES)


def test_rules_of_proposals_read_declared_facts(definitions: Definitions) -> None:
    for type_ in definitions.agreements.values():
        rules = [type_.proposal.when, *(each.when for each in type_.proposal.cautions)] if type_.proposal else []
        assert undeclared(chain.from_iterable(rule.names() for rule in rules)) == ()


def test_a_new_type_is_proposed_by_its_file_alone(tmp_path: Path) -> None:
    pro_bono = MOU.replace('code = "MOU"', 'code = "PBS"').replace("rank = 90", "rank = 30")
    pro_bono = pro_bono.replace(
        "when = 'not partnership.goods and count(partnership.goods_kinds) == 0'", "when = 'partnership.services'"
    )
    definitions = forms_with(tmp_path, mou=MOU, ink=INK, pbs=pro_bono)
    codes = {kinds: proposal.code for kinds in TABLE if (proposal := proposed(definitions, kinds))}
    assert codes == {
        kinds: "PBS" if kinds in (("services",), ("cash", "services")) else TABLE[kinds][0] for kinds in TABLE
    }


def test_a_type_without_a_proposal_is_never_proposed(tmp_path: Path) -> None:
    silent = re.sub(r"^\[proposal\].*?^(?=\[opening\])", "", MOU, flags=re.DOTALL | re.MULTILINE)
    assert silent != MOU
    definitions = forms_with(tmp_path, mou=silent)
    assert definitions.agreements["MOU"].proposal is None
    assert [kinds for kinds in TABLE if proposed(definitions, kinds)] == []
