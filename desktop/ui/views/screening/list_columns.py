"""A table of any publisher as a list: a column for each fact, beside the first rows."""

from functools import partial

from desktop.base.text import N_, _
from desktop.presenters.screening.list_columns import FIELDS, KINDS, MOST_NAMES, ListColumnsPresenter
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.days import DateField
from desktop.ui.forms.fields import ChoiceField, FieldRow, TextField
from desktop.ui.keyboard import shortcut
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, Message, SectionBox, Text, set_shown

PAIRS = (  # side by side where there is room
    ("name",),
    ("aliases", "weak_aliases"),
    ("id", "binding"),
    ("birth", "nationality"),
    ("documents", "address"),
    ("programme", "listed_on"),
    ("text",),
)
MOST_WORDS = 8  # of a column, shown to help
HELP = {
    "aliases": N_("Several in one cell are parted by “;”."),
    "binding": N_("Where a list has a row for each name: the column with the same value in all rows of one entry."),
}


class ListColumnsView(View[ListColumnsPresenter]):
    """The title and the day, a choice of column for each fact, and the first entries as they will be read."""

    def build(self) -> None:
        """The fields, once; the preview follows each choice."""
        page, presenter = self.page, self.presenter
        about = page.add(Card(_("The list")))
        self.name = about.add(TextField(_("How the list is called"), chars=40))
        self.name.committed.connect(presenter.call)
        help_text = _("As the publisher’s site or letter says.")
        self.day = about.add(DateField(_("Published on"), presenter.office.work.clock, help_text))
        self.day.day.connect(presenter.date_it)
        where = page.add(SectionBox(_("Where the columns are")))
        self.sheet = where.add(ChoiceField(_("Sheet"), ()))
        self.sheet.chosen.connect(presenter.choose_sheet)
        self.head = where.add(ChoiceField(_("Row that names the columns"), (), chars=60))
        self.head.chosen.connect(presenter.choose_head)
        columns = page.add(SectionBox(_("Which column holds what")))
        self.fields: dict[str, ChoiceField] = {}
        self.joined: list[ChoiceField] = []
        for pair in PAIRS:
            for field in pair:
                help_text = _(HELP[field]) if field in HELP else ""
                self.fields[field] = ChoiceField(_(FIELDS[field]), (), help_text)
                self.fields[field].chosen.connect(partial(presenter.choose, field))
            columns.add(FieldRow(*(self.fields[field] for field in pair)))
            if "name" in pair:
                self.joined = [self._joined_to_the_name(columns, place) for place in range(MOST_NAMES)]
        people = page.add(SectionBox(_("Who is on it")))
        self.kind_column = people.add(ChoiceField(_("Column that says who each one is"), ()))
        self.kind_column.chosen.connect(presenter.choose_kind_column)
        self.people = people.add(TextField(_("Its words for a person, parted by “;”"), chars=40))
        self.people.committed.connect(presenter.call_people)
        self.told = people.add(Text("", "note"))
        self.kind = people.add(ChoiceField(_("Who they are where no column says it"), _kinds()))
        self.kind.chosen.connect(presenter.set_kind)
        keeper = self.keeping(presenter.typed)
        about_it = {"name": self.name, "day": self.day, "kind": self.kind, "head": self.head, "sheet": self.sheet}
        by_name = {f"column.{field}": box for field, box in self.fields.items()}
        more = {f"joined.{place}": box for place, box in enumerate(self.joined)}
        words = {"kind_column": self.kind_column, "people": self.people}
        for name, box_held in {**about_it, **by_name, **more, **words}.items():
            keeper.hold_field(name, box_held)
        self.preview = page.add_side(Card(_("The first entries, as they will be read")))
        self.points = self.preview.add(Points())
        self.nothing = self.preview.add(Text(_("Say which column holds the names, and they appear here."), "note"))
        page.add_stretch()
        page.bar.back(_("Back"), presenter.give_up)
        page.bar.primary(_("Use this list"), self._use)
        shortcut(self, deeds.CONTINUE, self._use)

    def _joined_to_the_name(self, columns: SectionBox, place: int) -> ChoiceField:
        label = _("Joined to the name, {place}").format(place=place + 1)
        box = columns.add(ChoiceField(label, ()))
        box.chosen.connect(partial(self.presenter.join, place))
        return box

    def show_state(self) -> None:
        """The columns of the file and what was chosen."""
        presenter = self.presenter
        sentence = _(
            "This program does not know this table: say what its columns hold. It is remembered for the next one."
        )
        self.page.set_title(_("Columns of “{name}”").format(name=presenter.path.name), sentence)
        self.page.set_crumbs([(_("Sanctions lists"), presenter.give_up), (_("Columns"), None)])
        self.name.set_value(presenter.title)
        self.kind.set_value(presenter.kind or "")
        set_shown(self.sheet, len(presenter.start.sheets) > 1)
        self.sheet.set_options([(name, name) for name in presenter.start.sheets])
        self.sheet.set_value(presenter.sheet or next(iter(presenter.start.sheets), ""))
        self.head.set_options(presenter.head_choices)
        self.head.set_value(str(presenter.head))
        for field, box in self.fields.items():
            self._offer(box, presenter.columns.get(field, ""))
        for place, box in enumerate(self.joined):
            self._offer(box, presenter.more_names[place] if place < len(presenter.more_names) else "")
            set_shown(box, bool(presenter.columns.get("name")) and place <= len(presenter.more_names))
        self._offer(self.kind_column, presenter.kind_column)
        self.people.set_value("; ".join(presenter.person_words))
        set_shown(self.people, bool(presenter.kind_column))
        self.told.set(_("In this column: {words}.").format(words=", ".join(presenter.kinds_told[:MOST_WORDS])))
        set_shown(self.told, bool(presenter.kinds_told))
        entries = presenter.preview
        self.points.set([Point(name, facts) for name, facts in entries])
        set_shown(self.nothing, not entries)
        self._show_doubts()

    def _offer(self, box: ChoiceField, column: str) -> None:
        box.set_options(self.presenter.choices)
        box.set_value(column)

    def _show_doubts(self) -> None:
        """What must be read before the list is used; the button then uses it."""
        if self.presenter.doubts:
            once_more = _("If this is right, press “Use this list” once more.")
            self.page.show_message(Message("warn", " ".join(self.presenter.doubts), once_more), "doubts")
        else:
            self.page.clear_message("doubts")

    def _use(self) -> None:
        for field in (self.name, self.day, self.people):
            field.commit()
        self.presenter.import_table()


def _kinds() -> list[tuple[str, str]]:
    return [(key, _(word)) for key, word in KINDS.items()]
