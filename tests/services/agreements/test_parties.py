"""An agreement that more than two parties sign: a ministry and an NGO beside the Organization and the partner."""

from desktop.base.values import today
from desktop.documents.blocks import CoverBlock, SignaturesBlock, TableBlock
from desktop.documents.pack import build_pack, pack_document
from desktop.screening import library
from desktop.services.agreements import composing, drafting, pack_content
from desktop.services.demo import agreement_fields
from desktop.services.registry import partners, partnerships
from desktop.services.screening import search, subjects
from desktop.store.records import Agreement, Partnership, Party
from tests.agreed import Agreed, agreed, agreed_folder
from tests.definitions.agreement_facts import parties
from tests.makers import on
from tests.paper import assert_archivable, page_texts

__all__ = ["agreed", "agreed_folder"]

NAMES = ["Association Retour Digne", "Ministère du Travail"]


def with_parties(agreed: Agreed, languages: tuple[str, ...] = ("fr",)) -> Agreement:
    """A donation agreement that a ministry and an NGO sign too, all fields typed."""
    made = agreed.draft("INK", languages)
    agreement_fields.fill(on(agreed.office, today()), made)
    rows = [
        {
            key: {code: words[code] for code in languages} if isinstance(words, dict) else words
            for key, words in row.items()
        }
        for row in parties()
    ]
    drafting.save_field(agreed.office.work, made.id, "agreement.parties", rows)
    drafting.record_fields(agreed.office.work, made.id)
    return made


def further(agreed: Agreed) -> dict[str, Party]:
    kept = partnerships.parties(agreed.office.store, agreed.partnership)
    return {party.name: party for party in kept if party.partner_id is None}


def rules(composition: composing.Composition) -> set[str]:
    return {finding.rule for finding in composition.findings if finding.blocks}


def test_who_signs_becomes_a_party_of_the_partnership_with_its_four_shares(agreed: Agreed) -> None:
    made = with_parties(agreed)
    kept = further(agreed)
    assert sorted(kept) == NAMES
    ministry = kept["Ministère du Travail"]
    assert (ministry.responsibility, ministry.resource) == ("accréditer les formateurs", "deux salles à Thiès")
    assert (ministry.risk, ministry.benefit) == ("retard des accréditations", "un programme repris")
    drafting.save_field(agreed.office.work, made.id, "agreement.parties", parties()[:1])
    drafting.record_fields(agreed.office.work, made.id)
    assert list(further(agreed)) == ["Ministère du Travail"]
    assert further(agreed)["Ministère du Travail"].id == ministry.id


def test_names_in_six_scripts_print_right_or_are_told_before_the_paper(agreed: Agreed) -> None:
    """Latin, Arabic, Cyrillic and Bengali print; Amharic and Chinese are romanised, which a finding says first."""
    made = agreed.complete(("fr", "en"))
    printed, others = ["شركة تيرانغا", "Терранга", "তেরাঙ্গা"], ["ኢትዮጵያ ድርጅት", "中国公司"]
    partners.change(agreed.office.work, made.partner_id, other_names=[*printed, *others, "Teranga nº 1, 2ª µ"])
    composition = agreed.composition(made.id)
    (told,) = [finding for finding in composition.findings if finding.rule == "letters-not-printed"]
    assert not told.blocks and all(word in told.text for word in ("ኢትዮጵያ", "ድርጅት", "中国公司"))
    assert not any(word in told.text for name in printed for word in name.split()) and "nº" not in told.text
    content = pack_content.content(on(agreed.office, today()), composition, 1)
    pack = build_pack(content)
    assert_archivable(pack.data)
    cover = page_texts(pack.data)[0]
    assert "[" in cover and "crochets" in cover


def test_the_next_agreement_of_the_partnership_proposes_them(agreed: Agreed) -> None:
    with_parties(agreed)
    rows = agreed.composition(agreed.draft("MOU").id).facts.rows("agreement.parties")
    assert [row.get("name") for row in rows] == NAMES
    assert [row.get("kind") for row in rows] == ["ngo", "authority"]
    assert rows[1].get("responsibility") == {"fr": "accréditer les formateurs"}
    assert not agreed.composition(agreed.draft("LTR").id).facts.rows("agreement.parties")


def test_nothing_is_final_before_they_are_searched_and_the_case_knows_of_them(agreed: Agreed) -> None:
    office = agreed.office
    made = with_parties(agreed)
    assert rules(agreed.composition(made.id)) == {"party-unscreened", "parties-not-said"}
    with office.store.read() as session:
        partnership = session.get_one(Partnership, agreed.partnership)
        named = {name for each in subjects.subjects(session, partnership.partner_id) for name in each.names}
    assert set(NAMES) <= named
    with library.open_index(office.lists) as index:
        search.screen_partner(on(office, today()), index, partnership.partner_id)
    partnerships.change(office.work, agreed.partnership, features=["other_parties"])
    assert rules(agreed.composition(made.id)) == set()
    assert agreed.composition(made.id).facts.get("agreement.originals") == 4
    drafting.save_field(office.work, made.id, "agreement.originals", "3")
    assert rules(agreed.composition(made.id)) == {"originals-few"}


def test_each_has_its_block_to_sign_and_its_name_on_the_cover(agreed: Agreed) -> None:
    made = with_parties(agreed, ("fr", "en"))
    content = pack_content.content(on(agreed.office, today()), agreed.composition(made.id), 1)
    document = pack_document(content)
    signed = next(block for block in document.blocks if isinstance(block, SignaturesBlock)).parties
    assert len(signed) == 4
    assert (signed[2].side, signed[2].party, signed[2].name) == (
        ("Pour\u00a0:", "For:"),  # no article before a name
        "Ministère du Travail",
        "Aïssatou Ba",
    )
    assert signed[0].party[0] == "Organisation internationale pour les migrations"
    assert signed[2].title == ("ministre", "Minister")
    cover = next(block for block in document.blocks if isinstance(block, CoverBlock))
    assert cover.parties is not None and cover.parties.others == tuple(reversed(NAMES))
    tables = [block for block in document.blocks if isinstance(block, TableBlock)]
    assert any("Ministère du Travail" in row for table in tables for row in table.rows)
    assert content.transparency is not None and content.transparency.others == ", ".join(reversed(NAMES))
    pack = build_pack(content)
    assert_archivable(pack.data)
    read = " ".join(" ".join(page_texts(pack.data)).split())
    assert "Pour : / For:" in read.replace("\u00a0", " ") and "deux salles à Thiès" in read
