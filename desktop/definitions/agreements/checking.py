"""The list that an officer clears before the final document of an agreement."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from desktop.base.text import LANGUAGE_NAMES, N_, Text, _, folded, in_series, language, pick
from desktop.definitions.agreements.agreement_type import AgreementType
from desktop.definitions.agreements.assembling import (
    LOCAL_ANNEX,
    TEXT,
    TITLE,
    Article,
    AssembledAgreement,
    LanguageVersion,
    NegotiatedText,
    assemble,
    sums_of,
)
from desktop.definitions.agreements.inclusion import complete_facts, fields_needed
from desktop.definitions.clauses.clause import ClauseField, Filter
from desktop.definitions.clauses.filling import FilledValue, MissingValue
from desktop.definitions.facts import Facts, FactValue, empty
from desktop.definitions.rules import number
from desktop.definitions.terms import ClauseFieldKind, MovedKind
from desktop.definitions.wording import Unwritable, day, money

KINDS = {MovedKind.CASH: N_("money"), MovedKind.GOODS: N_("goods"), MovedKind.SERVICES: N_("services")}
UNMOVED = N_(
    "The partnership brings {kinds}, which cannot be given under this type of agreement: "
    "draft an agreement of a type that allows it, or ask Headquarters for its own model."
)
VALUED = N_("The partnership has a value, and nothing can be given under this type of agreement.")
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
    needed = fields_needed(agreement_type, facts)
    yield from _one_language(agreement_type, facts, assembled, needed)
    yield from _dates(facts)
    yield from _contribution(agreement_type, facts)
    yield from _amounts(agreement_type, facts, needed)
    yield from _conditions(facts, assembled)
    yield from _signatory(facts)
    yield from _parties(agreement_type, facts)
    yield from _annexes(agreement_type, facts)
    yield from _ad_hoc(facts)
    for limit in agreement_type.limits_met(facts):
        yield DraftFinding(TYPE_LIMIT, pick(limit.text), limit.field)
    yield from _clauses(agreement_type, assembled)
    of_clauses = replace(
        assembled,
        departures=tuple(departure for departure in assembled.departures if departure.clause != LOCAL_ANNEX),
        stale=tuple(departure for departure in assembled.stale if departure.clause != LOCAL_ANNEX),
    )
    yield from _departures(agreement_type, facts, of_clauses, departures)
    yield from _local_annex(assembled)
    yield from _levels(assembled)


CONDITIONS_CLAUSE = "C-CND"  # the clause that holds the conditions of the decision
CONDITION_TEXT = "agreement.conditions.text"
PARTY_UNSCREENED = "party-unscreened"
TYPE_LIMIT, KIND_NOT_MOVED, VALUE_NOT_MOVED = "type-limit", "kind-not-moved", "value-not-moved"
PARTIES, PARTIES_CLAUSE = "agreement.parties", "S-PTY"  # who signs beside the Organization and the partner
SIGNATORIES = ("iom.signatory_name", "partner.signatory_name")


def _empty_fields(agreement_type: AgreementType, assembled: AssembledAgreement) -> Iterator[DraftFinding]:
    for name in dict.fromkeys(gap.name for gap in assembled.gaps if gap.name not in (CONDITION_TEXT, LOCAL_ANNEX)):
        if name in SIGNATORIES:
            yield DraftFinding(
                "signatory-missing",
                _("Nobody is named to sign: “{label}”.").format(label=_label(agreement_type, name)),
                name,
            )
        else:
            text = _("“{label}” is not filled in.").format(label=_label(agreement_type, name))
            yield DraftFinding("field-empty", text, name)


def _label(agreement_type: AgreementType, name: str) -> str:
    fields = agreement_type.library.fields
    if name in fields:
        return pick(fields[name].label)
    source, _dot, key = name.rpartition(".")
    rows = [*(fields[source].items if source in fields else ())]
    rows += [column for annex in agreement_type.annexes if annex.source == source for column in annex.columns]
    return next((pick(row.label) for row in rows if row.name == key), name)


def _one_language(
    agreement_type: AgreementType, facts: Facts, assembled: AssembledAgreement, needed: Sequence[ClauseField]
) -> Iterator[DraftFinding]:
    """Prose that stands once where each language needs its own: it would be printed in the wrong language."""
    if len(assembled.languages) < 2:
        return
    text = _("“{label}” is written once and must be written in each language.")
    for declared in needed:
        if declared.kind == ClauseFieldKind.PROSE and _once(facts.get(declared.name)):
            yield DraftFinding("field-one-language", text.format(label=pick(declared.label)), declared.name)
    for source, title, columns in _tables(agreement_type, facts, needed):
        for column in columns:
            if column.kind == ClauseFieldKind.PROSE and any(_once(row.get(column.name)) for row in facts.rows(source)):
                label = f"{pick(title)} ({pick(column.label)})"
                yield DraftFinding("field-one-language", text.format(label=label), f"{source}.{column.name}")


def _tables(
    agreement_type: AgreementType, facts: Facts, needed: Sequence[ClauseField]
) -> Iterator[tuple[str, Text, tuple[ClauseField, ...]]]:
    """Every list that the clauses or the annexes print: its fact, its title and its columns; each fact once."""
    printed: dict[str, tuple[Text, dict[str, ClauseField]]] = {}
    for declared in needed:
        if declared.items:
            printed[declared.name] = (declared.label, {item.name: item for item in declared.items})
    for annex in agreement_type.annexes_due(facts):
        if annex.source:
            title, columns = printed.setdefault(annex.source, (annex.title, {}))
            columns.update({column.name: column for column in annex.columns if column.name not in columns})
    for source, (title, columns) in printed.items():
        yield source, title, tuple(columns.values())


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


def _contribution(agreement_type: AgreementType, facts: Facts) -> Iterator[DraftFinding]:
    """What the partner brings (`contribution.kinds`, `contribution.value`) is said, and moves under this type."""
    if agreement_type.amends:
        return  # what moves stands in the agreement that is changed
    kinds = facts.texts("contribution.kinds")
    if unmoved := agreement_type.unmoved(kinds):
        text = _(UNMOVED)
        yield DraftFinding(KIND_NOT_MOVED, text.format(kinds=kinds_in_words(unmoved)), "contribution.kinds")
    elif agreement_type.moves and not kinds:
        text = _("The partnership does not say what the partner brings, and this type of agreement is for {kinds}.")
        yield DraftFinding(
            "kind-not-said", text.format(kinds=kinds_in_words(agreement_type.moves)), "contribution.kinds"
        )
    elif not agreement_type.moves and number(facts.get("contribution.value.amount")):
        yield DraftFinding(VALUE_NOT_MOVED, _(VALUED), "contribution.kinds")


def kinds_in_words(kinds: Iterable[str]) -> str:
    """Kinds of contribution as a sentence of the interface names them."""
    return in_series(language(), (_(KINDS[MovedKind(kind)]) for kind in kinds))


def _amounts(agreement_type: AgreementType, facts: Facts, needed: Sequence[ClauseField]) -> Iterator[DraftFinding]:
    """The lists that share a total add up to it, in its currency."""
    lists: dict[str, dict[str, tuple[Text, Sequence[ClauseField]]]] = {}
    for declared in needed:
        if declared.total:
            lists.setdefault(declared.total, {})[declared.name] = declared.label, declared.items
    for annex in agreement_type.annexes_due(facts):
        if annex.total:
            lists.setdefault(annex.total, {})[annex.source] = annex.title, annex.columns
    for name, sources in lists.items():
        try:
            total, currency = money(facts.get(name))
        except Unwritable:
            continue
        sums = [
            money(amount) for source, (_title, columns) in sources.items() for amount in sums_of(source, columns, facts)
        ]
        titles = in_series(language(), (pick(title) for title, _columns in sources.values()))
        if any(code != currency for _amount, code in sums):
            text = _("“{tables}”: the amounts are not in the currency of the total value.")
            yield DraftFinding("currency-mixed", text.format(tables=titles), next(iter(sources)))
        elif sums and sum((amount for amount, _code in sums), Decimal()) != total:
            text = _("“{tables}”: the amounts do not add up to the total value.")
            yield DraftFinding("amount-sum", text.format(tables=titles), name)


def _conditions(facts: Facts, assembled: AssembledAgreement) -> Iterator[DraftFinding]:
    """Each condition of the decision is a row of `agreement.conditions`: by its id, or else its text, in `decision`.

    A row that still is the condition itself names it by its own `id` or `text`.
    A condition with `clause: False` binds the Organization alone and stays a task. One whose `obligor` is empty binds
    nobody known, so that no clause can be made of it.
    """
    rows = facts.rows("agreement.conditions")
    in_clause = any(inclusion.clause == CONDITIONS_CLAUSE and inclusion.included for inclusion in assembled.inclusions)
    covered = [row.get("decision") or row.get("id") or row.get("text") for row in rows] if in_clause else []
    for about in facts.rows("decision.conditions"):
        if about.get("clause") is False:
            continue
        text = _condition_text(about)
        if about.get("obligor") == "":
            sentence = _("The decision does not say whom its condition “{text}” binds: have a new one taken.")
            yield DraftFinding("condition-of-nobody", sentence.format(text=text), "agreement.conditions")
        elif (about.get("id") or about.get("text")) not in covered:
            sentence = _("A condition of the decision is not in the agreement: “{text}”.").format(text=text)
            yield DraftFinding("condition-uncovered", sentence, "agreement.conditions", CONDITIONS_CLAUSE)
    for row in rows if in_clause else ():
        for code in assembled.languages:
            if isinstance(row.get("text"), Mapping) and not row.branch("text").get(code):
                sentence = _("The condition “{text}” has no wording in this language: {language}.")
                words = sentence.format(text=_condition_text(row), language=LANGUAGE_NAMES[code])
                field = f"{row.get('field')}.{code}" if row.get("field") else CONDITION_TEXT
                yield DraftFinding("condition-one-language", words, field, CONDITIONS_CLAUSE)


def _condition_text(condition: Facts) -> str:
    """The words of a condition in the interface's language, or else in the first in which it has any."""
    wording = condition.get("text") or ""
    if not isinstance(wording, Mapping):
        return str(wording)
    return str(wording.get(language()) or next(iter(wording.values()), ""))


def _signatory(facts: Facts) -> Iterator[DraftFinding]:
    """`partner.screened_names`, when known, lists the people whose names were screened."""
    name, screened = facts.get("partner.signatory_name"), facts.get("partner.screened_names")
    if not isinstance(name, str) or not name.strip() or not isinstance(screened, list | tuple):
        return
    if folded(name) not in {folded(str(screened_name)) for screened_name in screened}:
        text = _("{name} signs for the partner but was not screened.").format(name=name)
        yield DraftFinding("signatory-unscreened", text, "partner.signatory_name")


def _parties(agreement_type: AgreementType, facts: Facts) -> Iterator[DraftFinding]:
    """The further parties were screened by their names, the case knows of them, and each has an original."""
    rows = facts.rows(PARTIES)
    if not rows or not any(use.clause == PARTIES_CLAUSE for use in agreement_type.clauses):
        return
    if facts.get("partnership.other_parties") is False:
        sentence = _(
            "The partnership does not say that further parties take part, so the due diligence did not ask of them."
        )
        yield DraftFinding("parties-not-said", sentence, "partnership.other_parties")
    screened = facts.get("partner.screened_names")
    searched = {folded(str(name)) for name in screened} if isinstance(screened, list | tuple) else None
    for row in rows:
        name = row.get("name")
        if searched is not None and isinstance(name, str) and name.strip() and folded(name.strip()) not in searched:
            text = _("{name} signs as a party but was not searched in the lists: search this partner again.")
            yield DraftFinding(PARTY_UNSCREENED, text.format(name=name.strip()))
    originals = number(facts.get("agreement.originals"))
    if originals is not None and originals < len(rows) + 2:
        text = _("{count} parties sign, and each keeps an original: there are fewer.").format(count=len(rows) + 2)
        yield DraftFinding("originals-few", text, "agreement.originals")


def _annexes(agreement_type: AgreementType, facts: Facts) -> Iterator[DraftFinding]:
    for annex in agreement_type.annexes_due(facts):
        if annex.required and annex.source and empty(facts.get(annex.source)):
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
    library = agreement_type.library.clauses  # a final text may hold clauses that it no longer has
    clauses = [
        library[inclusion.clause]
        for inclusion in assembled.inclusions
        if inclusion.included and inclusion.clause in library
    ]
    if (
        len(assembled.languages) > 1
        and not agreement_type.amends
        and not any("agreement.ruling_language" in clause.names for clause in clauses)
    ):
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
        for code in assembled.languages:
            if (departure.clause, departure.paragraph, code) not in places:
                text = _("{clause} was changed in one language only.")
                yield DraftFinding(
                    "departure-one-language", text.format(clause=departure.clause), clause=departure.clause
                )
        yield from _lost_values(plain.in_language(departure.language), departure)


def _local_annex(assembled: AssembledAgreement) -> Iterator[DraftFinding]:
    """The office's own annex is written in every language and reviewed by Legal, as a changed locked text is."""
    own = [departure for departure in assembled.departures if departure.clause == LOCAL_ANNEX]
    if any(departure.clause == LOCAL_ANNEX for departure in assembled.stale):
        text = _("The local annex was written twice, on two computers: save the text that counts.")
        yield DraftFinding("local-annex-twice", text, LOCAL_ANNEX)
    if not any(annex.local for annex in assembled.versions[0].annexes):
        return
    written = {(departure.language, departure.paragraph) for departure in own if departure.new.strip()}
    lacking = [code for code in assembled.languages if not {(code, TITLE), (code, TEXT)} <= written]
    for code in lacking:
        text = _("The local annex has no title or no text in this language: {language}.")
        yield DraftFinding("local-annex-empty", text.format(language=LANGUAGE_NAMES[code]), LOCAL_ANNEX)
    counts = {
        len([paragraph for paragraph in annex.words if not any(map(_is_missing, paragraph.all_parts()))])
        for version in assembled.versions
        for annex in version.annexes
        if annex.local
    }
    if len(counts) > 1 and not lacking:
        text = _("The local annex does not have the same paragraphs in both languages.")
        yield DraftFinding("local-annex-uneven", text, LOCAL_ANNEX)
    if not all(departure.reason.strip() and departure.who.strip() for departure in own):
        text = _("The local annex has no reason or no author.")
        yield DraftFinding("departure-reason", text, LOCAL_ANNEX)
    reviewed = all(departure.cleared_by for departure in own)
    text = _("The local annex is the office’s own text, not one of the library: Legal must review it.")
    yield DraftFinding("local-annex-locked", text, LOCAL_ANNEX, blocks=not reviewed)


def _is_missing(part: object) -> bool:
    return isinstance(part, MissingValue)


def _lost_values(version: LanguageVersion, departure: NegotiatedText) -> Iterator[DraftFinding]:
    """Figures, amounts in words and dates that the negotiated text should repeat and does not."""
    article = next(article for article in version.articles if article.clause == departure.clause)
    if departure.paragraph > len(article.paragraphs):
        return
    new = " ".join(departure.new.split())
    for value in article.paragraphs[departure.paragraph - 1].paragraph.all_parts():
        if isinstance(value, FilledValue) and value.name.startswith("agreement.conditions."):
            if " ".join(value.text.split()) not in new:
                text = _("The negotiated text of {clause} no longer says “{value}”, a condition of the decision.")
                sentence = text.format(clause=departure.clause, value=value.text)
                yield DraftFinding("condition-reworded", sentence, value.name, departure.clause)
            continue
        if not departure.new:
            continue
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
    """How many items the list of each paragraph has; one that is not written in this language has its own number."""
    return [
        -1
        if all(isinstance(part, MissingValue) for part in numbered.paragraph.all_parts())
        else len(numbered.paragraph.items)
        for numbered in article.paragraphs
    ]
