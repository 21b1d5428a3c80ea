"""Types of agreement: which clauses and annexes an agreement has, and the agreement that facts make of them.

One file a type under `forms/agreements`. `assemble` gives the same articles, level by level, in each language;
`check` is the list an officer clears before the final document. Facts are nested dictionaries, as everywhere;
`fields` says which ones a type needs and from which facts they are proposed. Under `agreement.options` the officer
keeps or leaves out optional clauses: `{"S-DSP": False}`; under `agreement.waivers` stand the other clauses that are
left out all the same, each with the name of who cleared it at Legal, empty until then: `{"S-LIA": ""}`.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, N_, Text, _, folded, missing_languages, pick, said_in
from desktop.base.values import sha256
from desktop.definitions.clause import (
    FILTERS,
    TO_COMPLETE,
    Clause,
    ClauseFault,
    ClauseField,
    ClauseLibrary,
    Facts,
    FilledClause,
    FilledValue,
    MissingValue,
    Paragraph,
    TextPart,
    check_one,
    empty,
    look_up,
    parse_text,
)
from desktop.definitions.rules import BadRule, Rule, number
from desktop.definitions.wording import WRITERS, Unwritable, day, money

STATUSES = ("mandatory", "conditional", "optional")
MONEY = ("none", "cash", "goods", "services")
TIERS = ("basic", "standard", "enhanced")
OMITTED = N_("(Paragraph omitted by mutual agreement)")


# What a type of agreement says


@dataclass(frozen=True, slots=True)
class ClauseUse:
    """A clause's place in a type of agreement. A locked clause departs from the library only with Legal's review."""

    clause: str
    status: str
    when: Rule | None
    why: Text
    locked: bool
    default: bool


@dataclass(frozen=True, slots=True)
class AnnexDefinition:
    """An annex: a table whose rows are the facts at `source`, or a blank form when it has none.

    `columns` are fields named by the key of the row; `total` is the field printed under the table.
    """

    code: str
    title: Text
    required: bool
    source: str
    when: Rule | None
    total: str
    columns: tuple[ClauseField, ...]


@dataclass(frozen=True, slots=True)
class Caution:
    """What a proposed type cannot do for a partnership of these facts."""

    when: Rule
    text: Text


@dataclass(frozen=True, slots=True)
class ProposalRule:
    """When a type is proposed: of those whose rule holds, the type of the lowest rank."""

    rank: int
    when: Rule
    why: Text
    cautions: tuple[Caution, ...]


# What comes out


@dataclass(frozen=True, slots=True)
class NegotiatedText:
    """Negotiated text that replaces a paragraph (counted from 1) of a clause in one language.

    `old` is the text it replaced. An empty `new` leaves the paragraph out and keeps its number; an empty `old`
    with the number after the last adds a paragraph. Lines that begin with `- ` are items of a list. `cleared_by` is
    who cleared it at Legal, which a locked clause needs.
    """

    clause: str
    language: str
    paragraph: int
    old: str
    new: str
    who: str
    reason: str
    cleared_by: str = ""


@dataclass(frozen=True, slots=True)
class NumberedParagraph:
    """A paragraph of an article: `number` is `3.2`; `departed` when its text was negotiated."""

    number: str
    paragraph: Paragraph
    departed: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article; `clause`, `version` and `sha256` name the wording it was made from."""

    number: int
    clause: str
    version: int
    sha256: str
    title: str
    locked: bool
    paragraphs: tuple[NumberedParagraph, ...]


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """An annex in one language: labels, rows of written cells, and the written total, if any."""

    code: str
    title: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[TextPart, ...], ...]
    total: str


@dataclass(frozen=True, slots=True)
class LanguageVersion:
    """The agreement in one language."""

    language: str
    title: str
    opening: tuple[Paragraph, ...]
    articles: tuple[Article, ...]
    annexes: tuple[AnnexTable, ...]
    gaps: tuple[MissingValue, ...]


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Whether a clause is in, and why."""

    clause: str
    status: str
    included: bool
    locked: bool
    why: Text
    waived: bool = False
    cleared_by: str = ""

    @property
    def reason(self) -> str:
        """The reason as one sentence in the interface's language."""
        if self.waived and self.cleared_by:
            return _("Waived; cleared by {name}.").format(name=self.cleared_by)
        if self.waived:
            return _("Waived; Legal has not cleared it yet.")
        if self.status == "mandatory":
            return _("Mandatory for this type of agreement.")
        if self.status == "optional":
            return pick(self.why) if self.included else _("Left out by choice.")
        return pick(self.why) if self.included else _("Left out: the case it is meant for does not arise.")


@dataclass(frozen=True, slots=True)
class AssembledAgreement:
    """An agreement put together. `versions` are in the order of the languages asked for and level with one another.

    `stale` are departures that no longer meet the text they replaced: they were not applied.
    """

    code: str
    version: int
    sha256: str
    languages: tuple[str, ...]
    ruling: str
    versions: tuple[LanguageVersion, ...]
    inclusions: tuple[Inclusion, ...]
    departures: tuple[NegotiatedText, ...]
    stale: tuple[NegotiatedText, ...]

    @property
    def gaps(self) -> tuple[MissingValue, ...]:
        """The places without a value, in all languages."""
        return tuple(gap for version in self.versions for gap in version.gaps)

    def in_language(self, language: str) -> LanguageVersion:
        """The version in a language; raises KeyError for one that was not asked for."""
        for version in self.versions:
            if version.language == language:
                return version
        raise KeyError(language)

    def wordings(self) -> dict[str, str]:
        """The digest of each clause used, for the record that is sealed."""
        return {article.clause: article.sha256 for article in self.versions[0].articles}


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


@dataclass(frozen=True)
class AgreementType:
    """A type of agreement."""

    code: str
    version: int
    name: Text
    use: Text
    binding: bool
    money: str
    tier: str
    signs: tuple[str, ...]
    consults: tuple[str, ...]
    countersigns: tuple[str, ...]
    opening: Clause
    clauses: tuple[ClauseUse, ...]
    annexes: tuple[AnnexDefinition, ...]
    sha256: str
    proposal: ProposalRule | None
    library: ClauseLibrary = field(repr=False)

    def assemble(
        self, facts: Facts, languages: Sequence[str], departures: Sequence[NegotiatedText] = ()
    ) -> AssembledAgreement:
        """The agreement that these facts make, in one or two languages.

        The ruling language is `agreement.ruling_language`, or the first. Raises ValueError for a wrong choice of
        languages and Problem when the entries are too large; what has no value is a Gap.
        """
        if not 1 <= len(languages) <= 2 or len(set(languages)) != len(languages) or set(languages) - set(LANGUAGES):
            raise ValueError(f"an agreement has one or two of {LANGUAGES}, not {languages!r}")
        complete = self._complete(facts, languages)
        inclusions = self.inclusions(complete)
        included = [each for each in inclusions if each.included]
        refs = {each.clause: str(number) for number, each in enumerate(included, 1)}
        desk = _Assembler(self, complete, included, refs, tuple(departures))
        versions = tuple(desk.version(language) for language in languages)
        stale = tuple(each for each in departures if each not in desk.applied)
        ruling = look_up(complete, "agreement.ruling_language")
        applied = tuple(each for each in departures if each in desk.applied)
        chosen = tuple(languages)
        return AssembledAgreement(
            self.code, self.version, self.sha256, chosen, ruling, versions, inclusions, applied, stale
        )

    def inclusions(self, facts: Facts) -> tuple[Inclusion, ...]:
        """Each clause of the type, in order: whether these facts bring it in, and why."""
        complete = self._complete(facts, ())
        return tuple(self._inclusion(entry, complete) for entry in self.clauses)

    def _inclusion(self, entry: ClauseUse, facts: Facts) -> Inclusion:
        inclusion = Inclusion(entry.clause, entry.status, True, entry.locked, entry.why)
        waivers = _mapping(look_up(facts, "agreement.waivers"))
        if entry.status == "optional":
            chosen = _mapping(look_up(facts, "agreement.options")).get(entry.clause)
            chosen_by_default = entry.default and entry.clause not in waivers
            return replace(inclusion, included=chosen_by_default if chosen is None else bool(chosen))
        if entry.when is not None and not entry.when.holds(facts):
            return replace(inclusion, included=False)
        if entry.clause in waivers:
            cleared = str(waivers[entry.clause] or "").strip()
            return replace(inclusion, included=False, waived=True, cleared_by=cleared)
        return inclusion

    def _complete(self, facts: Facts, languages: Sequence[str]) -> Facts:
        """The facts with defaults in empty fields and with what the type itself decides."""
        about = dict(_mapping(facts.get("agreement")))
        about["binding"] = self.binding
        if languages and about.get("ruling_language") not in languages:
            about["ruling_language"] = languages[0]
        complete = {**facts, "agreement": about}
        for name, declared in self.library.fields.items():
            if declared.default is not None and empty(look_up(complete, name)):
                complete = _with(complete, name.split("."), declared.default)
        return complete

    @cached_property
    def fields(self) -> tuple[ClauseField, ...]:
        """Every field that this type can ask for, in the order of the declarations."""
        names = self._names(entry.clause for entry in self.clauses)
        for rule in (*(entry.when for entry in self.clauses), *(annex.when for annex in self.annexes)):
            names |= rule.names() if rule else set()
        return tuple(declared for name, declared in self.library.fields.items() if name in names)

    def fields_needed(self, facts: Facts) -> tuple[ClauseField, ...]:
        """The fields that the clauses brought in by these facts ask for, and those that bring clauses in."""
        names = self._names(each.clause for each in self.inclusions(facts) if each.included)
        rules = {name for entry in self.clauses if entry.when for name in entry.when.names()}
        asked = {"agreement.binding"}
        return tuple(each for each in self.fields if each.name in names | rules and each.name not in asked)

    def _names(self, clauses: Iterable[str]) -> set[str]:
        return set(self.opening.names).union(*(self.library.clauses[each].names for each in clauses))

    def check(
        self, facts: Facts, languages: Sequence[str] = ("fr",), departures: Sequence[NegotiatedText] = ()
    ) -> tuple[DraftFinding, ...]:
        """What stands between these facts and a final document; sentences in the interface's language."""
        complete = self._complete(facts, languages)
        assembled = self.assemble(facts, languages, departures)
        return tuple(_findings(self, complete, assembled, departures))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _rows(facts: Facts, name: str) -> list[Mapping[str, Any]]:
    rows = look_up(facts, name)
    return [_mapping(row) for row in rows] if isinstance(rows, list | tuple) else []


def _with(facts: Facts, path: list[str], value: Any) -> dict[str, Any]:
    if len(path) == 1:
        return {**facts, path[0]: value}
    return {**facts, path[0]: _with(_mapping(facts.get(path[0])), path[1:], value)}


# Assembling


@dataclass(slots=True)
class _Assembler:
    """Puts one language together after the other and remembers which departures were applied."""

    agreement: AgreementType
    facts: Facts
    included: list[Inclusion]
    refs: Mapping[str, str]
    departures: tuple[NegotiatedText, ...]
    applied: list[NegotiatedText] = field(default_factory=list)

    def version(self, language: str) -> LanguageVersion:
        fields = self.agreement.library.fields
        opening = self.agreement.opening.fill(self.facts, language, self.refs, fields)
        gaps = list(opening.gaps)
        articles = []
        for position, each in enumerate(self.included, 1):
            clause = self.agreement.library.clauses[each.clause]
            filled = clause.fill(self.facts, language, self.refs, fields)
            paragraphs = self._paragraphs(position, filled, language)
            gaps.extend(_gaps(paragraphs))
            article = Article(position, clause.id, clause.version, clause.sha256, filled.title, each.locked, paragraphs)
            articles.append(article)
        tables = tuple(self._table(annex, language) for annex in self.agreement.annexes if self._has(annex))
        gaps.extend(cell for table in tables for row in table.rows for cell in row if isinstance(cell, MissingValue))
        title = self.agreement.name[language]
        return LanguageVersion(language, title, opening.paragraphs, tuple(articles), tables, tuple(gaps))

    def _paragraphs(self, article: int, filled: FilledClause, language: str) -> tuple[NumberedParagraph, ...]:
        paragraphs = [NumberedParagraph(f"{article}.{index}", each) for index, each in enumerate(filled.paragraphs, 1)]
        for departure in self.departures:
            if (departure.clause, departure.language) == (filled.clause, language):
                self._apply(departure, paragraphs, article)
        return tuple(paragraphs)

    def _apply(self, departure: NegotiatedText, paragraphs: list[NumberedParagraph], article: int) -> None:
        at = departure.paragraph - 1
        new = _negotiated(departure.new or said_in(departure.language, OMITTED))
        if at == len(paragraphs) and not departure.old:
            paragraphs.append(NumberedParagraph(f"{article}.{at + 1}", new, departed=True))
        elif 0 <= at < len(paragraphs) and paragraphs[at].paragraph.text == departure.old:
            paragraphs[at] = replace(paragraphs[at], paragraph=new, departed=True)
        else:
            return
        self.applied.append(departure)

    def _has(self, annex: AnnexDefinition) -> bool:
        return annex.when is None or annex.when.holds(self.facts)

    def _table(self, annex: AnnexDefinition, language: str) -> AnnexTable:
        rows = _rows(self.facts, annex.source) if annex.source else []
        labels = tuple(column.label[language] for column in annex.columns)
        kinds = tuple(column.kind for column in annex.columns)
        cells = tuple(
            tuple(_cell(annex, column, row.get(column.name), language) for column in annex.columns) for row in rows
        )
        total = look_up(self.facts, annex.total) if annex.total else None
        written = "" if empty(total) else _written("money", total, language) or ""
        return AnnexTable(annex.code, annex.title[language], labels, kinds, cells, written)


def _negotiated(text: str) -> Paragraph:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    items = tuple((line.removeprefix("- "),) for line in lines if line.startswith("- "))
    return Paragraph((" ".join(line for line in lines if not line.startswith("- ")),), items)


def _gaps(paragraphs: Iterable[NumberedParagraph]) -> Iterator[MissingValue]:
    for each in paragraphs:
        yield from (part for part in each.paragraph.all_parts() if isinstance(part, MissingValue))


def _cell(annex: AnnexDefinition, column: ClauseField, value: Any, language: str) -> TextPart:
    written = None if empty(value) else _written(column.kind, value, language)
    if written is not None:
        return written
    label = said_in(language, TO_COMPLETE).format(label=column.label[language])
    return MissingValue(f"{annex.source}.{column.name}", label)


def _written(kind: str, value: Any, language: str) -> str | None:
    try:
        return WRITERS["text" if kind == "prose" else kind](value, language).replace("{{", "{").replace("}}", "}")
    except Unwritable:
        return None


# The list before the final document


def _findings(
    agreement: AgreementType, facts: Facts, assembled: AssembledAgreement, departures: Sequence[NegotiatedText]
) -> Iterator[DraftFinding]:
    yield from _empty_fields(agreement, assembled)
    yield from _one_language(agreement, facts, assembled)
    yield from _dates(facts)
    yield from _amounts(agreement, facts)
    yield from _conditions(facts)
    yield from _signatory(facts)
    yield from _annexes(agreement, facts)
    yield from _ad_hoc(facts)
    yield from _clauses(agreement, assembled)
    yield from _departures(agreement, facts, assembled, departures)
    yield from _levels(assembled)


SIGNATORIES = ("iom.signatory_name", "partner.signatory_name")


def _empty_fields(agreement: AgreementType, assembled: AssembledAgreement) -> Iterator[DraftFinding]:
    for name in dict.fromkeys(gap.name for gap in assembled.gaps):
        if name in SIGNATORIES:
            yield DraftFinding(
                "signatory-missing",
                _("Nobody is named to sign: “{label}”.").format(label=_label(agreement, name)),
                name,
            )
        else:
            text = _("“{label}” is empty or cannot be read.").format(label=_label(agreement, name))
            yield DraftFinding("field-empty", text, name)


def _label(agreement: AgreementType, name: str) -> str:
    fields = agreement.library.fields
    if name in fields:
        return pick(fields[name].label)
    source, _dot, key = name.rpartition(".")
    rows = [*(fields[source].items if source in fields else ())]
    rows += [column for annex in agreement.annexes if annex.source == source for column in annex.columns]
    return next((pick(row.label) for row in rows if row.name == key), name)


def _one_language(agreement: AgreementType, facts: Facts, assembled: AssembledAgreement) -> Iterator[DraftFinding]:
    if len(assembled.languages) < 2:
        return
    text = _("“{label}” is written once and must be written in each language.")
    for declared in agreement.fields_needed(facts):
        if declared.kind == "prose" and _once(look_up(facts, declared.name)):
            yield DraftFinding("field-one-language", text.format(label=pick(declared.label)), declared.name)
        for item in declared.items:
            if item.kind == "prose" and any(_once(row.get(item.name)) for row in _rows(facts, declared.name)):
                label = f"{pick(declared.label)} ({pick(item.label)})"
                name = f"{declared.name}.{item.name}"
                yield DraftFinding("field-one-language", text.format(label=label), name, blocks=False)


def _once(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _day(facts: Facts, name: str) -> Any:
    value = look_up(facts, name)
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
    for row in _rows(facts, "remedy.milestones") if look_up(facts, "diligence.adhoc") is True else ():
        due = _day(row, "due")
        if end and due and due > end:
            text = _("A milestone of the remedy falls after the end of the agreement.")
            yield DraftFinding("dates-order", text, "remedy.milestones")


def _amounts(agreement: AgreementType, facts: Facts) -> Iterator[DraftFinding]:
    if agreement.money != "goods":
        return
    try:
        total, currency = money(look_up(facts, "contribution.value"))
        values = [money(row.get("value")) for row in _rows(facts, "contribution.goods")]
    except Unwritable:
        return
    if any(code != currency for _amount, code in values):
        text = _("The goods and their total are not in the same currency.")
        yield DraftFinding("currency-mixed", text, "contribution.goods")
    elif values and sum((each for each, _code in values), Decimal()) != total:
        text = _("The total value is not the sum of the list of goods.")
        yield DraftFinding("amount-sum", text, "contribution.value")


def _conditions(facts: Facts) -> Iterator[DraftFinding]:
    """Each condition of the decision is a row of `agreement.conditions`: by its id, or else its text, in `decision`.

    A row that still is the condition itself names it by its own `id` or `text`.
    A condition with `clause: False` concerns the office alone and stays a task.
    """
    rows = _rows(facts, "agreement.conditions")
    covered = [row.get("decision") or row.get("id") or row.get("text") for row in rows]
    for about in _rows(facts, "decision.conditions"):
        if about.get("clause") is not False and (about.get("id") or about.get("text")) not in covered:
            text_given = about.get("text", "")
            text = (
                pick(text_given)
                if isinstance(text_given, Mapping) and not tuple(missing_languages(text_given))
                else str(text_given)
            )
            told = _("A condition of the decision is not in the agreement: “{text}”.").format(text=text)
            yield DraftFinding("condition-uncovered", told, "agreement.conditions", "C-CND")


def _signatory(facts: Facts) -> Iterator[DraftFinding]:
    """`partner.screened_names`, when known, lists the people whose names were screened."""
    name, screened = look_up(facts, "partner.signatory_name"), look_up(facts, "partner.screened_names")
    if not isinstance(name, str) or not name.strip() or not isinstance(screened, list | tuple):
        return
    if folded(name) not in {folded(str(each)) for each in screened}:
        text = _("{name} signs for the partner but was not screened.").format(name=name)
        yield DraftFinding("signatory-unscreened", text, "partner.signatory_name")


def _annexes(agreement: AgreementType, facts: Facts) -> Iterator[DraftFinding]:
    for annex in agreement.annexes:
        wanted = annex.required and annex.source and (annex.when is None or annex.when.holds(facts))
        if wanted and empty(look_up(facts, annex.source)):
            text = _("Annex {code} is empty: “{title}”.").format(code=annex.code, title=pick(annex.title))
            yield DraftFinding("annex-empty", text, annex.source)


def _ad_hoc(facts: Facts) -> Iterator[DraftFinding]:
    """¶23: an ad hoc collaboration gives no visibility and lasts `limits.adhoc_months` at most (dossier 2.7)."""
    if look_up(facts, "diligence.adhoc") is not True:
        return
    if look_up(facts, "agreement.acknowledged") is True:
        text = _("An ad hoc collaboration allows no measure of visibility.")
        yield DraftFinding("ad-hoc-visibility", text, "agreement.acknowledged")
    start, end = _day(facts, "agreement.start"), _day(facts, "agreement.end")
    longest = int(number(look_up(facts, "limits.adhoc_months")) or 0)  # unknown: no length is short enough
    if start and end:
        years, month = divmod(start.month - 1 + longest, 12)
        if (end.year, end.month - 1, end.day) >= (start.year + years, month, start.day):
            text = _("An ad hoc collaboration lasts {months} months at most.").format(months=longest)
            yield DraftFinding("ad-hoc-length", text, "agreement.end")


def _clauses(agreement: AgreementType, assembled: AssembledAgreement) -> Iterator[DraftFinding]:
    for each in assembled.inclusions:
        if each.waived:
            text = _("{clause} is left out although this agreement requires it: Legal must clear it.")
            yield DraftFinding(
                "clause-waived", text.format(clause=each.clause), clause=each.clause, blocks=not each.cleared_by
            )
    clauses = [agreement.library.clauses[each.clause] for each in assembled.inclusions if each.included]
    if len(assembled.languages) > 1 and not any("agreement.ruling_language" in clause.names for clause in clauses):
        text = _("The agreement has two languages and does not say which one is authentic.")
        yield DraftFinding("ruling-missing", text, "agreement.options", "S-DEF")


def _departures(
    agreement: AgreementType, facts: Facts, assembled: AssembledAgreement, departures: Sequence[NegotiatedText]
) -> Iterator[DraftFinding]:
    for each in assembled.stale:
        text = _("The negotiated text of {clause} no longer meets the paragraph it replaced.")
        yield DraftFinding("departure-stale", text.format(clause=each.clause), clause=each.clause)
    locked = {each.clause for each in assembled.inclusions if each.locked}
    places = {(each.clause, each.paragraph, each.language) for each in departures}
    plain = agreement.assemble(facts, assembled.languages) if departures else assembled
    for each in assembled.departures:
        if not (each.reason.strip() and each.who.strip()):
            text = _("The negotiated text of {clause} has no reason or no author.")
            yield DraftFinding("departure-reason", text.format(clause=each.clause), clause=each.clause)
        if each.clause in locked:
            text = _("{clause} departs from its locked text: Legal must review it.")
            yield DraftFinding(
                "departure-locked", text.format(clause=each.clause), clause=each.clause, blocks=not each.cleared_by
            )
        for language in assembled.languages:
            if (each.clause, each.paragraph, language) not in places:
                text = _("{clause} was changed in one language only.")
                yield DraftFinding("departure-one-language", text.format(clause=each.clause), clause=each.clause)
        yield from _lost_values(plain.in_language(each.language), each)


def _lost_values(version: LanguageVersion, departure: NegotiatedText) -> Iterator[DraftFinding]:
    """Figures, amounts in words and dates that the negotiated text should repeat and does not."""
    article = next(each for each in version.articles if each.clause == departure.clause)
    if not departure.new or departure.paragraph > len(article.paragraphs):
        return
    new = " ".join(departure.new.split())
    for value in article.paragraphs[departure.paragraph - 1].paragraph.all_parts():
        if not isinstance(value, FilledValue) or value.filter not in ("money", "words", "date", "number"):
            continue
        if " ".join(value.text.split()) not in new:
            rule = "amount-words" if value.filter in ("money", "words") else "departure-value"
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
    return [len(each.paragraph.items) for each in article.paragraphs]


# The files


def read_agreement(source: str, library: ClauseLibrary, name: str = "") -> AgreementType:
    """The type of agreement a file declares, checked against the clauses; raises Problem when it cannot be used."""
    try:
        declared = tomllib.loads(source)
        agreement = _agreement(declared, source, library)
    except (ValueError, KeyError, TypeError, AttributeError, BadRule) as error:
        raise _unusable(f"{name} {error}".strip()) from error
    faults = list(check_type(agreement))
    if faults:
        raise _unusable(str(faults[0]))
    return agreement


def read_agreements(folder: Path, library: ClauseLibrary) -> dict[str, AgreementType]:
    """The types of agreement of a folder, by code; all or nothing."""
    try:
        sources = [(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    except (OSError, ValueError) as error:
        raise _unusable(str(error)) from error
    read = [read_agreement(source, library, name) for name, source in sources]
    return {agreement.code: agreement for agreement in read}


def _unusable(why: str) -> Problem:
    return Problem(
        _("A type of agreement cannot be used: {why}").format(why=why),
        _("Keep the types you have and ask Headquarters for a corrected set."),
    )


def check_type(agreement: AgreementType) -> Iterator[ClauseFault]:
    """What is wrong with a type of agreement: its opening, its clauses, and references that could lead nowhere."""
    ids = {entry.clause for entry in agreement.clauses}
    always = {entry.clause for entry in agreement.clauses if entry.status == "mandatory"}
    yield from agreement.opening.faults
    yield from check_one(agreement.opening, agreement.library.fields, ids)
    if len(ids) != len(agreement.clauses):
        yield ClauseFault("id-duplicate", agreement.code, _("A clause comes twice."))
    for entry in agreement.clauses:
        clause = agreement.library.clauses.get(entry.clause)
        if clause is None:
            yield ClauseFault(
                "clause-unknown", agreement.code, _("There is no clause “{name}”.").format(name=entry.clause)
            )
            continue
        for name in sorted(clause.refs() - always):
            text = _("{clause} refers to {name}, which may be left out.").format(clause=entry.clause, name=name)
            yield ClauseFault("ref-conditional", agreement.code, text)


def _agreement(declared: Mapping[str, Any], source: str, library: ClauseLibrary) -> AgreementType:
    code = declared["code"]
    return AgreementType(
        code,
        int(declared["version"]),
        _text(declared["name"]),
        _text(declared["use"]),
        bool(declared["binding"]),
        _one_of(declared["money"], MONEY),
        _one_of(declared["tier"], TIERS),
        tuple(declared["signs"]),
        tuple(declared["consults"]),
        tuple(declared["countersigns"]),
        parse_text(_text(declared["opening"]), code),
        tuple(_entry(entry) for entry in declared["clauses"]),
        tuple(_annex(annex) for annex in declared.get("annexes", ())),
        sha256(source.encode()),
        _proposal(declared["proposal"]) if "proposal" in declared else None,
        library,
    )


def _proposal(declared: Mapping[str, Any]) -> ProposalRule:
    cautions = tuple(Caution(Rule(caution["when"]), _text(caution["text"])) for caution in declared.get("cautions", ()))
    return ProposalRule(int(declared["rank"]), Rule(declared["when"]), _text(declared["why"]), cautions)


def _text(text: Any) -> Text:
    if missing := tuple(missing_languages(text)):
        raise ValueError(f"a text lacks {', '.join(missing)}")
    return dict(text)


def _one_of(value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is not one of {', '.join(allowed)}")
    return value


def _entry(entry: Mapping[str, Any]) -> ClauseUse:
    status = _one_of(entry["status"], STATUSES)
    when = Rule(entry["when"]) if "when" in entry else None
    if (status == "conditional") != (when is not None):
        raise ValueError(f"{entry['id']}: a conditional clause, and no other, has a rule")
    why = _text(entry["why"]) if status != "mandatory" else {}
    locked = bool(entry.get("locked", status != "optional"))
    return ClauseUse(entry["id"], status, when, why, locked, bool(entry.get("default", True)))


def _annex(annex: Mapping[str, Any]) -> AnnexDefinition:
    columns = tuple(_column(column) for column in annex["columns"])
    when = Rule(annex["when"]) if "when" in annex else None
    required, source, total = bool(annex["required"]), annex.get("source", ""), annex.get("total", "")
    return AnnexDefinition(annex["code"], _text(annex["title"]), required, source, when, total, columns)


def _column(column: Mapping[str, Any]) -> ClauseField:
    kind = _one_of(column["kind"], [kind for kind in FILTERS if kind != "words"] + ["prose"])
    return ClauseField(column["key"], kind, _text(column["label"]))
