"""An edition as an activity file of IATI 2.03 (iatistandard.org), for Headquarters, which alone publishes.

An activity for each partnership, its elements in the order of the schema. Money that came in, was committed or pledged
is a transaction with the day and the currency in which it came; goods and services have no code of their own there and
are declared in words. Individuals are called so and nothing else. Codes are those of forms/iati.toml.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from desktop.base.numbers import format_money
from desktop.base.text import LANGUAGES, N_, Text, said_in
from desktop.definitions.iati import OTHER, IatiRules
from desktop.definitions.strategy import Strategy
from desktop.definitions.terms import PartnerGroup
from desktop.documents.register.edition import (
    ActivityBudget,
    ActivityContribution,
    ActivityParty,
    ActivityRole,
    ActivityState,
    RegisterActivity,
    RegisterEdition,
    ReportedStep,
)
from desktop.documents.sheet import without_refused

VERSION = "2.03"
OWN, DAC = "99", "1"  # vocabularies: our own, and the purpose codes of the DAC
YEAR = timedelta(days=366)  # no budget is longer
CENT = Decimal("0.01")
ORGANIZATION = "organization"  # whose counterpart funds are IOM's own
NARRATIVE, LANGUAGE = "narrative", "xml:lang"
GROUPS = (PartnerGroup.INDIVIDUAL, PartnerGroup.PUBLIC)  # who is never named
INDIVIDUAL, UNNAMED = N_("Private individual"), N_("A giver that is not named")
IN_KIND = {"goods": N_("In kind: goods"), "services": N_("In kind: services")}
OWN_FUNDS = N_("Counterpart funds of the Organization, which are no money that came in: {amount}.")
PARTIES = N_("Other parties: {names}.")
ESTIMATED = N_("Budgets of years are the sum agreed, divided by days.")
WITHOUT_DAYS = N_("Partnerships not in this file because none of their days is published: {count}.")
SHARED = N_("Countries have equal shares where the office does not divide the partnership between them.")


@dataclass(frozen=True, slots=True)
class ActivityFile:
    """The file, and how many partnerships are not in it because no day of theirs is published."""

    content: bytes
    left_out: int


def as_activities(edition: RegisterEdition, rules: IatiRules, strategy: Strategy) -> ActivityFile:
    """The activity file of an edition; valid against the schema of 2.03."""
    with_days = [own for own in edition.activities if own.starts_on or own.signed_on]
    left_out = len(edition.activities) - len(with_days)
    writer = _Writer(edition, rules, strategy)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<iati-activities version="{VERSION}" generated-datetime="{edition.sealed_on}T00:00:00Z">\n',
        f"<!-- {escape(_remark(left_out))} -->\n",
        *(writer.activity(own) for own in with_days),
        "</iati-activities>\n",
    ]
    return ActivityFile("".join(parts).encode(), left_out)


def _remark(left_out: int) -> str:
    """What holds for the whole file and no element tells, in every language; two hyphens would end it."""
    sentences = (ESTIMATED, SHARED, *((WITHOUT_DAYS,) if left_out else ()))
    texts = (said_in(language, text).format(count=left_out) for language in LANGUAGES for text in sentences)
    return " ".join(texts).replace("--", "–")


def _element(name: str, *inner: str, **attributes: str) -> str:
    """An element; `attributes` without a value are left out, `_` stands for `-` and `__` for `:`."""
    words = "".join(
        f" {key.replace('__', ':').replace('_', '-')}={quoteattr(without_refused(value))}"
        for key, value in attributes.items()
        if value
    )
    content = "".join(inner)
    return f"<{name}{words}>{content}</{name}>" if content else f"<{name}{words}/>"


def _narratives(texts: Mapping[str, str]) -> str:
    """A text in each of its languages; one whose language is not known names none."""
    return "".join(
        _element(NARRATIVE, escape(without_refused(text.strip())), xml__lang=language)
        for language, text in texts.items()
        if text.strip()
    )


def _in_all(sentence: str, **places: str) -> dict[str, str]:
    return {language: said_in(language, sentence).format(**places) for language in LANGUAGES}


def _joined(texts: Iterable[Mapping[str, str]], between: str = " ") -> dict[str, str]:
    words = list(texts)
    return {language: between.join(own[language] for own in words if own.get(language)) for language in LANGUAGES}


class _Writer:
    def __init__(self, edition: RegisterEdition, rules: IatiRules, strategy: Strategy) -> None:
        self.edition, self.rules = edition, rules
        self.themes = strategy.labels("themes")
        self.aims = strategy.labels("aims")
        self.publisher = _narratives(_text(rules.publisher_name))
        self.own_name = _narratives({"en": rules.publisher_name["en"]})

    def activity(self, own: RegisterActivity) -> str:
        """One activity, its elements in the order of the schema."""
        rules, currency = self.rules, _usual_currency(own)
        return _element(
            "iati-activity",
            "\n",
            _element("iati-identifier", self._identifier(own.number)),
            _element("reporting-org", self.publisher, ref=rules.publisher, type=rules.publisher_type),
            _element("title", _narratives(own.titles) or _element(NARRATIVE, escape(own.number))),
            *self._descriptions(own),
            *self._taking_part(own),
            _element("other-identifier", ref=own.project_code, type="A1") if own.project_code else "",
            _element("activity-status", code=rules.states[own.state]),
            *_days(own),
            self._contact(own),
            _element("activity-scope", code=rules.scopes[own.level]) if own.level in rules.scopes else "",
            *_countries(own),
            *self._sectors(own),
            *self._tags(own),
            self._scope(own),
            _element("collaboration-type", code=rules.collaboration_type),
            _element("default-flow-type", code=rules.flow_type),
            _element("default-finance-type", code=rules.finance_type),
            *(part for budget in own.budgets for part in _budgets(budget, currency)),
            *(self._transaction(own, gift, currency) for gift in self._transactions(own)),
            *self._documents(own),
            *(_element("related-activity", ref=self._identifier(number), type="3") for number in own.related),
            "\n",
            last_updated_datetime=f"{self.edition.sealed_on}T00:00:00Z",
            default_currency=currency,
            humanitarian="1" if own.is_emergency else "0",
        )

    def _identifier(self, number: str) -> str:
        """The publisher’s reference and the number of the register, without the signs that no identifier has."""
        return escape(f"{self.rules.publisher}-{'-'.join(number.translate(_NO_IDENTIFIER).split())}")

    def _descriptions(self, own: RegisterActivity) -> Iterator[str]:
        yield _element("description", _narratives(own.purposes or own.titles) or _NO_TEXT, type="1")
        aims = own.aims_in_words or _joined([_text(self.aims[aim]) for aim in own.aims if aim in self.aims], "; ")
        if any(aims.values()):
            yield _element("description", _narratives(aims), type="2")
        if notes := _narratives(_joined(self._notes(own))):
            yield _element("description", notes, type="4")

    def _notes(self, own: RegisterActivity) -> Iterator[Mapping[str, str]]:
        """What a data user has to know, and no element tells."""
        others = [party.name for party in own.parties if party.role is ActivityRole.OTHER and party.name]
        if others:
            yield _in_all(PARTIES, names=", ".join(others))
        for gift in own.contributions:
            if gift.matching == ORGANIZATION:
                yield {
                    language: said_in(language, OWN_FUNDS).format(
                        amount=format_money(gift.amount, gift.currency, language)
                    )
                    for language in LANGUAGES
                }

    def _taking_part(self, own: RegisterActivity) -> Iterator[str]:
        """The parties but those of whom nobody says what they do; the Organization is accountable and implements."""
        for party in own.parties:
            if party.is_organization:
                for role in (ActivityRole.ACCOUNTABLE, ActivityRole.IMPLEMENTS):
                    code, kind = self.rules.roles[role], self.rules.publisher_type
                    yield _element("participating-org", self.own_name, ref=self.rules.publisher, type=kind, role=code)
            elif party.role in self.rules.roles:
                yield self._party("participating-org", own, party, role=self.rules.roles[party.role])

    def _party(self, name: str, own: RegisterActivity, party: ActivityParty, **attributes: str) -> str:
        texts = {"": party.name} if party.name else _in_all(INDIVIDUAL if party.group in GROUPS else UNNAMED)
        reference = party.identifier if party.name and party.group not in GROUPS else ""
        return _element(name, _narratives(texts), ref=reference, type=self._type(own, party), **attributes)

    def _type(self, own: RegisterActivity, party: ActivityParty) -> str:
        known = self.rules.organisations
        within, abroad, nowhere = known.get(party.subtype) or known.get(party.group or "") or known[OTHER]
        if not party.country:
            return nowhere
        return within if party.country in {code for code, _share in own.countries} else abroad

    def _contact(self, own: RegisterActivity) -> str:
        """The office, never a person."""
        office = _element("organisation", _element(NARRATIVE, escape(without_refused(own.office_name))))
        email = _element("email", escape(self.edition.contact)) if self.edition.contact else ""
        return _element("contact-info", office if own.office_name else "", email, type="1")

    def _sectors(self, own: RegisterActivity) -> Iterator[str]:
        """Themes in our own vocabulary, and by the DAC where each of them has a code there."""
        themes = [theme for theme in own.themes if theme in self.themes]
        for theme, share in zip(themes, _shares(len(themes)), strict=True):
            words = _narratives(_text(self.themes[theme]))
            uri = self.rules.vocabulary
            yield _element("sector", words, vocabulary=OWN, vocabulary_uri=uri, code=theme, percentage=share)
        codes = list(dict.fromkeys(self.rules.sectors.get(theme, "") for theme in themes)) or [self.rules.no_sector]
        if all(codes):
            for code, share in zip(codes, _shares(len(codes)), strict=True):
                yield _element("sector", vocabulary=DAC, code=code, percentage=share)

    def _tags(self, own: RegisterActivity) -> Iterator[str]:
        """The aims of the strategy (¶15) and the type of partnership (¶29)."""
        uri = self.rules.vocabulary
        for aim in own.aims:
            if aim in self.aims:
                yield _element("tag", _narratives(_text(self.aims[aim])), code=aim, vocabulary=OWN, vocabulary_uri=uri)
        if own.type:
            yield _element("tag", code=own.type, vocabulary=OWN, vocabulary_uri=uri)

    def _scope(self, own: RegisterActivity) -> str:
        if not own.is_emergency:
            return ""
        uri = self.rules.vocabulary
        return _element("humanitarian-scope", type="1", vocabulary=OWN, vocabulary_uri=uri, code=own.number)

    def _transactions(self, own: RegisterActivity) -> Iterator[ActivityContribution]:
        """What came in, was committed or pledged; a sum agreed that nobody entered as such is a commitment."""
        incoming = [gift for gift in own.contributions if gift.matching != ORGANIZATION]
        day = own.signed_on or own.starts_on
        if day is not None and not any(gift.step is ReportedStep.COMMITTED for gift in incoming):
            for budget in own.budgets:
                if budget.is_committed and budget.matching != ORGANIZATION:
                    yield ActivityContribution(
                        ReportedStep.COMMITTED, "", day, budget.amount, budget.currency, provider=_giver(own)
                    )
        yield from incoming

    def _transaction(self, own: RegisterActivity, gift: ActivityContribution, currency: str) -> str:
        """A transaction; of goods and services its description says so first, since no code does.

        Who receives is the publisher, which the schema takes for said; that it is humanitarian, the activity says.
        """
        in_kind = IN_KIND.get(gift.kind)
        if in_kind is not None:
            words = {
                language: ". ".join(filter(None, (text, gift.description)))
                for language, text in _in_all(in_kind).items()
            }
        else:
            words = {"": gift.description} if gift.description else {}
        description = _element("description", _narratives(words)) if words else ""
        provider = self._party("provider-org", own, own.parties[gift.provider]) if gift.provider is not None else ""
        return _element(
            "transaction",
            _element("transaction-type", code=self.rules.steps[gift.step]),
            _element("transaction-date", iso_date=gift.day.isoformat()),
            _value(gift.amount, gift.currency, gift.day, currency),
            description,
            provider,
            ref=gift.reference,
        )

    def _documents(self, own: RegisterActivity) -> Iterator[str]:
        """Papers at an address of Headquarters: a file of an office is nowhere that a reader of data reaches."""
        for paper in own.documents:
            if not paper.url.startswith(self.rules.document_addresses):
                continue
            category = self.rules.documents.get(paper.agreement_type) or self.rules.documents[OTHER]
            yield _element(
                "document-link",
                _element("title", _narratives({paper.language: paper.title})),
                _element("category", code=category),
                _element("language", code=paper.language) if paper.language else "",
                _element("document-date", iso_date=paper.day.isoformat()) if paper.day else "",
                url=paper.url,
                format="application/pdf" if paper.url.casefold().endswith(".pdf") else "text/html",
            )


_NO_IDENTIFIER = str.maketrans(dict.fromkeys("/&|?", " "))
_NO_TEXT = _element(NARRATIVE, "-")


def _text(text: Text) -> dict[str, str]:
    return {language: text[language] for language in LANGUAGES}


def _giver(own: RegisterActivity) -> int | None:
    return next((place for place, party in enumerate(own.parties) if party.role is ActivityRole.PROVIDES), None)


def _days(own: RegisterActivity) -> Iterator[str]:
    """Planned and actual days; what has not begun has no actual start, and no day to come is an actual one."""
    starts = own.starts_on or own.signed_on
    if starts is not None:
        yield _element("activity-date", iso_date=starts.isoformat(), type="1")
        if own.state is not ActivityState.COMING:
            yield _element("activity-date", iso_date=starts.isoformat(), type="2")
    if own.ends_on is not None:
        yield _element("activity-date", iso_date=own.ends_on.isoformat(), type="3")
    if own.ended_on is not None:
        yield _element("activity-date", iso_date=own.ended_on.isoformat(), type="4")


def _countries(own: RegisterActivity) -> Iterator[str]:
    """The countries in shares of a hundred: those of the office, or equal ones."""
    words = [share for _code, share in own.countries]
    whole = [share for share in words if share is not None]
    is_told = len(whole) == len(words) and sum(whole) == 100
    shares = [format(share, "f") for share in whole] if is_told else _shares(len(words))
    for (code, _share), share in zip(own.countries, shares, strict=True):
        yield _element("recipient-country", code=code, percentage=share)


def _shares(count: int) -> list[str]:
    """A hundred in so many parts that come to a hundred to the cent; the first ones have what is left."""
    if not count:
        return []
    part, rest = divmod(10_000, count)
    return [format(Decimal(part + (place < rest)) / 100, "f") for place in range(count)]


def _budgets(budget: ActivityBudget, currency: str) -> Iterator[str]:
    """A budget of a year at most; the sum of a longer one goes to its years by days, to the cent, and is indicative."""
    stretches = list(_years(budget.first, budget.last))
    days = sum((last - first).days + 1 for first, last in stretches)
    left = budget.amount
    for place, (first, last) in enumerate(stretches, 1):
        part = left if place == len(stretches) else _part(budget.amount, (last - first).days + 1, days)
        left -= part
        yield _element(
            "budget",
            _element("period-start", iso_date=first.isoformat()),
            _element("period-end", iso_date=last.isoformat()),
            _value(part, budget.currency, budget.first, currency),
            type="1",
            status="2" if budget.is_committed and len(stretches) == 1 else "1",
        )


def _part(amount: Decimal, days: int, of: int) -> Decimal:
    return (amount * days / of).quantize(CENT)


def _years(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The stretch itself where it is no longer than a year, else its part in each calendar year."""
    if last - first < YEAR:
        yield first, last
        return
    for year in range(first.year, last.year + 1):
        yield max(first, date(year, 1, 1)), min(last, date(year, 12, 31))


def _usual_currency(own: RegisterActivity) -> str:
    """The currency of most sums of an activity, which only the others name."""
    named = [*(budget.currency for budget in own.budgets), *(gift.currency for gift in own.contributions)]
    return max(dict.fromkeys(named), key=named.count, default="USD")


def _value(amount: Decimal, currency: str, day: date, usual: str) -> str:
    named = "" if currency == usual else currency
    return _element("value", format(amount, "f"), currency=named, value_date=day.isoformat())
