"""The screens of partners, without a window."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.form import FormRows
from desktop.presenters.presenter import Confirmation
from desktop.presenters.registry.add_partner import AddPartnerPresenter
from desktop.presenters.registry.add_partner_form import main_rows, name_rows
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.registry.partner_form import partner_rows, person_rows
from desktop.presenters.registry.partners import PartnersPresenter
from desktop.presenters.registry.partnership import PartnershipPresenter
from desktop.services import open_tasks, today
from desktop.services.diligence import incidents
from desktop.services.diligence.incidents import NewIncident
from desktop.services.office.list_choices import ListChoices, ListOrder
from desktop.services.registry import corporate_group, history, partners, partnerships
from desktop.services.registry.partner_list import PAGE
from desktop.services.registry.partners import Reminder
from desktop.store.records import Partner, Partnership
from desktop.store.records.values import ToldApart
from tests.exchanging import User
from tests.refusal import refused


class Road:
    """Where a screen wanted to go."""

    def __init__(self) -> None:
        self.key, self.arguments = "", dict[str, object]()

    def __call__(self, key: str, /, **arguments: object) -> None:
        self.key, self.arguments = key, arguments


class Unsure(User):
    """Somebody who reads what is asked, and does not confirm it."""

    def confirm(self, question: Confirmation, confirmed: Callable[[], None]) -> None:
        self.asked.append(question)


@pytest.fixture
def road() -> Road:
    return Road()


@pytest.fixture
def teranga(office: Office) -> Partner:
    made = Partner(name="Teranga Câbles & Réseaux SA", country="SN", city="Dakar", registration="SN-DKR-2011-B-04417")
    return partners.register(office.work, made)


# --- the list


def test_the_list_counts_in_words_and_goes_where_it_is_told(
    office: Office, runner: RunNow, road: Road, teranga: Partner
) -> None:
    partners.register(office.work, Partner(name="Banque du Fleuve", group="FOA"))
    screen = PartnersPresenter(office, runner)
    screen.open_place = road
    screen.refresh()
    assert screen.counted == "2 partenaires"
    screen.search("TERANGA")
    assert screen.counted == "1 partenaire trouvé"
    assert screen.about(screen.lines[0]) == "Dakar, Sénégal · Entreprises et leurs plateformes"
    screen.open(screen.lines[0].id)
    assert (road.key, road.arguments) == ("partner", {"id": teranga.id})
    screen.search("Inconnu SARL")
    screen.add()
    assert (road.key, road.arguments) == ("add_partner", {"name": "Inconnu SARL"})
    screen.clear()
    screen.narrow(group="FOA")
    assert [line.name for line in screen.lines] == ["Banque du Fleuve"]


def test_the_list_is_whole_and_its_lines_are_read_as_somebody_looks(office: Office, runner: RunNow) -> None:
    with office.store.change("Many partners", office.user.id) as session:
        session.add_all([Partner(name=f"Partenaire {n:03}") for n in range(PAGE + 5)])
    screen = PartnersPresenter(office, runner)
    screen.refresh()
    assert (len(screen.lines), screen.total, screen.count) == (PAGE + 5,) * 3
    assert screen.lines[PAGE + 4].name == f"Partenaire {PAGE + 4:03}"
    assert [line.name for line in screen.lines[3:5]] == ["Partenaire 003", "Partenaire 004"]


def test_the_list_is_sorted_filtered_and_found_again_as_it_was(office: Office, runner: RunNow) -> None:
    add = lambda name, **fields: partners.register(office.work, Partner(name=name, **fields))  # noqa: E731
    add("Alpha", country="SN", stage="diligence", next_action_on="2026-12-01", next_action="Appeler")
    add("Beta", country="DE", stage="identified")
    add("Gamma", country="", stage="active", next_action_on="2026-11-01", next_action="Écrire")
    screen = PartnersPresenter(office, runner)
    screen.refresh()
    names = lambda: [line.name for line in screen.lines]  # noqa: E731
    assert names() == ["Alpha", "Beta", "Gamma"]
    screen.listing.sort("name")
    assert names() == ["Gamma", "Beta", "Alpha"]
    screen.listing.sort("place")  # Allemagne before Sénégal, and what has no country last
    assert names() == ["Beta", "Alpha", "Gamma"]
    screen.listing.sort("place")
    assert names() == ["Alpha", "Beta", "Gamma"]
    screen.listing.sort("next")
    assert names() == ["Gamma", "Alpha", "Beta"]
    screen.listing.sort("stage")
    assert names() == ["Beta", "Alpha", "Gamma"]
    stage = next(each for each in screen.filters if each.name == "stage")
    assert [option.count for option in stage.options] == [1, 1, 1]
    screen.narrow(stage="active")
    assert names() == ["Gamma"] and screen.filtered
    assert {o.count for o in next(each for each in screen.filters if each.name == "stage").options} == {1}
    screen.listing.turn_column("number")
    again = PartnersPresenter(office, runner)
    again.refresh()
    assert [line.name for line in again.lines] == ["Gamma"]
    assert again.listing.order == ListOrder("stage") and again.listing.shows("number")
    office.list_choices = ListChoices(office.machine, office.user.id)  # as after the next start
    again.refresh()
    assert [line.name for line in again.lines] == ["Gamma"] and again.listing.shows("number")
    again.clear()
    assert [line.name for line in again.lines] == ["Beta", "Alpha", "Gamma"]
    office.list_choices = ListChoices(office.machine, "another-officer")
    assert PartnersPresenter(office, runner).listing.order == ListOrder("name")


def test_several_partners_are_put_away_and_brought_back_at_once(office: Office, runner: RunNow) -> None:
    ids = [partners.register(office.work, Partner(name=name)).id for name in ("Alpha", "Beta", "Gamma")]
    screen = PartnersPresenter(office, runner)
    screen.refresh()
    _remind, _merge, away = screen.deeds
    away.do(ids[:2])
    assert [line.name for line in screen.lines] == ["Gamma"]
    assert screen.undo is not None and screen.undo.text.startswith("2 partenaires ont été")
    lines = history.of_records(office.store, ids[:2])
    assert len(lines) == 3, "both were registered, and archived in one deed"
    undone = screen.undo
    screen.take_back_deed(undone)
    assert [line.name for line in screen.lines] == ["Alpha", "Beta", "Gamma"] and screen.undo is None
    screen.do_again(undone)
    assert [line.name for line in screen.lines] == ["Gamma"]
    screen.show_archived(True)
    (back,) = screen.deeds
    back.do([ids[0]])
    assert [line.name for line in screen.lines] == ["Beta"]


# --- adding


def test_a_partner_is_added_and_opened(office: Office, runner: RunNow, road: Road) -> None:
    form = AddPartnerPresenter(office, runner)
    form.open_place = road
    assert form.form.country == "SN"
    assert "RCCM" in form.number_hint
    form.change(subtype="medium")
    form.change(group="FOA")
    assert form.form.subtype == ""
    form.change(group="ENT")  # chosen back, it has its kind again
    assert form.form.subtype == "medium"
    form.change(name="  Sahel   Fret SARL ", other_names="SF; Sahel Freight")
    made = form.save()
    assert (made.name, made.other_names, made.owner) == ("Sahel Fret SARL", ["SF", "Sahel Freight"], office.user.id)
    assert (road.key, road.arguments) == ("partner", {"id": made.id})
    form.leave()
    assert AddPartnerPresenter(office, runner).form.name == ""


def test_a_partner_that_is_there_already_is_shown_and_answered(
    office: Office, runner: RunNow, road: Road, teranga: Partner, tmp_path: Path
) -> None:
    form = AddPartnerPresenter(office, runner, "TERANGA CABLES")
    form.open_place = road
    assert [one.partner.id for one in form.duplicates] == [teranga.id]
    assert form.suggestion == "Teranga Cables"
    form.asker = unsure = Unsure(tmp_path)
    form.change(city="Dakar")
    form.ask_whether_the_same(teranga.id)
    assert "abandonné" in unsure.asked[0].text and road.key == "" and form.form.city == "Dakar", "it is asked first"
    form.change(city="")
    form.ask_whether_the_same(teranga.id)
    assert len(unsure.asked) == 1, "a name alone is no loss"
    assert (road.key, road.arguments) == ("partner", {"id": teranga.id})
    assert partners.count(office.store) == 1


def test_why_two_partners_are_two_is_remembered(office: Office, runner: RunNow, teranga: Partner) -> None:
    form = AddPartnerPresenter(office, runner, "Teranga Câbles")
    form.is_another(teranga.id, "  ")
    assert form.duplicates
    form.is_another(teranga.id, "Une autre ville")
    form.look()
    assert not form.duplicates
    made = form.save_and_add()
    assert made.not_same_as == (ToldApart(partner=teranga.id, reason="Une autre ville", by=office.user.id),)
    assert form.added is made
    assert (form.form.name, form.form.country) == ("", "SN")


def test_a_subsidiary_and_a_parent_are_linked(office: Office, runner: RunNow, teranga: Partner) -> None:
    form = AddPartnerPresenter(office, runner, "Teranga Câbles Mali")
    form.is_child_of(teranga.id)
    assert teranga.name in form.links
    child = form.save_and_add()
    assert child.parent_id == teranga.id
    form.change(name="Teranga Câbles Holding")
    form.is_parent_of(teranga.id)
    parent = form.save_and_add()
    assert partners.partner(office.store, teranga.id).parent_id == parent.id
    assert [one.id for one in partners.children(office.store, parent.id)] == [teranga.id]


def test_a_number_used_already_is_explained_and_saved_with_an_answer(
    office: Office, runner: RunNow, teranga: Partner
) -> None:
    form = AddPartnerPresenter(office, runner)
    form.change(name="Un autre nom", registration="sn-dkr-2011-b-04417")
    form.look()
    assert teranga.name in form.number_known
    with refused("number-without-answer"):
        form.save_and_add()
    form.is_not_sure(teranga.id)
    assert AddPartnerPresenter(office, runner).unsure == (teranga.id,)  # the answer is held with what was typed
    saved = form.save_and_add()
    assert saved.registration == "sn-dkr-2011-b-04417"
    assert form.unsure == ()
    assert [task.partner for task in open_tasks.read(office.work).tasks] == [saved.name]


def test_a_half_filled_form_comes_back(office: Office, runner: RunNow) -> None:
    form = AddPartnerPresenter(office, runner)
    form.change(name="Sahel Fret", sectors=("agriculture",))
    form.leave()
    form.change(city="Niamey")
    again = AddPartnerPresenter(office, runner)
    assert again.restored
    typed = again.form
    assert (typed.name, typed.city, typed.sectors) == ("Sahel Fret", "Niamey", ("agriculture",))
    again.start_over()
    assert not AddPartnerPresenter(office, runner).restored


def test_a_partner_without_a_name_is_refused(office: Office, runner: RunNow) -> None:
    with refused("partner-without-name"):
        AddPartnerPresenter(office, runner).save()


# --- the page


def shown(office: Office, runner: RunNow, partner: Partner) -> PartnerPresenter:
    screen = PartnerPresenter(office, runner, partner.id)
    screen.refresh()
    return screen


def test_a_fact_is_changed_at_once_and_taken_back(office: Office, runner: RunNow, teranga: Partner) -> None:
    screen = shown(office, runner, teranga)
    assert screen.headline == "Dakar, Sénégal · RCCM SN-DKR-2011-B-04417 · suivi par Awa Ndiaye"
    screen.set("city", "Rufisque")
    assert partners.partner(office.store, teranga.id).city == "Rufisque"
    assert screen.undo is not None
    assert "Ville" in screen.undo.text
    screen.take_back()
    assert partners.partner(office.store, teranga.id).city == "Dakar"
    assert screen.undo is None
    with refused("partner-without-name"):
        screen.set("name", " ")
    assert screen.partner.name == teranga.name
    screen.set("founded", "24/03/2011")
    assert screen.partner.founded == "2011-03-24"


def test_a_partner_is_put_away_and_brought_back(office: Office, runner: RunNow, teranga: Partner) -> None:
    screen = shown(office, runner, teranga)
    screen.archive()
    assert screen.partner.archived
    found = PartnersPresenter(office, runner)
    found.show_archived(True)
    assert found.counted == "1 partenaire archivé\u00a0: ouvrez-le pour le rétablir dans les listes."
    screen.do_next()
    assert not screen.partner.archived
    found.refresh()
    assert found.counted == "Aucun partenaire n’est archivé."


def test_a_person_is_added_changed_taken_off_and_each_is_undone(
    office: Office, runner: RunNow, teranga: Partner
) -> None:
    screen = shown(office, runner, teranga)
    screen.edit_person("")
    screen.save_person(name="Mame Diarra Sow", roles=["director"], birth_date="24/11/1984", nationality="SN")
    (person,) = screen.shown.persons
    assert person.birth_date == "1984-11-24"
    assert "24\u00a0novembre\u00a01984" in screen.lines.person_note(person)
    screen.edit_person(person.id)
    screen.save_person(name="Mame Diarra Sow", roles=["owner"], birth_date="1984", nationality="SN")
    screen.take_back()
    assert screen.shown.persons[0].roles == ["director"]
    screen.edit_person(person.id)
    with refused("not-a-date"):
        screen.save_person(name="Mame Diarra Sow", birth_date="hier")
    assert screen.edited_person == person.id
    screen.archive_person()
    assert not screen.shown.persons
    screen.take_back()
    assert [one.name for one in screen.shown.persons] == ["Mame Diarra Sow"]


def test_the_next_step_begins_the_due_diligence(office: Office, runner: RunNow, road: Road, teranga: Partner) -> None:
    partnerships.plan(office.work, Partnership(partner_id=teranga.id, title="Cartes SIM"))
    screen = shown(office, runner, teranga)
    screen.open_place = road
    screen.do_next()
    assert road.key == "diligence"
    screen.refresh()
    assert [line.case.id for line in screen.shown.cases] == [road.arguments["case"]]
    assert screen.lines.case_state(screen.shown.cases[0]) == "En cours"
    assert screen.stage == "Diligence raisonnable"


def test_every_change_is_read_once_it_is_asked_for_and_after_each_deed(
    office: Office, runner: RunNow, teranga: Partner
) -> None:
    screen = shown(office, runner, teranga)
    assert screen.deeds is None
    screen.timeline.narrow("changes")
    screen.set("city", "Rufisque")
    assert screen.deeds is not None
    assert screen.lines.deed_note(screen.deeds[0], teranga.name) == "Ville\u00a0: Dakar → Rufisque"


# --- a partnership


def test_a_partnership_is_filled_in_and_saved(office: Office, runner: RunNow, road: Road, teranga: Partner) -> None:
    form = PartnershipPresenter(office, runner, teranga.id)
    form.open_place = road
    assert (form.draft.countries, form.draft.currency) == (("SN",), "XOF"), "the money of the office"
    form.take("title", "Cartes SIM")
    form.take("contribution_kinds", ["goods"])
    form.take("goods_kinds", ["it"])
    assert form.proposed == "INK"
    form.take("value", {"amount": "18400.5", "currency": "USD"})
    assert (form.draft.value, form.draft.value_usd) == ("18400.5", "18400.5")
    form.take("value", {"amount": "11000000", "currency": "XOF"})
    assert form.draft.needs_usd
    form.take("type", "RES")
    objectives = {code: (name, objective) for code, name, objective in form.types()}
    assert [passage for passage in form.meaning if passage in objectives.values()] == [objectives["RES"]]
    form.take("features", ["children", "logo"])
    assert form.draft.features == ("logo",)
    form.take("countries", ["SN", "ML"])
    form.save()
    assert (road.key, road.arguments) == ("partner", {"id": teranga.id})
    (kept,) = partnerships.of_partner(office.store, teranga.id)
    assert (kept.agreement_type, kept.countries, kept.goods_kinds) == ("INK", ["SN", "ML"], ["it"])
    form.take("contribution_kinds", ["cash"])
    assert form.draft.goods_kinds == ()


def test_a_form_left_in_the_middle_comes_back(office: Office, runner: RunNow, teranga: Partner) -> None:
    form = PartnershipPresenter(office, runner, teranga.id)
    form.take("title", "Cartes SIM")
    for currency in ("XOF", "USD"):  # what is proposed, and another one
        form.take("value", {"amount": "1000", "currency": currency})
        again = PartnershipPresenter(office, runner, teranga.id)
        assert again.restored and again.draft.title == "Cartes SIM"
        assert (again.draft.value, again.draft.currency) == ("1000", currency)
    again.hold(again.about, {"title": "Cartes SIM", "value": "1000"})  # of a version that proposed dollars
    assert PartnershipPresenter(office, runner, teranga.id).draft.currency == "USD"
    again.start_over()
    assert not again.dirty
    assert not PartnershipPresenter(office, runner, teranga.id).restored


def test_a_known_partnership_is_changed(office: Office, runner: RunNow, teranga: Partner) -> None:
    made = partnerships.plan(office.work, Partnership(partner_id=teranga.id, title="Cartes"))
    form = PartnershipPresenter(office, runner, teranga.id, made.id)
    form.take("title", "Cartes SIM")
    form.save()
    assert partnerships.partnership(office.store, made.id).title == "Cartes SIM"
    assert not PartnershipPresenter(office, runner, teranga.id, made.id).restored


def test_labels_are_kept_listed_and_narrow_the_list(office: Office) -> None:
    first, second = (partners.register(office.work, Partner(name=name)) for name in ("Téranga", "Fleuve"))
    page = PartnerPresenter(office, RunNow(), first.id)
    page.refresh()
    page.set("labels", ["santé", "à « relancer »"])
    page.set("labels", ["santé", "forum 2026"])
    partners.change(office.work, second.id, labels=["santé"])
    shown = PartnersPresenter(office, RunNow())
    shown.refresh()
    labels = next(each for each in shown.filters if each.name == "label")
    assert [(option.code, option.count) for option in labels.options] == [("forum 2026", 1), ("santé", 2)]
    shown.narrow(label="forum 2026")
    assert [line.name for line in shown.lines] == ["Téranga"]
    assert "santé, forum 2026" in shown.about(shown.lines[0])
    shown.narrow(label="forum")
    assert not shown.lines


def test_several_partners_have_one_reminder_which_is_taken_back_as_one(office: Office) -> None:
    first, second = (partners.register(office.work, Partner(name=name)) for name in ("Téranga", "Fleuve"))
    partners.change(office.work, second.id, next_action="Écrire", next_action_on="2026-12-24")
    shown = PartnersPresenter(office, RunNow())
    shown.refresh()
    remind = next(deed for deed in shown.deeds if deed.for_several)
    remind.do([first.id, second.id])
    assert PartnersPresenter(office, RunNow()).reminding == (first.id, second.id)  # the form is open again
    day = office.work.today().isoformat()
    shown.save_reminder("Inviter au forum", day)
    assert not shown.reminding and not PartnersPresenter(office, RunNow()).reminding
    after = partners.reminders(office.store, [first.id, second.id])
    assert set(after.values()) == {Reminder("Inviter au forum", day)}
    listed = today.board(office.work)
    assert [item.detail for item in listed.mine if item.name == "Inviter au forum"] == ["Fleuve", "Téranga"]
    assert shown.undo is not None
    shown.take_back_deed(shown.undo)
    before = partners.reminders(office.store, [first.id, second.id])
    assert before == {first.id: Reminder(), second.id: Reminder("Écrire", "2026-12-24")}


# --- the four target groups


def test_the_form_follows_the_group_and_saves_nothing_typed_for_another(office: Office, runner: RunNow) -> None:
    adding = AddPartnerPresenter(office, runner)
    adding.change(name="Awa Diop", registration="SN-DKR-2011-B-04417", group="HNW", nationality="FR")
    adding.change(birth_date="02/04/1961")
    assert shown_keys(main_rows(adding)) == ["country", "group", "subtype", "birth_date", "nationality", "brought_by"]
    assert name_rows(adding)[0][0].label == "Nom complet"
    assert "1\xa0000\xa0000 dollars" in next(about for code, _words, about in adding.groups() if code == "HNW")
    individual = adding.save()
    assert (individual.registration, individual.birth_date, individual.nationality) == ("", "1961-04-02", "FR")
    page = PartnerPresenter(office, runner, individual.id)
    page.refresh()
    assert dict(page.facts())["Date de naissance"] == "2\xa0avril\xa01961"
    assert "Numéro d’immatriculation" not in dict(page.facts())


def test_what_another_group_asked_for_stays_in_sight_until_it_is_emptied(
    office: Office, runner: RunNow, teranga: Partner
) -> None:
    page = PartnerPresenter(office, runner, teranga.id)
    page.refresh()
    page.set("group", "PUB")
    fields = shown_keys(partner_rows(office.definitions.strategy, page.partner))
    assert "registration" in fields and "lei" not in fields and "employees" not in fields
    page.set("registration", "")
    assert "registration" not in shown_keys(partner_rows(office.definitions.strategy, page.partner))
    assert page.fact_name("name") == "Nom de la campagne"
    (roles,) = [spec for row in person_rows(office.definitions.strategy, "PUB") for spec in row if spec.key == "roles"]
    assert [option.key for option in roles.options] == ["contact"]


def test_the_birth_of_an_individual_is_changed_and_taken_back(office: Office, runner: RunNow) -> None:
    individual = partners.register(office.work, Partner(name="Awa Diop", group="HNW", birth_date="1961"))
    page = PartnerPresenter(office, runner, individual.id)
    page.refresh()
    with refused("not-a-date"):
        page.set("birth_date", "31/02/1961")
    page.set("birth_date", "04/1961")
    assert page.partner.birth_date == "1961-04"
    page.take_back()
    assert page.partner.birth_date == "1961"
    page.set("birth_date", "")
    assert page.partner.birth_date == ""


def shown_keys(rows: FormRows) -> list[str]:
    return [spec.key for row in rows for spec in row]


def test_where_a_group_has_one_kind_it_is_chosen(office: Office, runner: RunNow) -> None:
    adding = AddPartnerPresenter(office, runner)
    adding.change(group="PUB")
    assert adding.form.subtype == "public"
    adding.change(group="HNW")
    assert adding.form.subtype == ""


def test_a_parent_company_is_looked_for_linked_and_each_is_undone(
    office: Office, runner: RunNow, teranga: Partner
) -> None:
    parent = partners.register(office.work, Partner(name="Holding Sahel", country="ML", city="Bamako"))
    page = PartnerPresenter(office, runner, teranga.id)
    page.refresh()
    page.family.choose(True)
    page.family.find("teranga")
    assert page.family.proposed == ()  # not itself
    page.family.find("holding")
    assert [(parent.name, parent.note) for parent in page.family.proposed] == [("Holding Sahel", "Bamako, Mali")]
    page.family.link(parent.id)
    assert [(relative.name, relative.relation) for relative in page.family.relatives] == [
        ("Holding Sahel", "Société mère")
    ]
    assert not page.family.choosing and page.family.inherited == ""
    page.take_back()
    assert not page.family.has_parent
    page.family.link(parent.id)
    page.family.unlink()
    assert page.family.relatives == ()
    page.take_back()
    assert page.family.has_parent
    above = PartnerPresenter(office, runner, parent.id)
    above.refresh()
    assert [(relative.name, relative.relation) for relative in above.family.relatives] == [(teranga.name, "Filiale")]
    with refused("parent-below"):
        above.family.link(teranga.id)


def test_what_stands_against_the_company_above_is_told_at_the_head_of_the_page(
    office: Office, runner: RunNow, teranga: Partner
) -> None:
    parent = partners.register(office.work, Partner(name="Holding Sahel"))
    incidents.record(office.work, NewIncident(parent.id, "press", "Un article."))
    corporate_group.set_parent(office.work, teranga.id, parent.id)
    page = PartnerPresenter(office, runner, teranga.id)
    page.refresh()
    assert page.family.inherited == "Holding Sahel\xa0: un incident est en cours (Presse défavorable)."
    assert [relative.flagged for relative in page.family.relatives] == [True]
