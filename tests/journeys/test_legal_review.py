"""A locked clause that was negotiated: listed at Headquarters, cleared there, and known so at the office."""

from dataclasses import replace

from desktop.base.progress import RunNow
from desktop.definitions.agreements.assembling import NegotiatedText
from desktop.office import Office
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.presenters.agreements.agreements import AgreementsPresenter
from desktop.services.agreements import agreement_list, composing, drafting, local_annex, negotiation
from desktop.services.agreements.local_annex import LocalAnnex
from desktop.services.exchange.headquarters import offices
from desktop.store.records import Officer
from tests.journeys.test_put_back import answered, deliver, recognise
from tests.makers import on
from tests.offices import chief, headquarters, office, office_folder
from tests.presenters.agreements.test_agreements import Chooser
from tests.refusal import refused
from tests.services.diligence.test_decisions import DAY, handed_over, read

__all__ = ["chief", "headquarters", "office", "office_folder"]


def test_a_changed_clause_is_listed_and_cleared_at_headquarters(
    office: Office, headquarters: Office, chief: Officer
) -> None:
    hq = headquarters
    recognise(office, hq)
    partnership = read(office, handed_over(office, office.user, chief, "high")).partnership
    draft = drafting.draft(on(office, DAY), partnership.id, "MOU", ["fr"])
    composed = composing.compose(on(office, DAY), draft.id)
    old = next(each for each in composed.assembled.versions[0].articles if each.clause == "C-NEX").paragraphs[1]
    text = NegotiatedText("C-NEX", "fr", 2, old.paragraph.text, "Sans caution.", "", "Demandé par le partenaire.")
    negotiation.depart(on(office, DAY), draft.id, text)
    assert deliver(office, hq) == "applied"

    desk = hq
    listed = AgreementsPresenter(desk, RunNow())
    listed.narrow(review="waits")
    listed.refresh()
    assert [line.id for line in listed.lines] == [draft.id]
    shown = AgreementPresenter(desk, RunNow(), draft.id, "clauses:C-NEX")
    assert shown.clauses.can_clear and "Demandé par le partenaire." in shown.clauses.why
    (words,) = shown.clauses.levels[1].rewordings
    assert {told.wording for told in words} >= {"old", "new"}
    shown.asker = Chooser(office.folder)
    shown.clauses.ask_to_clear()
    assert not shown.clauses.can_clear
    with refused("clause-not-waiting"):
        negotiation.clear(desk.work, draft.id, "C-NEX")
    with refused("role-not-allowed"):
        negotiation.clear(on(office, DAY), draft.id, "C-NEX")

    assert answered(office, hq) == "applied"
    rules = {finding.rule for finding in composing.compose(on(office, DAY), draft.id).findings if finding.blocks}
    assert "departure-locked" not in rules
    (summary,) = agreement_list.lines(office.store, [draft.id])
    assert summary.uncleared == ()
    assert not offices.differences(office.store, hq.store)[1]


def test_a_local_annex_is_listed_and_cleared_at_headquarters(
    office: Office, headquarters: Office, chief: Officer
) -> None:
    hq = headquarters
    recognise(office, hq)
    partnership = read(office, handed_over(office, office.user, chief, "high")).partnership
    here = on(office, DAY)
    draft = drafting.draft(here, partnership.id, "MOU", ["fr"])
    annex = LocalAnnex({"fr": "Droit local"}, {"fr": "Le timbre est payé."}, "Le code le demande.")
    local_annex.write(here, draft.id, annex)
    assert deliver(office, hq) == "applied"

    listed = AgreementsPresenter(hq, RunNow())
    listed.narrow(review="waits")
    listed.refresh()
    assert [line.id for line in listed.lines] == [draft.id]
    shown = AgreementPresenter(hq, RunNow(), draft.id, "annexes")
    assert shown.local_annex.annex == annex and shown.local_annex.can_clear
    shown.asker = Chooser(office.folder)
    shown.local_annex.ask_to_clear()
    assert not shown.local_annex.can_clear

    assert answered(office, hq) == "applied"
    findings = composing.compose(here, draft.id).findings
    assert [finding.blocks for finding in findings if finding.rule == "local-annex-locked"] == [False]
    assert not offices.differences(office.store, hq.store)[1]


def test_what_is_changed_or_left_out_anew_after_legal_cleared_it_waits_for_legal_again(
    office: Office, headquarters: Office, chief: Officer
) -> None:
    hq = headquarters
    recognise(office, hq)
    partnership = read(office, handed_over(office, office.user, chief, "high")).partnership
    draft = drafting.draft(on(office, DAY), partnership.id, "MOU", ["fr"])
    here = on(office, DAY)
    old = next(
        each for each in composing.compose(here, draft.id).assembled.versions[0].articles if each.clause == "C-NEX"
    ).paragraphs[1]
    text = NegotiatedText("C-NEX", "fr", 2, old.paragraph.text, "Sans caution.", "", "Demandé par le partenaire.")

    def waits() -> tuple[str, ...]:
        (summary,) = agreement_list.lines(office.store, [draft.id])
        return tuple(sorted(summary.uncleared))

    def blocks() -> set[str]:
        return {finding.rule for finding in composing.compose(here, draft.id).findings if finding.blocks}

    def exchange(*cleared: str) -> None:
        assert deliver(office, hq) == "applied"
        for clause in cleared:
            negotiation.clear(hq.work, draft.id, clause)
        assert answered(office, hq) == "applied"

    negotiation.depart(here, draft.id, text)
    negotiation.choose_clause(here, draft.id, "S-TER", False, "Le partenaire le demande.")
    assert waits() == ("C-NEX", "S-TER")
    exchange("C-NEX", "S-TER")
    assert waits() == () and not blocks() & {"departure-locked", "clause-waived"}

    for reason in ("Le partenaire le demande.", "Pour un autre motif."):
        negotiation.choose_clause(here, draft.id, "S-TER", True)
        assert waits() == ()
        negotiation.choose_clause(here, draft.id, "S-TER", False, reason)
        assert waits() == ("S-TER",) and "clause-waived" in blocks()
    negotiation.depart_together(here, draft.id, [replace(text, old="Sans caution.", new="Sans aucune caution.")])
    assert waits() == ("C-NEX", "S-TER") and "departure-locked" in blocks()

    assert deliver(office, hq) == "applied"  # what Legal sees now, and clears while it changes once more
    negotiation.choose_clause(here, draft.id, "S-TER", False, "Encore un autre.")
    negotiation.depart_together(here, draft.id, [replace(text, old="Sans aucune caution.", new="Caution possible.")])
    for clause in ("C-NEX", "S-TER"):
        negotiation.clear(hq.work, draft.id, clause)
    assert answered(office, hq) == "applied"
    assert waits() == ("C-NEX", "S-TER") and blocks() >= {"departure-locked", "clause-waived"}
    exchange("C-NEX", "S-TER")
    assert waits() == () and not offices.differences(office.store, hq.store)[1]
