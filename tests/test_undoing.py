"""Every deed that changes a record, and how it is taken back: a list that is held against the program.

A deed that is new has to be added here with its way back, or be asked about before it is done.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.source import modules, nodes

BACK = "can be done again otherwise, by"  # a service beside it
TAKEN_BACK = "is undone by Ctrl+Z where it was done, in"  # a view or presenter that offers it
ASKED = "is asked about before, in"  # a presenter, which says that it cannot be taken back
ADDS = "only adds: nothing that was there is other than before"

DEEDS: dict[str, tuple[str, str]] = {
    "screening.search.store_run": (ADDS, ""),
    "screening.rulings.rule_on": (BACK, "screening.rulings.rule_on"),
    "screening.rulings.confirm": (BACK, "screening.rulings.rule_on"),
    "agreements.drafting.draft": (ADDS, ""),
    "agreements.drafting.record_fields": (BACK, "agreements.drafting.record_fields"),
    "agreements.drafting.change": (BACK, "agreements.drafting.change"),
    "agreements.outgrowing.become": (BACK, "agreements.outgrowing.become"),
    "agreements.finalising.finalise": (ASKED, "agreements.agreement_pack"),
    "agreements.finalising.take_back": (BACK, "agreements.finalising.finalise"),
    "agreements.signing.sign": (ADDS, ""),
    "agreements.packs.make": (ADDS, ""),
    "agreements.packs._copies": (ADDS, ""),
    "agreements.packs.mark_printed": (BACK, "agreements.finalising.take_back"),
    "agreements.negotiation.choose_clause": (TAKEN_BACK, "views.agreements.agreement_clauses"),
    "agreements.receiving.receive": (BACK, "results.ledger.withdraw"),
    "agreements.receiving.convert": (ADDS, ""),
    "agreements.receiving.correct": (BACK, "agreements.receiving.correct"),
    "results.valuing.value": (BACK, "results.valuing.value"),
    "results.valuing.read_again": (BACK, "results.valuing.value"),
    "results.ledger.promise": (BACK, "results.ledger.withdraw"),
    "results.ledger.correct_promise": (BACK, "results.ledger.correct_promise"),
    "results.ledger.set_confirmed": (BACK, "results.ledger.set_confirmed"),
    "results.ledger.write_off": (BACK, "results.ledger.expect_again"),
    "results.ledger.expect_again": (BACK, "results.ledger.write_off"),
    "results.ledger.take_back_reception": (BACK, "agreements.receiving.receive"),
    "results.ledger.set_reported": (BACK, "results.ledger.set_reported"),
    "results.ledger.refund": (BACK, "results.ledger.withdraw"),
    "results.ledger.refuse": (BACK, "results.ledger.withdraw"),
    "results.ledger.withdraw": (BACK, "results.ledger.withdraw"),
    "agreements.earlier_tables.import_table": (BACK, "registry.spreadsheets.importing.roll_back"),
    "agreements.earlier.record": (BACK, "agreements.earlier.archive"),
    "agreements.earlier.correct": (BACK, "agreements.earlier.correct"),
    "agreements.earlier.attach": (BACK, "agreements.earlier.attach"),
    "agreements.earlier.archive": (TAKEN_BACK, "views.agreements.earlier"),
    "agreements.earlier.record_gift": (BACK, "results.ledger.withdraw"),
    "agreements.living.plan": (ADDS, ""),
    "agreements.living.suspend": (BACK, "agreements.living.resume"),
    "agreements.living.resume": (BACK, "agreements.living.suspend"),
    "agreements.living.end": (ASKED, "agreements.agreement_life"),
    "agreements.living.renew": (ADDS, ""),
    "agreements.living.amend": (ADDS, ""),
    "agreements.negotiation.depart": (BACK, "agreements.negotiation.depart"),
    "agreements.negotiation.depart_together": (BACK, "agreements.negotiation.depart"),
    "agreements.local_annex.remove": (TAKEN_BACK, "views.agreements.local_annex"),
    "agreements.local_annex.restore": (BACK, "agreements.local_annex.remove"),
    "agreements.negotiation.clear": (ASKED, "agreements.agreement_clauses"),
    "agreements.negotiation._archive": (TAKEN_BACK, "views.agreements.agreement_clauses"),
    "diligence.evidence.attach": (TAKEN_BACK, "evidence"),
    "diligence.evidence.cite": (TAKEN_BACK, "evidence"),
    "diligence.evidence.log_search": (TAKEN_BACK, "views.diligence.findings"),
    "diligence.evidence.remove": (BACK, "diligence.evidence.remove"),
    "diligence.risks.add": (BACK, "diligence.risks.set_aside"),
    "diligence.risks.change": (BACK, "diligence.risks.change"),
    "diligence.risks.set_aside": (TAKEN_BACK, "views.diligence.risks"),
    "diligence.risks.finish": (ADDS, ""),
    "diligence.findings.add": (BACK, "diligence.findings.set_aside"),
    "diligence.findings.change": (BACK, "diligence.findings.change"),
    "diligence.findings.set_aside": (TAKEN_BACK, "views.diligence.finding"),
    "diligence.evidence.share": (BACK, "diligence.evidence.use_for"),
    "diligence.evidence.use_for": (TAKEN_BACK, "evidence"),
    "diligence.papers.add": (BACK, "diligence.papers.remove"),
    "partner_papers.receipts.hand_out": (BACK, "diligence.papers.remove"),
    "diligence.papers.detach": (TAKEN_BACK, "evidence"),
    "diligence.papers.add_to_result": (BACK, "diligence.papers.detach"),
    "diligence.papers.retitle": (TAKEN_BACK, "views.registry.partner"),
    "diligence.papers.remove": (TAKEN_BACK, "views.registry.partner"),
    "diligence.papers.take": (TAKEN_BACK, "evidence"),
    "diligence.recording.record": (BACK, "diligence.recording.record"),
    "diligence.depth.change_depth": (BACK, "diligence.depth.change_depth"),
    "diligence.persons.name_persons": (BACK, "registry.partner_persons.archive"),
    "diligence.entrusting.entrust": (BACK, "diligence.entrusting.entrust"),
    "diligence.reviewing.review": (BACK, "diligence.reviewing.review"),
    "diligence.remedying.check": (ADDS, ""),
    "diligence.renewing.confirm": (TAKEN_BACK, "views.diligence.renewal"),
    "diligence.renewing.take_back": (BACK, "diligence.renewing.confirm"),
    "diligence.incidents.record": (ADDS, ""),
    "diligence.incidents.take_up": (ADDS, ""),
    "diligence.incidents.inform": (BACK, "diligence.incidents.inform"),
    "diligence.incidents.end": (ASKED, "diligence.incident"),
    "diligence.incidents.reopen": (ADDS, ""),
    "diligence.conditions.finish": (ASKED, "diligence.brief"),
    "diligence.handing_over.submit": (BACK, "diligence.cases.recall"),
    "diligence.decisions._record": (ADDS, ""),
    "diligence.requests.ask_for_decision": (ADDS, ""),
    "diligence.requests._asked": (BACK, "diligence.requests.withdraw"),
    "diligence.requests.withdraw": (BACK, "diligence.requests.ask_about_case"),
    "agreements.legal_review.answer": (ADDS, ""),
    "diligence.paper_decisions.enter": (BACK, "diligence.paper_decisions.withdraw"),
    "diligence.paper_decisions.withdraw": (BACK, "diligence.paper_decisions.enter"),
    "diligence.paper_decisions.confirm": (ADDS, ""),
    "office.people.join": (ADDS, ""),
    "office.delegating.name_deputy": (BACK, "office.delegating.withdraw"),
    "office.delegating.withdraw": (BACK, "office.delegating.name_deputy"),
    "diligence.cases.open_case": (ADDS, ""),
    "diligence.cases.recall": (BACK, "diligence.handing_over.submit"),
    "exchange.enrolment.record_identity": (ADDS, ""),
    "exchange.disagreements.settle": (ASKED, "exchange.disagreements"),
    "exchange.enrolment.confirm_decider": (BACK, "office.people.remove_officer"),
    "exchange.headquarters.put_back.go_on": (ADDS, ""),
    "exchange.headquarters.recognition.enrol": (ADDS, ""),
    "exchange.contents.apply": (ASKED, "exchange.contents"),
    "exchange.headquarters.preparing.store": (BACK, "exchange.releasing.withdraw"),
    "exchange.headquarters.publishing_lists.release": (ASKED, "exchange.hq_contents"),
    "exchange.headquarters.publishing.release": (ASKED, "exchange.hq_contents"),
    "exchange.releasing.withdraw": (BACK, "exchange.headquarters.publishing.prepare"),
    "exchange.headquarters.laptops._cut_off": (ASKED, "exchange.laptop"),
    "exchange.headquarters.key_ceremony.finish": (ASKED, "exchange.key_ceremony"),
    "registry.duplicates.not_the_same": (ADDS, ""),
    "registry.global_key.note_known_elsewhere": (BACK, "registry.global_key.note_known_elsewhere"),
    "registry.one_company.rule": (TAKEN_BACK, "views.registry.same_company"),
    "merging.merge": (BACK, "merging.part"),
    "merging.part": (BACK, "merging.merge"),
    "registry.partner_persons.add": (BACK, "registry.partner_persons.archive"),
    "registry.partner_persons.change": (TAKEN_BACK, "views.registry.partner"),
    "registry.partner_persons.archive": (TAKEN_BACK, "views.registry.partner"),
    "registry.partners.register": (BACK, "registry.partners.archive"),
    "registry.partners.warn": (TAKEN_BACK, "views.registry.partner"),
    "registry.corporate_group.set_parent": (TAKEN_BACK, "views.registry.partner"),
    "registry.partners.change": (TAKEN_BACK, "views.registry.partner"),
    "registry.partners.remind_all": (BACK, "registry.partners.remind_all"),
    "registry.partners.archive_all": (BACK, "registry.partners.restore_all"),
    "registry.partners.restore_all": (BACK, "registry.partners.archive_all"),
    "registry.meetings.record": (BACK, "registry.meetings.withdraw"),
    "registry.meetings.withdraw": (BACK, "registry.meetings.restore"),
    "registry.meetings.restore": (BACK, "registry.meetings.withdraw"),
    "registry.spreadsheets.importing.import_partners": (BACK, "registry.spreadsheets.importing.roll_back"),
    "registry.spreadsheets.importing.roll_back": (ASKED, "registry.partner_import"),
    "registry.partnerships.plan": (BACK, "registry.partnerships.archive"),
    "registry.partnerships.change": (BACK, "registry.partnerships.change"),
    "registry.partnerships.archive": (BACK, "registry.partnerships.restore"),
    "registry.partnerships.restore": (BACK, "registry.partnerships.archive"),
    "registry.offers.record": (BACK, "registry.offers.decline"),
    "registry.offers.take_up": (BACK, "pipeline.close"),
    "registry.offers.decline": (TAKEN_BACK, "views.registry.offer"),
    "registry.offers.reopen": (TAKEN_BACK, "views.registry.offer"),
    "registry.offers.name_partner": (BACK, "registry.offers.name_partner"),
    "registry.mutual_benefit.keep": (BACK, "registry.mutual_benefit.keep"),
    "pipeline.move": (TAKEN_BACK, "views.registry.pipeline"),
    "handing_on.hand_on": (BACK, "handing_on.take_back"),
    "handing_on.take_back": (TAKEN_BACK, "views.registry.hand_over"),
    "handing_on.note_read": (TAKEN_BACK, "views.registry.hand_over"),
    "putting_off.put_off": (TAKEN_BACK, "views.today"),
    "putting_off.restore": (TAKEN_BACK, "views.today"),
    "putting_off.take_back": (BACK, "putting_off.restore"),
    "pipeline.close": (TAKEN_BACK, "views.registry.pipeline"),
    "pipeline.reopen": (TAKEN_BACK, "views.registry.pipeline"),
    "pipeline.plan_next": (TAKEN_BACK, "views.registry.pipeline"),
    "office.office_profile.change": (BACK, "office.office_profile.change"),
    "office.backup._continue": (ASKED, "office.backups"),
    "results.aims._write_budget": (BACK, "results.aims.put_back_budget"),
    "results.periods.prepare": (BACK, "results.periods.withdraw"),
    "results.periods.withdraw": (BACK, "results.periods.prepare"),
    "results.periods.sign": (ADDS, ""),
    "results.periods.accept": (ADDS, ""),
    "results.periods.restate": (ADDS, ""),
    "results.register.questions.record": (TAKEN_BACK, "views.results.members_question"),
    "results.register.questions.answer": (BACK, "results.register.questions.answer"),
    "results.register.questions.withdraw": (TAKEN_BACK, "views.results.members_question"),
    "results.narratives.write": (TAKEN_BACK, "views.results.narrative"),
    "results.narratives.set_aside": (TAKEN_BACK, "views.results.narrative"),
    "results.aims.set_target": (BACK, "results.aims.set_target"),
    "results.register.editions.seal": (ADDS, ""),
    "results.strategy_figures.record": (TAKEN_BACK, "views.results.strategy_figure"),
    "results.strategy_figures.set_aside": (TAKEN_BACK, "views.results.strategy_figure"),
    "results.function_costs.record": (TAKEN_BACK, "views.results.cost"),
    "results.function_costs.correct": (BACK, "results.function_costs.correct"),
    "results.function_costs.set_aside": (TAKEN_BACK, "views.results.cost"),
    "results.function_costs.convert": (ADDS, ""),
    "results.activities.record": (BACK, "results.activities.set_aside"),
    "results.activities.correct": (BACK, "results.activities.correct"),
    "results.activities.set_aside": (TAKEN_BACK, "views.results.recorded_form"),
    "results.innovations.record": (BACK, "results.innovations.set_aside"),
    "results.innovations.correct": (BACK, "results.innovations.correct"),
    "results.innovations.set_aside": (TAKEN_BACK, "views.results.recorded_form"),
    "results.innovations.replicate": (BACK, "results.innovations.set_aside"),
    "results.innovations.correct_replication": (BACK, "results.innovations.correct_replication"),
    "results.innovations.assist": (BACK, "results.innovations.set_aside"),
    "results.innovations.correct_head_count": (BACK, "results.innovations.correct_head_count"),
    "results.delivery_risks.record": (BACK, "results.delivery_risks.set_aside"),
    "results.delivery_risks.correct": (BACK, "results.delivery_risks.correct"),
    "results.delivery_risks.set_aside": (TAKEN_BACK, "views.results.recorded_form"),
    "results.lessons.record": (BACK, "results.lessons.set_aside"),
    "results.lessons.correct": (BACK, "results.lessons.correct"),
    "results.lessons.set_aside": (TAKEN_BACK, "views.results.recorded_form"),
    "results.visibility.record": (BACK, "results.visibility.set_aside"),
    "results.visibility.correct": (BACK, "results.visibility.correct"),
    "results.visibility.set_aside": (TAKEN_BACK, "views.results.recorded_form"),
    "results.visibility.take_down": (TAKEN_BACK, "views.results.visibility_use"),
    "results.visibility.hang_again": (BACK, "results.visibility.take_down"),
    "office.trainings.record": (BACK, "office.trainings.set_aside"),
    "office.trainings.correct": (BACK, "office.trainings.correct"),
    "office.trainings.set_aside": (TAKEN_BACK, "views.office.training"),
    "office.trainings.attach": (BACK, "office.trainings.attach"),
    "office.focal_points.record": (BACK, "office.focal_points.set_aside"),
    "office.focal_points.correct": (BACK, "office.focal_points.correct"),
    "office.focal_points.set_aside": (TAKEN_BACK, "views.office.focal_point"),
    "office.people.establish": (ADDS, ""),
    "office.people.add_officer": (BACK, "office.people.remove_officer"),
    "office.people.remove_officer": (ASKED, "office.people"),
    "office.people.renew_seal": (ADDS, ""),
    "office.believed_clock.confirm": (ADDS, ""),
}
OFFERS = ("offer", "offer_after", "do_and_offer")  # of `Undoing` and `UndoLine`
OFFER_THERE = {"LastDeed": "last_deed", "self.add_way_back": "held_form"}  # what a view calls, and the module of it


def functions(root: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function of the services, by its place among them."""
    for path, tree in modules(root):
        if (name := path.as_posix()).startswith("desktop/services/"):
            place = name.removeprefix("desktop/services/").removesuffix(".py").replace("/", ".")
            yield from ((f"{place}.{part.name}", part) for part in nodes(tree) if isinstance(part, ast.FunctionDef))


def changes(function: ast.FunctionDef) -> bool:
    """Whether it opens a change of a store by itself, or settles what two changes disagree on."""
    called = [call for call in ast.walk(function) if isinstance(call, ast.Call) and call.args]
    stores = (call for call in called if isinstance(call.func, ast.Attribute) and call.func.attr == "change")
    opens = any(ast.unparse(call.args[0]) != "work" for call in stores)  # given work, it is another deed
    return opens or any(ast.unparse(call.func) == "reviews.settle" for call in called)


def offers(tree: ast.Module) -> bool:
    """Whether a view offers to take something back."""
    return any(isinstance(part, ast.Attribute) and part.attr in OFFERS for part in nodes(tree))


def test_every_deed_has_its_way_back_or_is_asked_about(root: Path) -> None:
    found = {name for name, function in functions(root) if changes(function)}
    assert found - set(DEEDS) == set(), "say how these are taken back"
    assert set(DEEDS) - found == set(), "these change nothing any more"


def test_every_way_back_is_there(root: Path) -> None:
    services = dict(functions(root))
    sources = {path.as_posix(): tree for path, tree in modules(root)}
    for deed, (kind, place) in DEEDS.items():
        if kind == BACK:
            assert place in services, deed
        elif kind == ASKED:
            tree = sources[f"desktop/presenters/{place.replace('.', '/')}.py"]
            assert any(isinstance(part, ast.Attribute) and part.attr == "confirm" for part in nodes(tree)), deed
        elif kind == TAKEN_BACK:
            tree = sources[f"desktop/ui/{place.replace('.', '/')}.py"]
            called = {ast.unparse(part.func) for part in nodes(tree) if isinstance(part, ast.Call)}
            others = [sources[f"desktop/ui/views/{OFFER_THERE[name]}.py"] for name in called & OFFER_THERE.keys()]
            assert offers(tree) or any(map(offers, others)), deed
