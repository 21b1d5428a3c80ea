"""The help of F1: what the handbook says of the page shown, of the field one is in, and the keys of the page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.base.text import _, language
from desktop.definitions.handbook import handbook
from desktop.ui.deeds import ListedDeed, all_key_words
from desktop.ui.forms.fields import Field
from desktop.ui.handbook_text import HandbookReading
from desktop.ui.keyboard import announce
from desktop.ui.theme import look
from desktop.ui.widgets import Button, Text, column, icon_button, line, set_shown

WIDE, LOW = 25, 17  # em: its width beside the page, and its height below it


class HelpPanel(QWidget):
    """Stands beside the page, or below it where that is too narrow. `read_more` gets the section of the handbook."""

    def __init__(
        self, read_more: Callable[[str], None], all_keys: Callable[[], None], closed: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "clear")
        self._section = ""
        self._beside = True  # beside the page, with room for the keys
        self._inside, self._head = column(self, 8, 12), line()
        self._head.addWidget(Text(_("Help"), "section", measure=0), 1)
        self._head.addWidget(icon_button("close", _("Close the help"), closed))
        self._inside.addLayout(self._head)
        self.field, self.hint = Text(role="strong", measure=0), Text(measure=0)
        self._inside.addWidget(self.field)
        self._inside.addWidget(self.hint)
        self.text = HandbookReading(_("Help on this page"))
        self.text.asked.connect(self._explain)
        self._inside.addWidget(self.text, 1)
        self.word, self.keys = Text(role="strong", measure=0), Text(role="note", measure=0)
        self._inside.addWidget(self.word)
        self._inside.addWidget(self.keys)
        self._ways = QWidget()
        ways = line(self._ways)
        self.more = Button(_("Read more"), lambda: read_more(self._section), "link")
        ways.addWidget(self.more)
        ways.addWidget(Button(_("All keys"), all_keys, "link"))
        ways.addStretch(1)
        self._inside.addWidget(self._ways)
        self.hide()

    def show_place(self, key: str, title: str, own_keys: Sequence[ListedDeed], focus: QWidget | None) -> None:
        """Show what the handbook says of a place, and what is known of the field that has the focus."""
        self._section = key
        section = handbook(language()).sections[key]
        self.text.setAccessibleName(f"{title}. {section.purpose}")
        self.text.show_section(section)
        name, hint = _field_words(focus)
        self.field.set(name)
        self.hint.set(hint)
        set_shown(self.field, bool(name))
        set_shown(self.hint, bool(name and hint))
        self.word.set("")
        set_shown(self.word, False)
        lines = [f"{all_key_words(listed)}\u00a0: {_(listed.words)}" for listed in own_keys if listed.keys]
        self.keys.set("\n".join(lines))
        set_shown(self.keys, bool(lines) and self._beside)
        announce(self, f"{title}. {section.purpose}")

    def stand(self, *, beside: bool, room: int) -> None:
        """Take the width that a help beside the page has, or the height of one below a page with so much `room`."""
        most = 16777215  # what Qt takes for no limit
        self._beside = beside
        self._inside.addWidget(self._ways) if beside else self._head.insertWidget(1, self._ways)
        set_shown(self.keys, beside and bool(self.keys.text()))
        self.setMaximumWidth(look().em(WIDE) if beside else most)
        self.setMinimumWidth(look().em(WIDE) if beside else 0)
        self.setMaximumHeight(most if beside else min(look().em(LOW), room // 2))

    def _explain(self, term: str) -> None:
        word = handbook(language()).glossary[term]
        said = f"{word.word}\u00a0: {word.explanation}."
        self.word.set(said)
        set_shown(self.word, True)
        announce(self.text, said)


def _field_words(focus: QWidget | None) -> tuple[str, str]:
    """The name of the field that a widget belongs to, and what it says of itself; empty outside a field."""
    part = focus
    while part is not None and not isinstance(part, Field):
        part = part.parentWidget()
    if part is None:
        return "", ""
    return part.box.accessibleName(), part.box.accessibleDescription()
