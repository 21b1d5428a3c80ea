"""A table of any publisher as a list: a column for each fact, beside the first rows."""

from functools import partial

from desktop.base.text import _
from desktop.presenters.screening.list_columns import FIELDS, KINDS, ListColumnsPresenter
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.days import DateField
from desktop.ui.forms.fields import ChoiceField, TextField
from desktop.ui.keyboard import shortcut
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, SectionBox


class ListColumnsView(View[ListColumnsPresenter]):
    """The title and the day, a choice of column for each fact, and five rows as they will be read."""

    def build(self) -> None:
        """The fields, once; the preview follows each choice."""
        page, presenter = self.page, self.presenter
        about = page.add(Card(_("The list")))
        self.name = about.add(TextField(_("How the list is called"), chars=40))
        self.name.committed.connect(presenter.call)
        help_text = _("As the publisher’s site or letter says.")
        self.day = about.add(DateField(_("Published on"), presenter.office.work.clock, help_text))
        self.day.day.connect(presenter.date_it)
        self.kind = about.add(ChoiceField(_("Who is on it"), [(key, _(word)) for key, word in KINDS.items()]))
        self.kind.chosen.connect(presenter.set_kind)
        columns = page.add(SectionBox(_("Which column holds what")))
        self.fields = {field: columns.add(ChoiceField(_(word), ())) for field, word in FIELDS.items()}
        for field, box in self.fields.items():
            box.chosen.connect(partial(presenter.choose, field))
        keeper = self.keeping(presenter.typed)
        about_it = {"name": self.name, "day": self.day, "kind": self.kind}
        for name, held in (*about_it.items(), *((f"column.{field}", box) for field, box in self.fields.items())):
            keeper.hold_field(name, held)
        self.preview = page.add_side(Card(_("The first rows, as they will be read")))
        self.points = self.preview.add(Points())
        page.add_stretch()
        page.bar.back(_("Back"), presenter.give_up)
        page.bar.primary(_("Use this list"), self._use)
        shortcut(self, deeds.CONTINUE, self._use)

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
        for field, box in self.fields.items():
            box.set_options(presenter.choices)
            box.set_value(presenter.columns.get(field, ""))
        self.points.set([Point(name, facts) for name, facts in presenter.preview])

    def _use(self) -> None:
        self.name.commit()
        self.day.commit()
        self.presenter.import_table()
