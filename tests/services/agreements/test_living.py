"""What becomes of a signed agreement: its days, its suspension, its end, and what follows it."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.base.values import today
from desktop.definitions.follow_up import FrozenDeed
from desktop.definitions.obligations import obligations_of
from desktop.definitions.source import parse_toml
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.services import next_step
from desktop.services.agreements import (
    calendar_file,
    composing,
    drafting,
    finalising,
    living,
    lookup,
    packs,
    returned_scan,
)
from desktop.services.agreements.living import LifeState
from desktop.services.diligence import conditions, decisions, freezing
from desktop.services.registry import partnerships
from desktop.services.results import lessons
from desktop.services.results.lessons import NewLesson
from desktop.services.today import TodayKind, board
from desktop.services.work import Work
from desktop.store.records import Agreement, Task
from desktop.store.states import AgreementEnd, AgreementState, PartnerStage
from tests.agreed import (
    Agreed,
    agreed,
    agreed_folder,
    came_back,
    complete_draft,
    final_agreement,
    in_force,
    signed,
)
from tests.makers import on
from tests.paper import photographed, scanned
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder", "complete_draft", "final_agreement", "in_force"]

REASON = "Le partenaire le demande."


def life(agreed: Agreed, made: Agreement, day: date | None = None) -> living.AgreementLife:
    work = on(agreed.office, day or today())
    return living.read(work, composing.compose(work, made.id))


def at(agreed: Agreed, days: int) -> Work:
    return on(agreed.office, today() + timedelta(days=days))


def test_what_is_due_becomes_tasks_once_the_signed_copy_is_filed(agreed: Agreed, in_force: Agreement) -> None:
    tasks = life(agreed, in_force).tasks
    named = [task.what for task in tasks]
    assert named[0].startswith("Livraison des biens") or named[0].startswith("Plan de travail")
    assert {name.partition("\u00a0:")[0] for name in named} == {
        "Plan de travail",
        "Livraison des biens",
        "Préparer la suite de l’accord",
        "Fin de l’accord",
    }
    ends = str(agreed.composition(in_force.id).facts.get("agreement.end"))
    by_name = {task.what: task for task in tasks}
    assert by_name["Fin de l’accord"].due_on == ends
    before = date.fromisoformat(ends) - timedelta(days=60)
    assert next(task for name, task in by_name.items() if "renouvellement" in name).due_on == before.isoformat()
    assert {task.owner for task in tasks} == {agreed.office.user.id}
    assert [task.due_on for task in tasks] == sorted(str(task.due_on) for task in tasks)
    assert living.plan(on(agreed.office, today()), in_force.id) == len(tasks) == len(life(agreed, in_force).tasks)


def test_today_lists_them_on_their_day_and_one_that_is_done_no_more(agreed: Agreed, in_force: Agreement) -> None:
    first = life(agreed, in_force).tasks[0]
    day = date.fromisoformat(first.due_on or "")
    listed = [item for item in board(on(agreed.office, day)).mine if item.id == first.id]
    assert listed and listed[0].step is not None
    assert (listed[0].step.place, listed[0].step.arguments) == ("agreement", {"id": in_force.id, "step": "life"})
    conditions.finish(on(agreed.office, day), first.id)
    assert not [item for item in board(on(agreed.office, day)).mine if item.id == first.id]


def test_where_it_stands_follows_the_day(agreed: Agreed, final_agreement: Agreement) -> None:
    agreement = Agreement(partnership_id="", type="INK", state=AgreementState.ACTIVE)
    day = date(2027, 3, 1)
    assert living.state_of(agreement, "2027-03-02", "2027-12-31", day) is LifeState.SIGNED
    assert living.state_of(agreement, "2027-03-01", "2027-12-31", day) is LifeState.ACTIVE
    assert living.state_of(agreement, "2027-03-01", "2027-02-28", day) is LifeState.OVER
    assert life(agreed, final_agreement).state is LifeState.UNSIGNED


def test_a_suspended_agreement_is_taken_up_again(agreed: Agreed, in_force: Agreement) -> None:
    work = on(agreed.office, today())
    with refused("life-without-reason"):
        living.suspend(work, in_force.id, today(), " ")
    with refused("life-in-future"):
        living.suspend(work, in_force.id, today() + timedelta(days=1), REASON)
    living.suspend(work, in_force.id, today(), REASON)
    assert life(agreed, in_force).state is LifeState.SUSPENDED
    living.resume(work, in_force.id)
    assert life(agreed, in_force).state in (LifeState.ACTIVE, LifeState.SIGNED)
    assert lookup.agreement(agreed.office.store, in_force.id).suspended_reason == ""


def test_what_a_suspension_freezes_is_refused_and_said_until_the_agreement_is_taken_up_again(agreed: Agreed) -> None:
    """No other agreement of the partnership, no contribution; the same at Headquarters, which reads the same rule."""
    speak("fr")
    work, other = on(agreed.office, today()), agreed.complete()
    made = signed(agreed)
    living.suspend(work, made.id, today(), REASON)
    (freeze,) = freezing.of_partnership(work, agreed.partnership)
    assert freeze.agreement_id == made.id and REASON in freeze.why and made.reference in freeze.why
    for deed in (
        lambda: agreed.draft("MOU"),
        lambda: finalising.finalise(work, other.id),
        lambda: living.renew(work, made.id),
        lambda: living.amend(work, made.id),
        lambda: decisions.require_in_force(work, agreed.partnership, today(), FrozenDeed.RECEIPT),
    ):
        with refused("partnership-frozen"):
            deed()
    listed = [item for item in board(work).mine if item.kind == TodayKind.FROZEN]
    assert [item.step.arguments for item in listed if item.step] == [{"id": made.id, "step": "life"}]
    page = AgreementPresenter(agreed.office, RunNow(), made.id, "life")
    assert "Aucune contribution" in page.state and "Aucun autre accord" in page.state
    assert "emblème" in page.state and not page.life.can_amend and not page.life.can_renew
    assert packs.for_partner(work, made.id), "what was signed can still be copied"
    step = next_step.next_step(work, agreed.composition(made.id).partner)
    assert (step.place, step.arguments) == ("agreement", {"id": made.id, "step": "life"})
    living.resume(work, made.id)
    assert freezing.of_partnership(work, agreed.partnership) == ()
    assert finalising.finalise(work, other.id).state == AgreementState.FINAL


def test_a_suspension_has_the_use_of_the_emblem_stop_and_the_task_lapses_when_it_is_over(
    agreed: Agreed, in_force: Agreement
) -> None:
    work = on(agreed.office, today())
    assert not [task for task in life(agreed, in_force).tasks if "emblème" in task.what], "nobody may use it"
    shown = signed(agreed)
    with agreed.office.store.change("Acknowledged", agreed.office.user.id) as session:
        record = session.get_one(Agreement, shown.id)
        record.content = {**record.content, "agreement.acknowledged": True}
    living.suspend(work, shown.id, today(), REASON)
    (stop,) = [task for task in life(agreed, shown).tasks if task.what.startswith("Suspension")]
    assert (stop.due_on, stop.done_on) == (today().isoformat(), None)
    living.resume(work, shown.id)
    (after,) = [task for task in life(agreed, shown).tasks if task.id == stop.id]
    assert living.has_lapsed(after)


def test_a_task_that_lapsed_is_never_said_to_be_done(agreed: Agreed) -> None:
    speak("fr")
    made = signed(agreed)
    first, *_later = life(agreed, made).tasks
    last = date.fromisoformat(first.due_on or "")
    conditions.finish(on(agreed.office, last), first.id)
    living.end(on(agreed.office, last), made.id, AgreementEnd.TERMINATED, last, REASON)
    tasks = life(agreed, made, last).tasks
    assert {living.has_lapsed(task) for task in tasks if task.id != first.id and task.due_on != first.due_on} == {True}
    assert not living.has_lapsed(next(task for task in tasks if task.id == first.id))
    lines = {line.id: line for line in AgreementPresenter(agreed.office, RunNow(), made.id, "life").life.lines}
    assert lines[first.id].label == "Terminé"
    ended = AgreementPresenter(agreed.office, RunNow(), made.id, "life")
    assert ended.life.asks_lesson, "once it is over, what it taught is asked for"
    lessons.record(agreed.office.work, NewLesson(partnership_id=made.partnership_id, title="Livrer avant les pluies"))
    ended.refresh()
    assert not ended.life.asks_lesson
    lapsed = [line for key, line in lines.items() if any(task.id == key and living.has_lapsed(task) for task in tasks)]
    assert {line.label for line in lapsed} == {"Caduc"} and all("personne" in line.note for line in lapsed)


def test_what_ends_drops_what_it_asked_for_later_and_closes_its_partnership(
    agreed: Agreed, in_force: Agreement
) -> None:
    first = life(agreed, in_force).tasks[0]
    last = date.fromisoformat(first.due_on or "")
    living.end(on(agreed.office, last), in_force.id, AgreementEnd.TERMINATED, last, REASON)
    after = life(agreed, in_force, last)
    assert after.state is LifeState.ENDED
    assert {task.due_on for task in after.tasks if task.done_on is None} == {first.due_on}
    assert partnerships.partnership(agreed.office.store, agreed.partnership).stage == PartnerStage.CLOSURE
    with refused("agreement-not-in-force"):
        living.resume(on(agreed.office, last), in_force.id)


def test_a_renewal_keeps_what_was_agreed_and_asks_for_its_days_anew(agreed: Agreed, in_force: Agreement) -> None:
    work = on(agreed.office, today())
    renewed = living.renew(work, in_force.id)
    assert renewed.renews == in_force.id and renewed.state == AgreementState.DRAFT
    facts = agreed.composition(renewed.id).facts
    assert facts.get("agreement.role_partner") == agreed.composition(in_force.id).facts.get("agreement.role_partner")
    assert not facts.rows("agreement.workplan") and not facts.get("delivery.by")
    assert [each.id for each in life(agreed, in_force).renewals] == [renewed.id]
    with refused("agreement-not-in-force"):
        living.renew(work, agreed.final().id)


def test_a_draft_has_no_life_yet(agreed: Agreed, complete_draft: Agreement) -> None:
    for deed in (
        lambda work: living.suspend(work, complete_draft.id, today(), REASON),
        lambda work: living.resume(work, complete_draft.id),
        lambda work: living.end(work, complete_draft.id, AgreementEnd.COMPLETED, today(), REASON),
        lambda work: living.plan(work, complete_draft.id),
    ):
        with refused("agreement-not-in-force"):
            deed(on(agreed.office, today()))


# --- the calendar file


def test_the_calendar_holds_every_open_day_in_lines_that_any_calendar_reads(
    agreed: Agreed, in_force: Agreement
) -> None:
    tasks = life(agreed, in_force).tasks
    written = calendar_file.write(on(agreed.office, today()), [in_force.id])
    assert written == calendar_file.write(on(agreed.office, today()), [in_force.id])
    lines = written.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = re.sub("\r\n ", "", written.decode())
    assert unfolded.count("BEGIN:VEVENT") == len(tasks) == len({*re.findall("UID:(.+)@", unfolded)})
    for task in tasks:
        assert f"DTSTART;VALUE=DATE:{(task.due_on or '').replace('-', '')}" in unfolded
    assert "Teranga Câbles & Réseaux SA: Fin de l’accord" in unfolded
    conditions.finish(on(agreed.office, today()), tasks[0].id)
    assert calendar_file.write(on(agreed.office, today())).decode().count("BEGIN:VEVENT") == len(tasks) - 1


def test_hostile_words_stay_words_in_the_calendar(agreed: Agreed, in_force: Agreement) -> None:
    with agreed.office.store.change("Hostile", agreed.office.user.id) as session:
        task = session.scalars(select(Task).where(Task.agreement_id == in_force.id)).first()
        assert task is not None
        task.what = "a;b,c\\d\r\nEND:VCALENDAR\r\nBEGIN:VEVENT" + "é" * 300
    unfolded = calendar_file.write(on(agreed.office, today())).decode().replace("\r\n ", "")
    assert unfolded.count("\r\nEND:VCALENDAR") == 1 and "a\\;b\\,c\\\\d END:VCALENDAR BEGIN:VEVENT" in unfolded


# --- the file of obligations


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace('what = "task"\n', ""), "obligation-columns"),
        (lambda text: text.replace("Workplan: {what}", "Workplan"), "obligation-label"),
        (lambda text: text.replace("days_before = 60", 'days_before = "60"'), "definition-key-type"),
    ],
)
def test_a_mistake_in_the_obligations_names_its_line(agreed: Agreed, change: object, code: str) -> None:
    assert callable(change)
    text = Path(agreed.office.definitions.folder / "obligations.toml").read_text("utf-8")
    with refused(code):
        obligations_of(parse_toml(change(text), "obligations.toml"))


# --- amendments


def amended(agreed: Agreed, made: Agreement, **typed: Any) -> Agreement:
    """An amendment of an agreement in force, with what changes typed."""
    amendment = living.amend(on(agreed.office, today()), made.id)
    changes = [{"article": {"fr": "article 4.4"}, "text": {"fr": "les biens sont remis à Thiès"}}]
    for name, value in {"amendment.changes": changes, **typed}.items():
        drafting.save_field(agreed.office.work, amendment.id, name, value)
    drafting.record_fields(agreed.office.work, amendment.id)
    return amendment


def sign(agreed: Agreed, amendment: Agreement) -> Agreement:
    return came_back(agreed, finalising.finalise(on(agreed.office, today()), amendment.id))


def test_an_amendment_says_what_changes_and_bears_the_number_of_its_agreement(
    agreed: Agreed, in_force: Agreement
) -> None:
    amendment = amended(agreed, in_force)
    composition = agreed.composition(amendment.id)
    assert [finding.rule for finding in composition.findings if finding.blocks] == []
    text = " ".join(each.paragraph.text for each in composition.assembled.versions[0].articles[0].paragraphs)
    assert f"modifie l’accord {in_force.reference}" in text and "les biens sont remis à Thiès" in text
    assert "La durée de l’Accord n’est pas modifiée." in text
    assert sign(agreed, amendment).reference == f"{in_force.reference}/A1"
    second = amended(agreed, in_force)
    assert finalising.finalise(on(agreed.office, today()), second.id).reference == f"{in_force.reference}/A2"
    assert [each.reference for each in life(agreed, in_force).amendments] == [
        f"{in_force.reference}/A1",
        f"{in_force.reference}/A2",
    ]
    assert agreed.final().reference.endswith("-002"), "amendments take no number of an agreement"


def test_an_extension_puts_off_what_the_last_day_asked_for(agreed: Agreed, in_force: Agreement) -> None:
    before = str(agreed.composition(in_force.id).facts.get("agreement.end"))
    later = (date.fromisoformat(before) + timedelta(days=120)).isoformat()
    amendment = amended(agreed, in_force, **{"amendment.extends": True, "amendment.end": later})
    assert life(agreed, in_force, date.fromisoformat(later)).state is LifeState.OVER
    sign(agreed, amendment)
    assert life(agreed, in_force, date.fromisoformat(later)).state is LifeState.ACTIVE
    assert partnerships.partnership(agreed.office.store, agreed.partnership).ends_on == later
    still = {task.what for task in life(agreed, in_force).tasks if task.done_on is None}
    assert "Fin de l’accord" not in still and "Livraison des biens" in still
    assert "Fin de l’accord" in {task.what for task in life(agreed, amendment).tasks}


def test_only_an_agreement_in_force_is_amended_and_no_amendment_is(agreed: Agreed) -> None:
    work = on(agreed.office, today())
    with refused("agreement-not-in-force"):
        living.amend(work, agreed.complete().id)
    with pytest.raises(ValueError, match="AMD"):
        agreed.draft("AMD")
    with refused("amendment-of-amendment"):
        living.amend(work, sign(agreed, amended(agreed, signed(agreed))).id)


def test_the_pack_of_an_amendment_is_read_back_by_its_codes(agreed: Agreed, in_force: Agreement) -> None:
    amendment = amended(agreed, in_force)
    work = on(agreed.office, today())
    final = finalising.finalise(work, amendment.id)
    pack = packs.make(work, final.id)
    assert packs.is_stored(work, pack.record.file_digest, f"{final.reference}/v1")
    assert pack.name == f"{final.reference}-v1.pdf".replace("/", "-")
    returned_scan.add(work, final.id, "signe.pdf", scanned(photographed(pack.pdf)))
    returned = returned_scan.read(work, final.id)
    assert returned is not None and not returned.missing
