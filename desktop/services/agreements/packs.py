"""The agreement pack (dossier 3.3): the records of one agreement as the plain content that documents draws.

The pack carries the record it was made from; the codes on its pages name that record. Anything but a final agreement
is drawn as a draft.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from desktop.base.dates import ago, day_in_words
from desktop.base.errors import Problem
from desktop.base.numbers import format_money, format_number
from desktop.base.places import country_name
from desktop.base.text import N_, Text, _, in_series, said_in
from desktop.base.values import fingerprint, stamp
from desktop.definitions.agreements.assembling import Article as Worded
from desktop.definitions.agreements.assembling import AssembledAgreement
from desktop.definitions.clauses.filling import Paragraph as Filled
from desktop.definitions.form import Questionnaire
from desktop.definitions.loading import Definitions
from desktop.definitions.terms import QuestionRole
from desktop.documents.blocks import ArticleBlock, Block, ClauseBlock, Sentence, Signatory, TableBlock, TableColumn
from desktop.documents.enclosures.certificate import (
    AttestedCheck,
    PrintedCertificate,
    PrintedHit,
    ScreenedList,
    SearchedName,
)
from desktop.documents.enclosures.decision_sheet import PrintedCondition, PrintedDecision, PrintedGround
from desktop.documents.enclosures.transparency import PrintedContribution, TransparencySheet
from desktop.documents.pack import ClauseLine, PackContent, PrintedAnnex, build_pack, partner_copy
from desktop.screening.compare import FACTS, ComparedFact
from desktop.services import labels
from desktop.services.agreements import agreements
from desktop.services.agreements.agreements import Composition, pack_reference
from desktop.services.diligence import decisions, diligence
from desktop.services.office import marks, people
from desktop.services.office.people import require
from desktop.services.screening import screening
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Agreement, Case, OfficeProfile, PrintedPack, Ruling
from desktop.store.store import Store

MASTHEAD = N_("International Organization for Migration")
ELSEWHERE = (QuestionRole.PROCUREMENT_CHECK,)  # questions that only a check made elsewhere answers
FULL_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BLANK_ROWS = 12  # of a form that is filled in by hand
SHARED = ("office", "reference", "number", "type", "template", "languages", "ruling_language", "clauses")  # ¶27
CLOSING = N_("In witness whereof the undersigned, duly authorized, have signed this Agreement.")


@dataclass(frozen=True)
class Made:
    """A pack as it was made and kept."""

    printed: PrintedPack
    data: bytes
    name: str


def make(work: Work, agreement_id: str) -> Made:
    """Draw the pack of an agreement and keep it: a draft until the agreement is final."""
    require(work.officer, "draft")
    composition = agreements.read(work, agreement_id)
    draft = composition.agreement.state == "draft"
    if not draft:
        decisions.require_in_force(work.store, composition.partnership.id, work.today())
    number = _next_number(work.store, agreement_id)
    built = build_pack(content(work, composition, number))
    with work.store.change(N_("Pack made"), work.officer.id) as session:
        printed = PrintedPack(
            agreement_id=agreement_id,
            number=number,
            made_at=work.clock.stamp(),
            made_by=work.officer.id,
            languages=list(composition.agreement.languages),
            pages=built.pages,
            record_digest=built.record,
            file_digest=files.put(session, built.data, "pack.pdf"),
            draft=draft,
        )
        session.add(printed)
    return Made(printed, built.data, f"{pack_reference(composition.agreement, number)}.pdf".replace("/", "-"))


def preview(work: Work, agreement_id: str) -> bytes:
    """The pack as it would be printed now, kept nowhere; of a final agreement the last pack made of it.

    Marked as a draft unless the text is final and its decision holds: nobody prints past the gate of ¶21 this way.
    """
    made = next((pack for pack in of_agreement(work.store, agreement_id) if not pack.draft), None)
    if made is not None:
        return data(work.store, made)
    composition = agreements.read(work, agreement_id)
    as_draft = (
        composition.agreement.state == "draft"
        or composition.decision is None
        or bool(decisions.barring(composition.decision))
    )
    return build_pack(content(work, composition, _next_number(work.store, agreement_id), draft=as_draft)).data


def for_partner(work: Work, agreement_id: str) -> bytes:
    """The partner's copy of the last final pack, kept nowhere: its text and annexes without IOM's own sheets.

    The record in it holds no findings and nobody's name but the partner's (¶27). Its codes are not those of the pack:
    what is signed and filed stays the pack. Raises Problem when no final pack was made.
    """
    made = next((pack for pack in of_agreement(work.store, agreement_id) if not pack.draft), None)
    if made is None:
        raise Problem(
            _("No final pack was made of this agreement, so the partner has no copy yet; nothing was saved."),
            _("Make the agreement final and make its pack first."),
        )
    composition = agreements.read(work, agreement_id)
    whole = content(work, composition, made.number)
    shared = {name: whole.record[name] for name in SHARED}
    told = {**shared, "kind": "partner-copy", "partner": {"name": composition.partner.name}}
    return build_pack(partner_copy(whole, f"{whole.reference}/P", told)).data


def _next_number(store: Store, agreement_id: str) -> int:
    with store.read() as session:
        highest = session.scalar(select(func.max(PrintedPack.number)).where(PrintedPack.agreement_id == agreement_id))
    return (highest or 0) + 1


def of_agreement(store: Store, agreement_id: str) -> Sequence[PrintedPack]:
    """The packs made of an agreement, the newest first."""
    with store.read() as session:
        query = select(PrintedPack).where(PrintedPack.agreement_id == agreement_id).order_by(PrintedPack.number.desc())
        return session.scalars(query).all()


def data(store: Store, printed: PrintedPack) -> bytes:
    """The bytes of a pack as it was made."""
    with store.read() as session:
        return files.get(session, printed.file_digest)


def came_out(work: Work, pack_id: str) -> None:
    """The user says that the paper came out well: only now is the agreement printed."""
    require(work.officer, "draft")
    with work.store.change(N_("Pack printed"), work.officer.id) as session:
        printed = session.get_one(PrintedPack, pack_id)
        if printed.draft:
            raise Problem(
                _("This pack is a draft, so the agreement is not printed; nothing was changed."),
                _("Make the agreement final, then make its pack."),
            )
        printed.printed_at, printed.printed_by = work.clock.stamp(), work.officer.id
        kept = session.get_one(Agreement, printed.agreement_id)
        if kept.state == "final":
            kept.state = "printed"


# --- content


def content(
    work: Work,
    composition: Composition,
    number: int,
    *,
    draft: bool | None = None,
) -> PackContent:
    """Everything the pack shows, in the agreement's languages."""
    desk = _SheetWriter(work, composition)
    assembled = composition.assembled()
    as_draft = composition.agreement.state == "draft" if draft is None else draft
    return PackContent(
        reference=pack_reference(composition.agreement, number),
        languages=tuple(composition.agreement.languages),
        made_at=composition.agreement.final_at or work.clock.stamp(),
        masthead=desk.said(MASTHEAD),
        office=desk.profile.name,
        kind=desk.text(composition.type.name),
        partner=composition.partner.name,
        country=desk.country(composition.partner.country),
        purpose=_purpose(composition, desk),
        period=desk.period(composition.facts),
        value=desk.value(),
        articles=_articles(assembled),
        signatories=_signatories(composition, desk),
        partner_local=next((n for n in composition.partner.other_names if not n.isascii() and _foreign(n)), ""),
        preamble=_preamble(assembled),
        closing=desk.said(CLOSING),
        annexes=_annexes(assembled, desk),
        transparency=desk.transparency(),
        decision=desk.decision(),
        certificate=desk.certificate(),
        clauses=_clauses(composition, assembled, work.definitions),
        mark=marks.of_draft(work.store, desk.languages) if as_draft else marks.of_office(work.store, desk.languages),
        record=record(composition, assembled, number),
    )


def record(composition: Composition, assembled: AssembledAgreement, number: int) -> dict[str, Any]:
    """What the pack was made from, as plain values: attached to it, and named by the codes on its pages."""
    kept = composition.agreement
    return {
        "kind": "agreement-pack",
        "office": kept.office,
        "agreement": kept.id,
        "reference": kept.reference,
        "number": number,
        "type": kept.type,
        "template": kept.template_digest,
        "languages": kept.languages,
        "ruling_language": assembled.ruling,
        "state": kept.state,
        "partner": {
            "id": composition.partner.id,
            "name": composition.partner.name,
            "registration": composition.partner.registration,
        },
        "partnership": {"id": composition.partnership.id, "title": composition.partnership.title},
        "facts": _plain(composition.facts),
        "clauses": assembled.wordings(),
        "departures": [
            {"clause": d.clause, "language": d.language, "paragraph": d.paragraph, "new": d.new, "who": d.who}
            for d in assembled.departures
        ],
        "decision": dict(decisions.described(composition.decision)) if composition.decision else None,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, str | int | bool | None) else str(value)


def _foreign(name: str) -> bool:
    return any(ord(letter) > 0x24F for letter in name)


def _words(paragraph: Filled) -> str:
    return paragraph.text.replace("\n- ", "\n• ")


def _level(versions: Sequence[Sequence[Filled]]) -> tuple[Sentence, ...]:
    return tuple(tuple(map(_words, row)) for row in zip(*versions, strict=True))


def _preamble(assembled: AssembledAgreement) -> tuple[Sentence, ...]:
    return _level([version.opening for version in assembled.versions])


def _articles(assembled: AssembledAgreement) -> tuple[ArticleBlock, ...]:
    return tuple(_article(level) for level in zip(*(v.articles for v in assembled.versions), strict=True))


def _article(level: tuple[Worded, ...]) -> ArticleBlock:
    paragraphs = zip(*(article.paragraphs for article in level), strict=True)
    return ArticleBlock(
        str(level[0].number),
        tuple(article.title for article in level),
        tuple(ClauseBlock(row[0].number, tuple(_words(each.paragraph) for each in row)) for row in paragraphs),
    )


def _signatories(composition: Composition, desk: "_SheetWriter") -> tuple[Signatory, ...]:
    facts = composition.facts
    iom = facts.get("iom") or {}
    partner = facts.get("partner") or {}
    languages = composition.agreement.languages
    return (
        Signatory(desk.said(N_("For the Organization")), iom.get("signatory_name") or "", _title(iom, languages)),
        Signatory(desk.said(N_("For the Partner")), partner.get("signatory_name") or "", _title(partner, languages)),
    )


def _title(party: Mapping[str, Any], languages: Sequence[str]) -> Sentence:
    title = party.get("signatory_title")
    if isinstance(title, Mapping):
        return tuple(title[language] for language in languages if title.get(language))
    return str(title or "")


def _purpose(composition: Composition, desk: "_SheetWriter") -> Sentence:
    purpose = (composition.facts.get("agreement") or {}).get("purpose")
    if isinstance(purpose, Mapping):
        return tuple(str(purpose.get(language) or composition.partnership.purpose) for language in desk.languages)
    return str(purpose or composition.partnership.purpose)


def _annexes(assembled: AssembledAgreement, desk: "_SheetWriter") -> tuple[PrintedAnnex, ...]:
    found = []
    for level in zip(*(version.annexes for version in assembled.versions), strict=True):
        first = level[0]
        right = {"money", "number"}
        share = {"prose": 5.0, "text": 4.0, "money": 2.2, "number": 2.6, "date": 2.9}
        columns = tuple(
            TableColumn(titles, share.get(kind, 3.0), "right" if kind in right else "left")
            for titles, kind in zip(zip(*(t.columns for t in level), strict=True), first.kinds, strict=True)
        )
        rows = tuple(
            tuple(_same(cells) for cells in zip(*rows, strict=True))
            for rows in zip(*(t.rows for t in level), strict=True)
        )
        blank = tuple(tuple("" for _column in columns) for _row in range(BLANK_ROWS))
        table = TableBlock(columns, rows or blank, _total(tuple(t.total for t in level), columns, desk), tall=not rows)
        blocks: tuple[Block, ...] = (table,)
        found.append(PrintedAnnex(first.code, tuple(t.title for t in level), blocks))
    return tuple(found)


def _same(cells: tuple[Any, ...]) -> Sentence:
    words = tuple(map(str, cells))
    return words[0] if len(set(words)) == 1 else words


def _total(totals: tuple[str, ...], columns: tuple[TableColumn, ...], desk: "_SheetWriter") -> tuple[Sentence, ...]:
    if not any(totals):
        return ()
    return (desk.said(N_("Total")), *("" for _column in columns[2:]), _same(totals))


def _clauses(
    composition: Composition, assembled: AssembledAgreement, definitions: Definitions
) -> tuple[ClauseLine, ...]:
    library = composition.type.library.clauses
    return tuple(
        ClauseLine(
            each.clause,
            tuple(library[each.clause].title[language] for language in assembled.languages),
            each.included,
            each.cleared_by if each.waived else "",
            "" if each.included else each.reason,
        )
        for each in assembled.inclusions
        if each.status == "mandatory" or each.included
    )


class _SheetWriter:
    """The internal sheets and the transparency sheet of one agreement, written in its languages."""

    def __init__(self, work: Work, composition: Composition) -> None:
        self._work, self._composition = work, composition
        self.languages = tuple(composition.agreement.languages)
        self.profile: OfficeProfile = people.profile(work.store)
        self._names = people.names(work.store)

    # --- words

    def each(self, write: Callable[[str], str]) -> tuple[str, ...]:
        """What is written in each language."""
        return tuple(map(write, self.languages))

    def said(self, sentence: str) -> tuple[str, ...]:
        return self.each(lambda language: said_in(language, sentence))

    def text(self, text: Text) -> tuple[str, ...]:
        return self.each(lambda language: text[language])

    def series(self, texts: Iterable[Text]) -> tuple[str, ...]:
        """Several texts of the definitions on one line."""
        kept = tuple(texts)
        return self.each(lambda language: in_series(language, (text[language] for text in kept)))

    def country(self, code: str) -> Sentence:
        return self.each(lambda language: country_name(code, language)) if code else ""

    def day(self, written: str | None) -> Sentence:
        if not written:
            return ""
        return self.each(lambda language: day_in_words(written, language, "long"))

    def period(self, facts: Mapping[str, Any]) -> Sentence:
        about = facts.get("agreement") or {}
        start, end = about.get("start"), about.get("end")
        if not start or not end:
            return self.said(N_("To be completed"))
        return self.each(
            lambda language: said_in(language, N_("{start} to {end}")).format(
                start=day_in_words(start, language, "long"),
                end=day_in_words(end, language, "long"),
            )
        )

    def value(self) -> Sentence:
        value = (self._composition.facts.get("contribution") or {}).get("value")
        if self._composition.type.money == "none" or not isinstance(value, Mapping) or not value.get("amount"):
            return self.said(N_("No money or goods change hands"))
        return self.each(lambda language: format_money(value["amount"], value["currency"], language))

    # --- the decision

    def decision(self) -> PrintedDecision | None:
        made = self._composition.decision
        if made is None:
            return None
        with self._work.store.read() as session:
            case = session.get_one(Case, made.case_id)
        file = diligence.read(self._work, case.id)
        outcome = made.brief.get("outcome") or {}
        role = self._work.definitions.authority.role(made.decider_role)
        return PrintedDecision(
            level="unrated" if made.level == "incomplete" else made.level,  # type: ignore[arg-type]
            reason=made.reason,
            depth=self.text(next(t.label for t in self._work.definitions.form.tiers if t.id == outcome.get("tier"))),
            verdicts=self._verdicts(outcome),
            outcome=self.said(labels.OUTCOMES[made.outcome]),
            prepared_by=self._names.get(case.submitted_by, ""),
            decided_by=self.each(lambda language: f"{made.decider_name}, {role[language]}"),
            decided_on=self.day(made.decided_at),
            valid_until=self.day(made.valid_until),
            reviewed_by=self._names.get(case.reviewed_by, ""),
            questionnaire=f"{self._work.definitions.form.version} · {fingerprint(case.form_digest)}",
            grounds=self._grounds(file, outcome),
            conditions=tuple(PrintedCondition(c["text"], c["owner"], self.day(c["due"])) for c in made.conditions),
            unknown=tuple(self._question(q) for q in outcome.get("not_established", ())),
            benefit=self._benefit(outcome),
            seal=fingerprint(made.seal),
        )

    def _verdicts(self, outcome: Mapping[str, Any]) -> Any:
        """¶22 a, b, c: yes up to medium, no from high, open while something is missing."""
        words = {"low": "yes", "medium": "yes", "none": "yes", "high": "no", "excluded": "no"}
        levels = outcome.get("verdicts") or {}
        tests = [levels.get(f"22{letter}", "") for letter in "abc"]
        return tuple((words.get(level, "open"), self._why(level)) for level in tests)

    def _why(self, level: str) -> Sentence:
        sentences = {
            "low": N_("Nothing adverse was found."),
            "none": N_("Nothing adverse was found."),
            "medium": N_("Points to watch, covered by the decision."),
            "high": N_("Serious points, set out below."),
            "excluded": N_("An exclusionary fact was found."),
        }
        return self.said(sentences.get(level, N_("Not everything is known yet.")))

    def _grounds(self, file: diligence.File, outcome: Mapping[str, Any]) -> tuple[PrintedGround, ...]:
        found = []
        for question in outcome.get("deciding", ()):
            rated = file.review.answers.get(question)
            if rated is None or rated.level not in ("low", "medium", "high", "excluded"):
                continue
            reasons = self.series(rated.reasons)
            found.append(PrintedGround(question, self._question(question), reasons, rated.level))  # type: ignore[arg-type]
        return tuple(found)

    def _question(self, question: str) -> Sentence:
        return self.text(self._work.definitions.form.by_id[question].label)

    def _benefit(self, outcome: Mapping[str, Any]) -> Sentence:
        found = next((b for b in self._work.definitions.form.benefits if b.id == outcome.get("benefit")), None)
        return self.text(found.label) if found else ""

    # --- the screening

    def certificate(self) -> PrintedCertificate | None:
        if self._composition.decision is None:
            return None
        return certificate(
            self._work,
            self._composition.decision.case_id,
            self.languages,
            form=self._work.definitions.form,
        )

    # --- what may be disclosed

    def transparency(self) -> TransparencySheet:
        """¶27 and dossier 4.5: never answers, findings, a level or personal data."""
        composition, strategy = self._composition, self._work.definitions.strategy
        partner, partnership = composition.partner, composition.partnership
        aims = strategy.labels("aims")
        themes = strategy.labels("themes")
        kind = next((t.label for t in strategy.types if t.id == partnership.type), None)
        countries = partnership.countries or [self.profile.country]
        return TransparencySheet(
            number=partnership.register_number or self.said(N_("Given when the agreement is final")),
            office=self.profile.name,
            countries=self.each(lambda language: ", ".join(country_name(code, language) for code in countries if code)),
            partner=partner.name,
            partner_type=self._partner_type(),
            nature=self._named(kind, composition.type.name),
            scope=_purpose(composition, self),
            dates=self.period(composition.facts),
            status=self.said(labels.STATES[composition.agreement.state]),
            contributions=self._contributions(),
            aims=self.series(aims[a] for a in partnership.aims if a in aims),
            themes=self.series(themes[t] for t in partnership.themes if t in themes),
            diligence_on=self.day(composition.decision.decided_at) if composition.decision else "",
            document=composition.agreement.reference,
            contact=self.profile.email,
            visibility=self.said(labels.VISIBILITY[partnership.visibility]),
        )

    def _partner_type(self) -> Sentence:
        groups = self._work.definitions.strategy.labels("groups")
        subtypes = {s.id: s.label for s in self._work.definitions.strategy.subtypes_of(self._composition.partner.group)}
        return self._named(groups.get(self._composition.partner.group), subtypes.get(self._composition.partner.subtype))

    def _named(self, *texts: Text | None) -> Sentence:
        return self.each(lambda language: " · ".join(text[language] for text in texts if text))

    def _contributions(self) -> tuple[PrintedContribution, ...]:
        """Cash, goods and services as three lines, always (product decision 11)."""
        partnership = self._composition.partnership
        lines = []
        for kind, word in labels.KINDS.items():
            has = partnership.contribution_kinds == [kind]
            amount = self._money(partnership.value, partnership.currency) if has else "–"
            usd = self._money(partnership.value_usd, "USD") if has else "–"
            lines.append(PrintedContribution(self.said(word), amount, usd, "–"))
        return tuple(lines)

    def _money(self, amount: str | None, currency: str) -> Sentence:
        return self.each(lambda language: format_money(amount, currency, language)) if amount else "–"


def certificate(
    work: Work, case_id: str, languages: tuple[str, ...], partner_id: str = "", form: Questionnaire | None = None
) -> PrintedCertificate | None:
    """The screening certificate of a case, or of a partner outside a case: its last run with the rulings.

    None before a run. With the questionnaire, the checks that somebody made elsewhere are added.
    """
    names = people.names(work.store)
    with work.store.read() as session:
        found = (
            screening.state(session, session.get_one(Case, case_id), work.today())
            if case_id
            else screening.partner_state(session, partner_id, work.today())
        )
    if found.run is None:
        return None
    run = found.run
    return PrintedCertificate(
        partner=next((s.names[0] for s in found.subjects if s.role == "partner"), ""),
        done_on=tuple(day_in_words(run.run_at, language, "long") for language in languages),
        done_by=names.get(run.run_by, ""),
        threshold=tuple(format_number(Decimal(run.threshold), language, 2) for language in languages),
        matcher=f"Passerelle {run.matcher}",
        lists=tuple(_searched_list(each, languages) for each in run.lists),
        names=tuple(
            SearchedName(name, _roles(row["role"], languages), _hits_on(run.hits, row["subject"], name))
            for row in run.names
            for name in row["names"]
        ),
        hits=tuple(_hit(c, names, languages) for c in found.candidates if c.hit["band"] in screening.ALERTING),
        clear=found.current and not found.open and not any(_same_person(c.ruling) for c in found.candidates),
        attested=_attested(work.store, case_id, form, languages, names) if case_id and form is not None else (),
    )


def _attested(
    store: Store, case_id: str, form: Questionnaire, languages: tuple[str, ...], names: Mapping[str, str]
) -> tuple[AttestedCheck, ...]:
    """The United Nations procurement register is open to Procurement and Headquarters only: an answer attests it."""
    found = []
    for question in (form.role(role) for role in ELSEWHERE):
        given = max(diligence.versions(store, case_id, question.id), key=lambda one: one.version, default=None)
        choice = question.choice(str(given.content.get("value", ""))) if given is not None else None
        if given is not None and choice is not None:
            day = tuple(day_in_words(given.answered_at, language) for language in languages)
            said = tuple(question.label[one] for one in languages), tuple(choice.label[one] for one in languages)
            found.append(AttestedCheck(*said, names.get(given.author, ""), day))
    return tuple(found)


def _same_person(ruling: Ruling | None) -> bool:
    return ruling is not None and ruling.ruling == "same"


def _searched_list(each: Mapping[str, Any], languages: tuple[str, ...]) -> ScreenedList:
    title = each["title"]
    published = date.fromisoformat(each["published"]) if each["published"] else None
    searched = published + timedelta(days=each["age_days"]) if published else None
    return ScreenedList(
        tuple(said_in(language, title) if title else "" for language in languages),
        tuple(day_in_words(each["published"], language) for language in languages) if published else "–",
        tuple(ago(published, searched, language) for language in languages) if published and searched else "–",
        tuple(format_number(each["entries"], language) for language in languages),
        each["digest"],
    )


def _hits_on(hits: Sequence[Mapping[str, Any]], subject: str, name: str) -> int:
    return sum(h["subject"] == subject and h["searched"] == name and h["band"] in screening.ALERTING for h in hits)


def _roles(roles: str, languages: tuple[str, ...]) -> Sentence:
    known = [labels.ROLES[role] for role in roles.split(",") if role in labels.ROLES]
    return tuple(", ".join(said_in(language, role) for role in known) for language in languages)


def _hit(candidate: screening.Candidate, names: Mapping[str, str], languages: tuple[str, ...]) -> PrintedHit:
    hit, ruling = candidate.hit, candidate.ruling
    return PrintedHit(
        name=hit["searched"],
        listed=hit["name"],
        source=hit["reference"] or hit["entry"],
        score=hit["score"],
        agree=tuple(_compared(candidate, ("agrees", "close"), language) for language in languages),
        contradict=tuple(_compared(candidate, ("contradicts",), language) for language in languages),
        ruling=_ruled(ruling, languages),
        ruled_by=names.get(ruling.ruled_by, "") if ruling else "",
        reason=ruling.reason if ruling else "",
    )


def _compared(candidate: screening.Candidate, verdicts: Collection[str], language: str) -> str:
    """The facts on both sides that came to one of these verdicts."""
    rows = screening.compared(candidate, language)
    return in_series(language, (_sides(row, language) for row in rows if row.verdict in verdicts))


def _sides(row: ComparedFact, language: str) -> str:
    """A fact on both sides: `Birth: 14 Mar 1984 / 1971`; said once where both sides say the same."""
    ours, theirs = (_fact(row.fact, side, language) for side in (row.ours, row.theirs))
    sides = ours if ours == theirs else f"{ours} / {theirs}"
    return said_in(language, N_("{fact}: {sides}")).format(fact=said_in(language, FACTS[row.fact]), sides=sides)


def _fact(fact: str, side: str, language: str) -> str:
    if fact == "kind":
        return said_in(language, labels.LISTED_AS[side]) if side in labels.LISTED_AS else side
    if fact != "birth":
        return side
    return ", ".join(day_in_words(day, language) for day in side.split(", "))


def _ruled(ruling: Ruling | None, languages: tuple[str, ...]) -> tuple[str, ...]:
    sentence = labels.RULINGS[ruling.ruling if ruling else ""]
    return tuple(said_in(language, sentence) for language in languages)


def certificate_pdf(
    work: Work, case_id: str, languages: tuple[str, ...], partner_id: str = "", form: Questionnaire | None = None
) -> bytes:
    """The screening certificate alone, as a document of its own."""
    from desktop.documents.enclosures.certificate import draw_certificate

    sheet = certificate(work, case_id, languages, partner_id, form)
    if sheet is None:
        raise Problem(
            _("No name of this case has been screened yet, so there is no certificate."), _("Screen the names first.")
        )
    number = diligence.case(work.store, case_id).number if case_id else sheet.partner
    office, mark = people.profile(work.store).name, marks.of_office(work.store, languages)
    return draw_certificate(sheet, languages, number, stamp(work.clock.now()), office, mark).data
