"""One partnership as an audience reads it in the transparency register: field by field, and what is hidden and why."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.definitions.indicator import Period
from desktop.definitions.register import Publication
from desktop.definitions.terms import Audience
from desktop.presenters.presenter import Presenter
from desktop.presenters.results.register import REGISTER_RECORDS
from desktop.services.labels import VISIBILITY
from desktop.services.results.figures import own_scope
from desktop.services.results.register import difference_words, editions, publishing, wording
from desktop.services.results.register.publishing import PublishedEntry, PublishedRegister, Withheld

if TYPE_CHECKING:
    from desktop.office import Office


class RegisterRowPresenter(Presenter):
    """Every field of a row, in the order of the register; read away from the window."""

    shows = REGISTER_RECORDS

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        id: str = "",  # noqa: A002
        audience: str = "",
        year: str = "",
    ) -> None:
        super().__init__(office, runner)
        self.id = id
        self.audience = Audience(audience) if audience in tuple(Audience) else Audience.MEMBERS
        present = office.work.today().year
        self.period = Period.year(int(year) if year.isascii() and year.isdigit() and len(year) == 4 else present)
        self.published: PublishedRegister | None = None

    def refresh(self) -> None:
        """Read it again."""
        work, period, audience = self.office.work, self.period, self.audience
        if self.published is None:
            self.changed()

        def read() -> Callable[[], None]:
            published = publishing.read(work, own_scope(work), period, audience)

            def show() -> None:
                self.published = published
                self.changed()

            return show

        self.runner.quietly(read, lambda show: show())

    @property
    def own(self) -> PublishedEntry | None:
        """The row; None before it was read, and for a partnership that this audience does not read of."""
        every = self.published.entries if self.published is not None else ()
        return next((own for own in every if own.entry.id == self.id), None)

    @property
    def title(self) -> str:
        """Its register number."""
        return self.own.entry.number if self.own is not None else _("Partnership")

    @property
    def state(self) -> str:
        """For whom; that it is not read of, where it is not."""
        words = _(VISIBILITY[self.audience])
        if self.published is not None and self.own is None:
            return _("{audience}: not in this edition").format(audience=words)
        return words

    @property
    def fields(self) -> Sequence[tuple[str, str]]:
        """Every field with what leaves, or the rule by which it does not, its reason and its day."""
        own, published = self.own, self.published
        if own is None or published is None:
            return ()
        cells = wording.Cells(self.office.definitions, language())
        fields = []
        for field in published.rules.fields:
            withheld, heading = own.withheld.get(field.id), pick(field.label)
            if withheld is None:
                content = cells.cell(own, field)
                fields.append((heading, difference_words.cell_words(content) if content is not None else ""))
                continue
            is_column = field.rules[self.audience] != Publication.NEVER
            shown = cells.cell(own, field) if is_column else None
            fields.append((heading, self._hidden(withheld, str(shown or ""))))
        return fields

    @staticmethod
    def _hidden(withheld: Withheld, shown: str) -> str:
        rule, reason = _(wording.RULES[withheld.rule]), pick(withheld.reason)
        words = [_("Hidden ({rule}). {reason}").format(rule=rule.lower(), reason=reason)]
        if withheld.until is not None:
            day = day_in_words(withheld.until.isoformat(), language(), "long")
            words.append(_("It leaves on {day}.").format(day=day))
        if shown:
            words.append(_("In its place: “{text}”.").format(text=shown))
        return " ".join(words)

    def open_partnership(self) -> None:
        """The partnership itself, where its audience and its texts are corrected."""
        partner = editions.partner_of(self.office.work, self.id)
        if partner:
            self.open_place("partnership", partner=partner, id=self.id)
