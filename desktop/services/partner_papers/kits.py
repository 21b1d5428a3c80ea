"""Papers by theme of the strategy: a message kit, a pitch sheet, a briefing note (¶12, ¶30 c, d).

Their texts are those of `forms/kits`, which somebody may change before the paper is handed out; their figures are the
office's own, worked out as every figure is. No picture stands on them: nothing on record says which may be shown.
Nothing here promises or endorses anything (¶24): the conditions of every partnership stand on what a partner receives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.text import N_, Text, _, pick, plural, speaking
from desktop.definitions.briefing import Occasion
from desktop.definitions.indicator import RECEIVED, Figure, Period
from desktop.definitions.kits import GENERAL, KitPaper, ThemeKit
from desktop.documents.blocks import PaperSetting
from desktop.documents.enclosures.kit import KitSection, PrintedKit, draw_kit, write_kit
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.results import figures
from desktop.services.results.figures import FiguresReader
from desktop.services.work import Work

TITLES = {
    KitPaper.MESSAGES: N_("Message kit"),
    KitPaper.PITCH: N_("Working together"),
    KitPaper.NOTE: N_("Briefing note by theme"),
}
PROJECTS = "IMP-3"  # projects carried out with partners (¶29 d iii c)
THEMES_OF = {RECEIVED: "contribution.themes", PROJECTS: "activity.themes"}
PARTNER = "partner.key"


@dataclass(frozen=True)
class KitTexts:
    """What somebody may change of a paper: `points` are the messages, or on a pitch sheet what a partner can bring."""

    headline: str
    need: str
    points: tuple[str, ...]
    contact: str


@dataclass(frozen=True)
class KitChoice:
    """Which paper of which theme in which language; a theme is of the strategy, or `general`."""

    theme: str
    paper: KitPaper
    language: str

    @property
    def is_for_partners(self) -> bool:
        """Whether it is handed to somebody outside."""
        return self.paper is KitPaper.PITCH


def themes(work: Work) -> Sequence[tuple[str, str]]:
    """The themes that have a kit, each with its name; the general one first."""
    named = [(theme.id, pick(theme.label)) for theme in work.definitions.strategy.themes]
    return [(GENERAL, _("All themes")), *named]


def proposed(work: Work, choice: KitChoice) -> KitTexts:
    """The texts of the files, in the language of the paper. Raises Problem for a theme that has no kit."""
    kit = _kit(work, choice)
    profile = office_profile.read(work.store)
    city = "" if profile.city in profile.address else profile.city
    address = (profile.name, profile.address, city, profile.phone, profile.email)
    with speaking(choice.language):
        points = kit.brings if choice.is_for_partners else kit.messages
        return KitTexts(pick(kit.headline), pick(kit.need), _picked(points), " · ".join(filter(None, address)))


def pdf(work: Work, choice: KitChoice, texts: KitTexts) -> bytes:
    """The paper as PDF bytes. Raises Problem for a theme that has no kit."""
    content, setting = _drawn(work, choice, texts)
    return draw_kit(content, setting).data


def docx(work: Work, choice: KitChoice, texts: KitTexts) -> bytes:
    """The same as a Word file."""
    content, setting = _drawn(work, choice, texts)
    return write_kit(content, setting)


def _drawn(work: Work, choice: KitChoice, texts: KitTexts) -> tuple[PrintedKit, PaperSetting]:
    kit, general = _kit(work, choice), work.definitions.kits.general
    with speaking(choice.language):
        facts = tuple(f"{pick(f.text)} ({pick(f.source)})" for f in kit.facts)
        numbers = office_figures(work, choice)
        sections = _for_partners(work, kit, texts) if choice.is_for_partners else _for_colleagues(work, kit, texts)
        known_facts = KitSection(_("Facts and their sources"), items=facts)
        own = KitSection(_("What this office counts"), items=numbers[:-1], small=numbers[-1:])
        spoken_of = KitSection(_("Why it matters"), paragraphs=(texts.need,) if texts.need else ())
        if choice.paper is KitPaper.NOTE:
            ordered = (spoken_of, known_facts, own, *sections)
        else:
            ordered = (spoken_of, *sections[:2], known_facts, own, *sections[2:])
        names = {**dict(themes(work)), GENERAL: _("IOM and the private sector")}
        content = PrintedKit(
            names[choice.theme], _(TITLES[choice.paper]), texts.headline, ordered,
            not choice.is_for_partners, f"kit-{choice.paper}",
        )  # fmt: skip
        profile = office_profile.read(work.store)
        number = f"{profile.code}-K-{choice.theme.upper()}-{general.version}"
        setting = PaperSetting(
            choice.language,
            number,
            work.clock.stamp(),
            profile.name,
            marks.of_office(work.store, (choice.language,)),
            office_paper.of(work),
        )
    return content, setting


def _for_partners(work: Work, kit: ThemeKit, texts: KitTexts) -> tuple[KitSection, ...]:
    return (
        KitSection(_("What IOM does"), items=_picked(kit.work)),
        KitSection(_("What a partner can bring"), items=texts.points),
        KitSection(_("How we work together"), items=_picked(work.definitions.kits.conditions)),
        KitSection(_("To speak with us"), paragraphs=(texts.contact,) if texts.contact else ()),
    )


def _for_colleagues(work: Work, kit: ThemeKit, texts: KitTexts) -> tuple[KitSection, ...]:
    general = work.definitions.kits.general
    both = (kit,) if kit is general else (kit, general)
    answers = [answer for own in both for answer in own.answers]
    asked_about = tuple(f"{pick(own.question)} – {pick(own.answer)}" for own in answers)
    always = (caution.text for caution in work.definitions.cautions if caution.occasion is Occasion.ALWAYS)
    return (
        KitSection(_("What we say"), items=texts.points),
        KitSection(_("What we are asked"), items=asked_about),
        KitSection(_("How we speak of people"), items=_picked(words for own in both for words in own.words)),
        KitSection(_("What not to say"), items=_picked(always)),
        KitSection(_("What holds for every partnership"), items=_picked(work.definitions.kits.conditions)),
        KitSection(_("Who answers questions"), paragraphs=(texts.contact,) if texts.contact else ()),
    )


def office_figures(work: Work, choice: KitChoice) -> tuple[str, ...]:
    """What the office counts of a theme, in sentences of the paper’s language, the last one their day; none where
    nothing is counted, and for a partner where fewer partners stand behind than may be told."""
    with speaking(choice.language):
        return _office_figures(work, choice)


def _office_figures(work: Work, choice: KitChoice) -> tuple[str, ...]:
    today, indicators = work.today(), work.definitions.indicators
    reader = FiguresReader(work, figures.own_scope(work))
    fewest = work.definitions.kits.fewest_partners if choice.is_for_partners else 1
    since = Period(indicators.begins, date(today.year, 12, 31))
    sentences: list[str] = []
    for period in (since, Period.year(today.year)):
        counted = reader.measured(period)
        partners = _partners(counted[RECEIVED], choice.theme)
        worth = _value(counted[RECEIVED], choice.theme)
        if partners >= fewest and worth:
            sentences.append(_received(period, partners, format_money(f"{worth:f}", DOLLARS, choice.language)))
    projects = _value(reader.measured(since)[PROJECTS], choice.theme)
    if projects:
        sentences.append(plural("{count} project with partners", "{count} projects with partners", int(projects)))
    if not sentences:
        return ()
    day = day_in_words(today.isoformat(), choice.language, "long")
    basis = _("On {day}; definitions {version} of the indicators of the strategy.")
    return (*sentences, basis.format(day=day, version=indicators.version))


def _received(period: Period, partners: int, money: str) -> str:
    whole_year = _("In {year}: {money} in money, goods and services, from {partners}.")
    onwards = _("Since {year}: {money} in money, goods and services, from {partners}.")
    sentence = whole_year if len(period.years) == 1 else onwards
    giving = plural("{count} partner", "{count} partners", partners)
    return sentence.format(year=period.first.year, money=money, partners=giving)


def _partners(figure: Figure, theme: str) -> int:
    """How many partners stand behind a figure."""
    if figure.table is None:
        return 0
    partner, themed = figure.table.places[PARTNER], figure.table.places[THEMES_OF[RECEIVED]]
    return len({row[partner] for row in figure.counted if theme == GENERAL or theme in row[themed]})


def _value(figure: Figure, theme: str) -> Decimal:
    if theme == GENERAL:
        return figure.value or Decimal(0)
    return figure.groups(THEMES_OF[figure.indicator.id]).get(theme, Decimal(0))


def _kit(work: Work, choice: KitChoice) -> ThemeKit:
    kit = work.definitions.kits.by_theme.get(choice.theme)
    if kit is None:
        raise Problem(
            _("No theme of the strategy is called “{name}”; nothing was written.").format(name=choice.theme),
            _("Name one of these: {names}.").format(names=", ".join(code for code, _name in themes(work))),
            code="kit-no-theme",
        )
    return kit


def _picked(texts: Iterable[Text]) -> tuple[str, ...]:
    return tuple(pick(text) for text in texts)
