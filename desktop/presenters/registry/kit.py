"""What the office says of a theme of the strategy: a paper is chosen, its texts are changed, it is looked at, saved."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.base.progress import Progress, Runner
from desktop.base.text import LANGUAGE_NAMES, LANGUAGES, N_, _, language
from desktop.base.values import Json
from desktop.definitions.kits import GENERAL, KitPaper
from desktop.presenters.form import FieldSpec, FormRows, InputKind, text_of
from desktop.presenters.written_paper import WrittenPaper
from desktop.services.partner_papers import kits
from desktop.services.partner_papers.kits import KitChoice, KitTexts

if TYPE_CHECKING:
    from desktop.office import Office

PAPERS = {
    KitPaper.MESSAGES: N_("For colleagues: what we say"),
    KitPaper.PITCH: N_("For a partner: working together"),
    KitPaper.NOTE: N_("For colleagues: before a meeting"),
}


class KitPresenter(WrittenPaper):
    """What is changed stays on this machine, for each theme, paper and language; nothing of it is a record."""

    shows = frozenset({"contribution", "activity", "partner"})

    def __init__(self, office: "Office", runner: Runner, theme: str = "", paper: str = "", spoken: str = "") -> None:
        super().__init__(office, runner)
        paper = paper if paper in tuple(KitPaper) else KitPaper.PITCH
        self.choice = KitChoice(theme or GENERAL, KitPaper(paper), spoken if spoken in LANGUAGES else language())
        self.form_name = f"kit:{self.choice.theme}:{self.choice.paper}:{self.choice.language}"
        self.figures: Sequence[str] = ()
        self.texts = kits.proposed(office.work, self.choice)

    def refresh(self) -> None:
        """Work out the figures again, away from the window."""
        work, choice = self.office.work, self.choice

        def read() -> Sequence[str]:
            with work.store.one_state():
                return kits.office_figures(work, choice)

        self.runner.quietly(read, self._show_figures)

    def _show_figures(self, figures: Sequence[str]) -> None:
        self.figures = figures
        self.changed()

    # --- which paper

    @property
    def themes(self) -> Sequence[tuple[str, str]]:
        """The themes to choose from."""
        return kits.themes(self.office.work)

    @property
    def papers(self) -> Sequence[tuple[str, str]]:
        """The papers to choose from."""
        return [(str(paper), _(words)) for paper, words in PAPERS.items()]

    @property
    def languages(self) -> Sequence[tuple[str, str]]:
        """The languages to choose from, each by its own name."""
        return list(LANGUAGE_NAMES.items())

    def choose(self, theme: str = "", paper: str = "", spoken: str = "") -> None:
        """Another theme, paper or language; what was changed in this one is there again afterwards."""
        chosen = self.choice
        self.open_place(
            "kit", theme=theme or chosen.theme, paper=paper or str(chosen.paper), spoken=spoken or chosen.language
        )

    # --- its texts

    @property
    def proposed(self) -> Mapping[str, Json]:
        """The texts of the office’s kits."""
        texts = self.texts
        return {
            "headline": texts.headline,
            "need": texts.need,
            "points": "\n".join(texts.points),
            "contact": texts.contact,
        }

    @property
    def rows(self) -> FormRows:
        """The fields."""
        points = _("What a partner can bring") if self.choice.is_for_partners else _("What we say")
        return [
            [FieldSpec("headline", InputKind.AREA, _("In one sentence"), lines=2)],
            [FieldSpec("need", InputKind.AREA, _("Why it matters"), lines=4)],
            [FieldSpec("points", InputKind.AREA, points, _("One a line."), lines=5)],
            [FieldSpec("contact", InputKind.TEXT, _("Who answers questions"))],
        ]

    @property
    def written(self) -> KitTexts:
        """The texts as they stand in the fields."""
        typed = self.fields
        points = (line.strip() for line in text_of(typed.get("points")).split("\n"))
        return KitTexts(
            text_of(typed.get("headline")).strip(),
            text_of(typed.get("need")).strip(),
            tuple(point for point in points if point),
            text_of(typed.get("contact")).strip(),
        )

    # --- what is shown beside it

    @property
    def title(self) -> str:
        """What the page is."""
        return _("Messages by theme")

    @property
    def state(self) -> str:
        """For whom the paper is."""
        if self.choice.is_for_partners:
            return _("A sheet that may be handed to a partner. It promises nothing and endorses nobody (¶24).")
        return _("For IOM alone.")

    @property
    def passages(self) -> Sequence[tuple[str, str]]:
        """What the paper says by itself, heading and text."""
        none = _("No figure that may be told: too few partners stand behind it, or none.")
        own = "\n".join(f"• {line}" for line in self.figures) or none
        pictures = _("No picture stands on it: no record says which may be shown.")
        return [(_("What this office counts"), own), (_("Pictures"), pictures)]

    # --- on paper

    @property
    def paper_name(self) -> str:
        """The name of the paper as a file."""
        names = dict(self.themes)
        return f"{self.title} {names[self.choice.theme].replace('/', '-')}.pdf"

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the paper"), _("Save the paper")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The paper as it stands now."""
        work, choice, texts = self.office.work, self.choice, self.written
        return lambda _progress: kits.pdf(work, choice, texts)

    def word_draft(self) -> Callable[[], bytes]:
        """The paper as a Word file."""
        return partial(kits.docx, self.office.work, self.choice, self.written)

    def back(self) -> None:
        """To the list of partners."""
        self.open_place("partners")
