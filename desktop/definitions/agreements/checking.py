"""The list that an officer clears before the final document of an agreement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.base.text import _, folded, missing_languages, pick
from desktop.definitions.agreements.agreement_type import AgreementType
from desktop.definitions.agreements.assembling import (
    Article,
    AssembledAgreement,
    LanguageVersion,
    NegotiatedText,
    assemble,
)
from desktop.definitions.agreements.inclusion import complete_facts, fields_needed
from desktop.definitions.clauses.clause import Filter
from desktop.definitions.clauses.filling import FilledValue, empty
from desktop.definitions.facts import Facts, FactValue
from desktop.definitions.rules import number
from desktop.definitions.terms import ClauseFieldKind, MoneyMoved
from desktop.definitions.wording import Unwritable, day, money

AMOUNTS = (Filter.MONEY, Filter.WORDS)  # an amount, in figures or in words


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """One line of the list before the final document: the broken check, a sentence, and where to go.

    One that does not block is only shown, and printed on the brief.
    """

    rule: str
    text: str
    field: str = ""
    clause: str = ""
    blocks: bool = True


def check_draft(
    agreement_type: AgreementType,
    facts: Facts,
    languages: Sequence[str] = ("fr",),
    departures: Sequence[NegotiatedText] = (),
) -> tuple[DraftFinding, ...]:
    """What stands between these facts and a final document; sentences in the interface's language."""
    return check_assembled(agreement_type, facts, assemble(agreement_type, facts, languages, departures), departures)


def check_assembled(
    agreement_type: AgreementType, facts: Facts, assembled: AssembledAgreement, departures: Sequence[NegotiatedText]
) -> tuple[DraftFinding, ...]:
    """The same for an agreement that was assembled of these facts already."""
    complete = complete_facts(agreement_type, facts, assembled.languages)
    return tuple(_findings(agreement_type, complete, assembled, departures))


def _findings(
    agreement_type: AgreementType, facts: Facts, assembled: AssembledAgreement, departures: Sequence[NegotiatedText]
) -> Iterator[DraftFinding]:
    yield from _empty_fields(agreement_type, assembled)
    yield from _one_language(agreement_type, facts, assembled)
    yield from _dates(facts)
    yield from _amounts(agreement_type, facts)
    yield from _conditions(facts)
    yield from _signatory(facts)
    yield from _annexes(agreement_type, facts)
    yield from _ad_hoc(facts)
    yield from _clauses(agreement_type, assembled)
    yield from _departures(agreement_type, facts, assembled, departures)
    yield from _levels(assembled)


SIGNATORIES = ("iom.signatory_name", "partner.signatory_name")


def _empty_fields(agreement_type: AgreementType, assembled: AssembledAgreement) -> Iterator[DraftFinding]:
    for name in dict.fromkeys(gap.name for gap in assembled.gaps):
        if name in SIGNATORIES:
            yield DraftFinding(
                "signatory-missing",
                _("Nobody is named to sign: “{label}”.").format(label=_label(agreement_type, name)),
                name,
            )
        else:
            text = _("“{label}” is empty or cannot be read.").format(label=_label(agreement_type, name))
            yield DraftFinding("field-empty", text, name)


def _label(agreement_type: AgreementType, name: str) -> str:
    fields = agreement_type.library.fields
    if name in fields:
        return pick(fields[name].label)
    source, _dot, key = name.rpartition(".")
    rows = [*(fields[source].items if source in fields else ())]
    rows += [column for annex in agreement_type.annexes if annex.source == source for column in annex.columns]
    return next((pick(row.label) for row in rows if row.name == key), name)


def _one_language(agreement_type: AgreementType, facts: Facts, assembled: AssembledAgreement) -> Iterator[DraftFinding]:
    if len(assembled.languages) < 2:
        return
    text = _("“{label}” is written once and must be written in each language.")
    for declared in fields_needed(agreement_type, facts):
        if declared.kind == ClauseFieldKind.PROSE and _once(facts.get(declared.name)):
            yield DraftFinding("field-one-language", text.format(label=pick(declared.label)), declared.name)
        for item in declared.items:
            if item.kind == ClauseFieldKind.PROSE and any(
                _once(row.get(item.name)) for row in facts.rows(declared.name)
            ):
                label = f"{pick(declared.label)} ({pick(item.label)})"
                name = f"{declared.name}.{item.name}"
                yield DraftFinding("field-one-language", text.format(label=label), name, blocks=False)


def _once(value: FactValue) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _day(facts: Facts, name: str) -> date | None:
    value = facts.get(name)
    try:
        return None if empty(value) else day(value)
    except Unwritable:
        return None


def _dates(facts: Facts) -> Iterator[DraftFinding]:
    start, end = _day(facts, "agreement.start"), _day(facts, "agreement.end")
    delivery = _day(facts, "delivery.by")
    if start and end and end <= start:
        yield DraftFinding("dates-order", _("The agreement ends before it begins."), "agreement.end")
    if end and delivery and delivery > end:
        yield DraftFinding("dates-order", _("The goods are delivered after the agreement ends."), "delivery.by")
    for row in facts.rows("remedy.milestones") if facts.get("diligence.adhoc") is True else ():
        due = _day(row, "due")
        if end and due and due > end:
            text = _("A milestone of the remedy falls after the end of the agreement.")
            yield DraftFinding("dates-order", text, "remedy.milestones")


def _amounts(agreement_type: AgreementType, facts: Facts) -> Iterator[DraftFinding]:
    if agreement_type.money != MoneyMoved.GOODS:
        return
    try:
        total, currency = money(facts.get("contribution.value"))
        values = [money(row.get("value")) for row in facts.rows("contribution.goods")]
    except Unwritable:
        return
    if any(code != currency for _amount, code in values):
        text = _("The goods and their total are not in the same currency.")
        yield DraftFinding("currency-mixed", text, "contribution.goods")
    elif values and sum((amount for amount, _code in values), Decimal()) != total:
        text = _("The total value is not the sum of the list of goods.")
        yield DraftFinding("amount-sum", text, "contribution.value")


def _conditions(facts: Facts) -> Iterator[DraftFinding]:
    """Each condition of the decision is a row of `agreement.conditions`: by its id, or else its text, in `decision`.

    A row that still is the condition itself names it by its own `id` or `text`.
    A condition with `clause: False` concerns the office alone and stays a task.
    """
    rows = facts.rows("agreement.conditions")
    covered = [row.get("decision") or row.get("id") or row.get("text") for row in rows]
    for about in facts.rows("decision.conditions"):
        if about.get("clause") is not False and (about.get("id") or about.get("text")) not in covered:
            wording = about.get("text") or ""
            translated = isinstance(wording, Mapping) and not tuple(missing_languages(wording))
            text = pick({code: str(words) for code, words in about.branch("text").items()}) if translated else wording
            sentence = _("A condition of the decision is not in the agreement: “{text}”.").format(text=text)
            yield DraftFinding("condition-uncovered", sentence, "agreement.conditions", "C-CND")


def _signatory(facts: Facts) -> Iterator[DraftFinding]:
    """`partner.screened_names`, when known, lists the people whose names were screened."""
    name, screened = facts.get("partner.signatory_name"), facts.get("partner.screened_names")
    if not isinstance(name, str) or not name.strip() or not isinstance(screened, list | tuple):
        return
    if folded(name) not in {folded(str(screened_name)) for screened_name in screened}:
        text = _("{name} signs for the partner but was not screened.").format(name=name)
        yield DraftFinding("signatory-unscreened", text, "partner.signatory_name")


def _annexes(agreement_type: AgreementType, facts: Facts) -> Iterator[DraftFinding]:
    for annex in agreement_type.annexes:
        is_due = annex.required and annex.source and (annex.when is None or annex.when.holds(facts))
        if is_due and empty(facts.get(annex.source)):
            text = _("Annex {code} is empty: “{title}”.").format(code=annex.code, title=pick(annex.title))
            yield DraftFinding("annex-empty", text, annex.source)


def _ad_hoc(facts: Facts) -> Iterator[DraftFinding]:
    """¶23: an ad hoc collaboration gives no visibility and lasts `limits.adhoc_months` at most (dossier 2.7)."""
    if facts.get("diligence.adhoc") is not True:
        return
    if facts.get("agreement.acknowledged") is True:
        text = _("An ad hoc collaboration allows no measure of visibility.")
        yield DraftFinding("ad-hoc-visibility", text, "agreement.acknowledged")
    start, end = _day(facts, "agreement.start"), _day(facts, "agreement.end")
    longest = int(number(facts.get("limits.adhoc_months")) or 0)  # unknown: no length is short enough
    if start and end:
        years, month = divmod(start.month - 1 + longest, 12)
        if (end.year, end.month - 1, end.day) >= (start.year + years, month, start.day):
            text = _("An ad hoc collaboration lasts {months} months at most.").format(months=longest)
            yield DraftFinding("ad-hoc-length", text, "agreement.end")


def _clauses(agreement_type: AgreementType, assembled: AssembledAgreement) -> Iterator[DraftFinding]:
    for inclusion in assembled.inclusions:
        if inclusion.waived:
            text = _("{clause} is left out although this agreement requires it: Legal must clear it.")
            yield DraftFinding(
                "clause-waived",
                text.format(clause=inclusion.clause),
                clause=inclusion.clause,
                blocks=not inclusion.cleared_by,
            )
    clauses = [
        agreement_type.library.clauses[inclusion.clause] for inclusion in assembled.inclusions if inclusion.included
    ]
    if len(assembled.languages) > 1 and not any("agreement.ruling_language" in clause.names for clause in clauses):
        text = _("The agreement has two languages and does not say which one is authentic.")
        yield DraftFinding("ruling-missing", text, "agreement.options", "S-DEF")


def _departures(
    agreement_type: AgreementType, facts: Facts, assembled: AssembledAgreement, departures: Sequence[NegotiatedText]
) -> Iterator[DraftFinding]:
    for departure in assembled.stale:
        text = _("The negotiated text of {clause} no longer meets the paragraph it replaced.")
        yield DraftFinding("departure-stale", text.format(clause=departure.clause), clause=departure.clause)
    locked = {inclusion.clause for inclusion in assembled.inclusions if inclusion.locked}
    places = {(departure.clause, departure.paragraph, departure.language) for departure in departures}
    plain = assemble(agreement_type, facts, assembled.languages) if departures else assembled
    for departure in assembled.departures:
        if not (departure.reason.strip() and departure.who.strip()):
            text = _("The negotiated text of {clause} has no reason or no author.")
            yield DraftFinding("departure-reason", text.format(clause=departure.clause), clause=departure.clause)
        if departure.clause in locked:
            text = _("{clause} departs from its locked text: Legal must review it.")
            yield DraftFinding(
                "departure-locked",
                text.format(clause=departure.clause),
                clause=departure.clause,
                blocks=not departure.cleared_by,
            )
        for language in assembled.languages:
            if (departure.clause, departure.paragraph, language) not in places:
                text = _("{clause} was changed in one language only.")
                yield DraftFinding(
                    "departure-one-language", text.format(clause=departure.clause), clause=departure.clause
                )
        yield from _lost_values(plain.in_language(departure.language), departure)


def _lost_values(version: LanguageVersion, departure: NegotiatedText) -> Iterator[DraftFinding]:
    """Figures, amounts in words and dates that the negotiated text should repeat and does not."""
    article = next(article for article in version.articles if article.clause == departure.clause)
    if not departure.new or departure.paragraph > len(article.paragraphs):
        return
    new = " ".join(departure.new.split())
    for value in article.paragraphs[departure.paragraph - 1].paragraph.all_parts():
        if not isinstance(value, FilledValue) or value.filter not in (*AMOUNTS, Filter.DATE, Filter.NUMBER):
            continue
        if " ".join(value.text.split()) not in new:
            rule = "amount-words" if value.filter in AMOUNTS else "departure-value"
            text = _("The negotiated text of {clause} no longer says “{value}”.")
            yield DraftFinding(
                rule, text.format(clause=departure.clause, value=value.text), value.name, departure.clause
            )


def _levels(assembled: AssembledAgreement) -> Iterator[DraftFinding]:
    first, *others = assembled.versions
    for other in others:
        for ours, theirs in zip(first.articles, other.articles, strict=True):
            if _level(ours) != _level(theirs):
                text = _("Article {number} does not have the same paragraphs in both languages.")
                yield DraftFinding("languages-uneven", text.format(number=ours.number), clause=ours.clause)


def _level(article: Article) -> list[int]:
    return [len(numbered.paragraph.items) for numbered in article.paragraphs]
