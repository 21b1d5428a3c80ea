"""An agreement held against another one of its type."""

from desktop.services.agreements import comparing, drafting, negotiation
from tests.agreed import Agreed, agreed, agreed_folder
from tests.refusal import refused
from tests.services.agreements.test_agreements import changed

__all__ = ["agreed", "agreed_folder"]


def test_values_and_wording_that_differ_are_told_clause_by_clause(agreed: Agreed) -> None:
    work, ours, theirs = agreed.office.work, agreed.complete(), agreed.complete(("fr", "en"))
    assert [own.id for own, _partner in comparing.others(work, ours.id)] == [theirs.id]
    before = comparing.compare(work, ours.id, theirs.id)
    negotiation.depart(work, ours.id, changed(agreed.composition(ours.id), "S-AMD", "Demandé."))
    (more,) = set(comparing.compare(work, ours.id, theirs.id)) - set(before)
    assert (more.clause, more.language) == ("S-AMD", "fr") and more.number.endswith(".1")
    assert more.ours == f"{more.theirs} Les parties en conviennent."
    drafting.save_field(work, ours.id, "delivery.place", "Kaolack")
    told = set(comparing.compare(work, ours.id, theirs.id)) - set(before)
    assert any("Kaolack" in difference.ours and "Kaolack" not in difference.theirs for difference in told)
    assert comparing.compare(work, ours.id, ours.id) == ()


def test_one_that_is_alone_has_no_other_and_another_type_or_language_is_refused(agreed: Agreed) -> None:
    work, ours = agreed.office.work, agreed.complete()
    assert comparing.others(work, ours.id) == ()
    with refused("compare-other-type"):
        comparing.compare(work, ours.id, agreed.draft("MOU").id)
    with refused("compare-other-language"):
        comparing.compare(work, ours.id, agreed.draft("INK", ("es",)).id)
