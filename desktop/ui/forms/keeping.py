"""What is typed on a page is safe within a second, however long somebody types, and is offered back.

One rule for every form: its fields are held in a `FormDraft` from the first key on; it ends with the deed that the form
is for, or when the officer throws it away. Fields whose value is recorded as soon as it is told leave it then.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import Json
from desktop.presenters.form import text_of
from desktop.presenters.form_draft import FormDraft
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import ChoiceField, Field
from desktop.ui.forms.form import Form
from desktop.ui.forms.inputs import BoxInput, FieldInput
from desktop.ui.widgets import Message, PageFrame

Deed = Callable[[], None]
Offer = Callable[[str, str, Deed, Deed], None]  # as `UndoLine.offer_after`: name, sentence, how back, how again
SAFE_WITHIN = 500  # ms from the first key that is not safe until it is being written


@dataclass(frozen=True)
class _Held:
    """One widget that is held: how what is typed is read, put back, told, and taken away again."""

    widget: QWidget
    read: Callable[[], Json]
    resume: Callable[[Json], None]
    tell: Callable[[], None]
    put_back: Callable[[Json], None]  # what it held before
    is_told: bool  # whether telling records it


class DraftKeeper(QObject):
    """Holds the fields of one form. `restored` tells that the page shows what had been typed before.

    A page that holds what its form tells by itself says whether it begins with that, as `restored`, and what else has
    to be forgotten when the officer throws away what was typed, as `start_over`.
    """

    def __init__(
        self, page: PageFrame, draft: FormDraft, start_over: Callable[[], None], *, restored: bool = False
    ) -> None:
        super().__init__(page)
        self._page, self.draft, self._start_over = page, draft, start_over
        self._page_restored = restored
        self._message = f"restored {draft.name}"
        self._held: dict[str, _Held] = {}
        self._forms: dict[str, tuple[Form, bool]] = {}  # by what their keys begin with; whether telling records
        self._before: dict[str, Json] = {}  # what the fields held before anything was typed
        self._refused: set[str] = set()
        self._soon = QTimer(self, singleShot=True, interval=SAFE_WITHIN)
        self._soon.timeout.connect(self.settle)
        self.restored = self.has_begun = False
        self._put_back: tuple[str, ...] = ()  # the fields in sight that hold what had been typed

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """What is held: fields and forms."""
        return (*(held.widget for held in self._held.values()), *(form for form, _told in self._forms.values()))

    # What is held

    def hold_form(self, form: Form, start: str = "", *, told: bool = False) -> None:
        """Hold the fields of a form, under names that begin so; `told` where its values are recorded when told."""
        self._forms[start] = form, told
        form.typing.connect(lambda key: self._touch(f"{start}{key}"))
        if told:
            form.changed.connect(lambda key, _value: self._recorded(f"{start}{key}"))
            form.unchanged.connect(lambda key: self._recorded(f"{start}{key}"))
        else:
            form.changed.connect(lambda key, _value: self._touch(f"{start}{key}"))

    def hold_field(self, name: str, field: Field, *, told: bool = False) -> None:
        """Hold one field; `told` where its value is recorded when told."""

        def put_back(before: Json) -> None:
            field.put_back()
            field.resume(text_of(before))

        def tell() -> None:
            if isinstance(field, ChoiceField):
                field.chosen.emit(field.text())
            field.commit()

        self._held[name] = _Held(field, field.text, lambda typed: field.resume(text_of(typed)), tell, put_back, told)
        field.destroyed.connect(lambda: self._let_go(name, field))
        field.typing.connect(lambda: self._touch(name))
        if told:
            field.committed.connect(lambda _text: self._recorded(name))
            field.unchanged.connect(lambda: self._recorded(name))
        else:
            field.committed.connect(lambda _text: self._touch(name))
        if self.has_begun and name in self.draft.fields:  # it appeared later than the page
            self._before[name] = field.text()
            self._held[name].resume(self.draft.fields[name])
            self._tell([name])

    def _let_go(self, name: str, field: Field) -> None:
        if (held := self._held.get(name)) is not None and held.widget is field:
            del self._held[name]

    def hold_choice(self, name: str, rows: ChoiceRows, choose: Callable[[str], None]) -> None:
        """Hold what was chosen among a few; `choose` is told when it is put back."""

        def resume(typed: Json) -> None:
            if text_of(typed) in rows.buttons:
                rows.set_value(text_of(typed))
                choose(text_of(typed))

        self._held[name] = _Held(rows, lambda: rows.value() or "", resume, _nothing, resume, False)
        rows.chosen.connect(lambda _key: self._touch(name))

    def taking(self, take: Callable[[str, Json], None], start: str = "") -> Callable[[str, Json], None]:
        """`take`; what it refuses stays held and in its field, with the reason beside it, although it was told."""

        def guarded(key: str, value: Json) -> None:
            self._refused.add(f"{start}{key}")
            try:
                take(key, value)
            except Problem as problem:
                if (field := self._field(f"{start}{key}")) is not None:
                    field.refuse(str(problem))
                raise
            self._refused.discard(f"{start}{key}")

        return guarded

    def _touch(self, name: str) -> None:
        if (read := self._reading(name)) is None:
            return
        self._before.setdefault(name, self._told(name))
        self.draft.heed(name, lambda: None if (typed := read()) == self._before[name] else typed)
        if not self._soon.isActive():
            self._soon.start()

    def _reading(self, name: str) -> Callable[[], Json] | None:
        if name in self._held:
            return self._held[name].read
        for start, (form, _told) in self._forms.items():
            if name.startswith(start) and (field := form.inputs.get(name.removeprefix(start))) is not None:
                return lambda: field.typed
        return None

    def _field(self, name: str) -> Field | FieldInput | None:
        held = self._held.get(name)
        if held is not None and isinstance(held.widget, Field):
            return held.widget
        for start, (form, _told) in self._forms.items():
            if name.startswith(start) and (field := form.inputs.get(name.removeprefix(start))) is not None:
                return field
        return None

    def _told(self, name: str) -> Json:
        """What a field held that appeared later than the form; None where nobody knows."""
        for start, (form, _told) in self._forms.items():
            field = form.inputs.get(name.removeprefix(start)) if name.startswith(start) else None
            if isinstance(field, BoxInput) and isinstance(field.typed, str):
                return field.box.told
        return None

    def _recorded(self, name: str) -> None:
        if name not in self._refused:
            self.draft.recorded(name)
            if (read := self._reading(name)) is not None:
                self._before[name] = read()

    def settle(self) -> None:
        """Have written what was typed until now."""
        self._soon.stop()
        self.draft.settle()

    def put_away(self) -> None:
        """The form is out of sight: what is in it is safe, and nothing is said of it."""
        self.settle()
        self._seen()

    # Offering it back

    def begin(self) -> None:
        """The form shows what is recorded: put back what was typed into it before, and say so."""
        self.has_begun = True
        self.draft.ended = self._ended
        self._before = self._all_typed()
        typed = {name: content for name, content in self.draft.fields.items() if self._before.get(name) != content}
        shown = any(self._is_shown(name) for name in typed)
        self.restored, self._page_restored = shown or self._page_restored, False
        for start, (form, _told) in self._forms.items():
            own = {name.removeprefix(start): content for name, content in typed.items() if name.startswith(start)}
            form.resume({key: content for key, content in own.items() if f"{start}{key}" not in self._held})
        for name in typed.keys() & self._held.keys():
            self._held[name].resume(typed[name])
        self._tell(typed)
        self._put_back = tuple(name for name in typed if self._is_shown(name))
        self.show_message()

    def _is_shown(self, name: str) -> bool:
        if name in self._held:
            return self._held[name].widget.isVisibleTo(self._page)
        return any(name.startswith(start) and form.isVisibleTo(self._page) for start, (form, _t) in self._forms.items())

    def turn_to(self, draft: FormDraft) -> None:
        """The same fields are about something else from now on, and show what is recorded of that."""
        self.settle()
        if draft is not self.draft:
            self.draft.ended = _nothing
            self.draft = draft
        self.begin()

    def _all_typed(self) -> dict[str, Json]:
        typed = {name: held.read() for name, held in self._held.items()}
        for start, (form, _told) in self._forms.items():
            typed |= {f"{start}{key}": content for key, content in form.typed().items()}
        return typed

    def _tell(self, names: Iterable[str]) -> None:
        """Tell the page what was put back, unless telling records it: that waits for a hand."""
        for name in names:
            if name in self._held and not self._held[name].is_told:
                self._held[name].tell()
        for form, told in self._forms.values():
            if not told:
                form.commit()

    def show_message(self) -> None:
        """Say that what had been typed is here, while that is so."""
        if not self.restored:
            self._page.clear_message(self._message)
            return
        shown = ((_("Show"), self._show_first),) if self._put_back else ()
        again = (_("Revert to what was saved"), self.throw_away)
        sentence = _("What you had typed and not saved is here again.")
        self._page.show_message(Message("info", sentence, actions=(*shown, again)), self._message, self._seen)

    def _show_first(self) -> None:
        """Bring the first field that was put back into sight; it may stand far below."""
        if (box := self._first_of(self._put_back)) is not None:
            self._page.reveal(box)

    def _first_of(self, names: Iterable[str]) -> QWidget | None:
        """Where the hand goes on, among the fields put back that are in sight."""
        for name in names:
            held = self._held.get(name)
            if held is not None and isinstance(held.widget, Field):
                return held.widget.box
            for start, (form, _told) in self._forms.items():
                if name.startswith(start) and (field := form.inputs.get(name.removeprefix(start))) is not None:
                    return field.first()
        return None

    def _seen(self) -> None:
        self.restored = False
        self.show_message()

    def throw_away(self) -> None:
        """Show what is recorded instead of what was typed, and offer to bring that back."""
        self.settle()
        before, shown = self._before, self._all_typed()
        self.draft.drop()
        for form, told in self._forms.values():
            if told:
                form.put_back()
        for start, (form, told) in self._forms.items():
            if not told:
                own = {name.removeprefix(start): content for name, content in before.items() if name.startswith(start)}
                form.resume({key: content for key, content in own.items() if key in form.inputs})
        for name, held in self._held.items():
            held.put_back(before.get(name, ""))
        self._tell(before)
        self.draft.drop()
        self._before = before
        self._start_over()
        left = self._all_typed()
        if typed := {name: content for name, content in shown.items() if left.get(name, content) != content}:
            back = ((_("Restore"), lambda: self._bring_back(typed)),)
            message = Message("info", _("What you had typed was set aside."), actions=back)
            self._page.show_message(message, self._message, self._seen)

    def _bring_back(self, typed: dict[str, Json]) -> None:
        """Show again what was thrown away, but where something else was typed since."""
        self.settle()
        self.draft.hold({**typed, **self.draft.fields})
        self.begin()

    def give_up(self, close: Callable[[], None], open_again: Callable[[], None], offer: Offer) -> None:
        """Close the form with `close`, which drops what was typed, and `offer` to open it again as it was left.

        `offer` is what the page offers with (`UndoLine.offer_after`).
        """
        self.settle()
        draft, typed = self.draft, dict(self.draft.fields)
        close()
        if typed:

            def bring_back() -> None:
                draft.hold(typed)
                open_again()
                self.begin()
                if (box := self._first_of(typed)) is not None:
                    self._page.reveal(box)

            name, sentence = _("putting away what was typed"), _("What you had typed was set aside.")
            offer(name, sentence, bring_back, lambda: self.give_up(close, open_again, offer))

    def _ended(self) -> None:
        self._soon.stop()
        self._before = {}
        self._seen()


def _nothing() -> None:
    """Nothing more is to be done."""
