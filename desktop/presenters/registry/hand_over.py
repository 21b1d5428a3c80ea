"""What an officer holds, the note about it, and handing it on; or what came to a colleague, with the note."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, plural
from desktop.base.values import Json, JsonObject
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, rows_of, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.paper import WordPaperPresenter
from desktop.presenters.registry.undoing import UndoingPresenter
from desktop.services import handing_on
from desktop.services.handing_on import KINDS, HeldThing, Holding, ReceivedHandOver
from desktop.services.office.rights import Right, may
from desktop.services.partner_papers import hand_over_note

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("kind", N_("Kind")),
    ListColumn("partner", N_("Partner")),
    ListColumn("due", N_("Day")),
)


class HandOverPresenter(HeldForm, WordPaperPresenter, UndoingPresenter):
    """With `id` what came to a colleague; else what `officer` holds, the reader where nobody is named."""

    shows = frozenset(
        {
            *("partner", "partnership", "diligence_case", "task", "offer", "agreement", "interaction", "officer"),
            *("risk", "hand_over", "clearance"),
        }
    )

    def __init__(self, office: "Office", runner: Runner, officer: str = "", id: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.officer, self.id = officer or office.user.id, id
        self.form_name = f"hand-over:{self.officer}"
        title, what = N_("What is held"), N_("What")
        self.listing = Listing(self, "hand-over", title, COLUMNS, first_title=what)
        self._read()

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    def _read(self) -> None:
        work = self.office.work
        self.came: ReceivedHandOver | None = handing_on.received(work, self.id) if self.id else None
        self.holding: Holding = handing_on.held(work, self.came.row.receiver if self.came else self.officer)

    # --- what is shown

    @property
    def title(self) -> str:
        """What the page is."""
        if self.came is not None:
            return _("Handed over by {name}").format(name=self.came.leaver)
        return _("Hand over: {name}").format(name=self.holding.officer.name)

    @property
    def state(self) -> str:
        """How much it is, and whose."""
        if self.came is not None:
            day = day_in_words(self.came.row.handed_on, language())
            return _("On {day}, to {name}.").format(day=day, name=self.came.receiver)
        return plural("{count} thing is held.", "{count} things are held.", self.holding.count)

    @property
    def note(self) -> str:
        """The note of a handing that came."""
        return self.came.row.note if self.came is not None else ""

    @property
    def things(self) -> Sequence[HeldThing]:
        """What is held; of a handing, what its receiver holds of it still."""
        return self.came.things if self.came is not None else self.holding.things

    @property
    def may_hand_on(self) -> bool:
        """Whether this reader hands it on, and there is something and somebody."""
        own = self.officer == self.office.user.id
        right = Right.REGISTER if own else Right.ADMINISTER
        able = may(self.office.user, right) and not self.office.is_hq
        return self.came is None and able and bool(self.holding.count and self.holding.colleagues)

    @property
    def may_note_read(self) -> bool:
        """Whether this reader is the receiver, and has not said to have read it."""
        came = self.came
        return came is not None and came.row.receiver == self.office.user.id and not came.row.read_on

    @property
    def why_not(self) -> str:
        """Why nothing can be handed on; empty where it can, or where there is nothing."""
        if self.came is not None or not self.holding.count or self.holding.colleagues:
            return ""
        return _("Nobody else of this office works on partners: add a colleague first.")

    def cells(self, thing: HeldThing) -> Mapping[str, RowCell]:
        """What a thing says in each column."""
        day = day_in_words(thing.on, language()) if thing.on else ""
        return {
            "kind": RowCell(_(KINDS[thing.kind])),
            "partner": RowCell(self.holding.partners.get(thing.partner, "")),
            "due": RowCell(day, day_known(thing.on)),
        }

    def open(self, key: object) -> None:
        """Go to the record of a thing."""
        place, arguments = self.way(key)
        if place:
            self.open_place(place, **arguments)

    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        thing = next((thing for at, thing in enumerate(self.things) if f"{at}" == key), None)
        return (thing.place, thing.arguments) if thing is not None else ("", {})

    # --- the form

    @property
    def rows(self) -> FormRows:
        """The note, to whom everything goes, and what goes to others by partner."""
        colleagues = options([(person.id, person.name) for person in self.holding.colleagues])
        partners = options(sorted(self.holding.partners.items(), key=lambda pair: pair[1]))
        note = FieldSpec(
            "note",
            InputKind.AREA,
            _("How things stand and what is next"),
            _("Your colleagues read it on Today, beside what comes to them."),
            required=_("Say in a few sentences how things stand."),
        )
        everything = FieldSpec(
            "everything",
            InputKind.DROPDOWN,
            _("Hand everything to"),
            options=colleagues,
            required=_("Choose a colleague."),
        )
        if len(self.holding.colleagues) < 2 or not self.holding.partners:
            return [[note], [everything]]
        others = FieldSpec(
            "others",
            InputKind.ROWS,
            _("But these partners to somebody else"),
            columns=(
                FieldSpec("partner", InputKind.DROPDOWN, _("Partner"), options=partners),
                FieldSpec("receiver", InputKind.DROPDOWN, _("To"), options=colleagues),
            ),
            add=_("Add a line"),
        )
        return [[note], [everything], [others]]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """The only colleague, where there is one."""
        able = self.holding.colleagues
        return {"everything": able[0].id} if len(able) == 1 else {}

    def hand_on(self) -> None:
        """Hand everything on as the form says; raises Problem without a note or a receiver."""
        typed, work, officer = self.fields, self.office.work, self.officer
        by_partner = {
            text_of(row.get("partner")): text_of(row.get("receiver"))
            for row in rows_of(typed.get("others"))
            if row.get("partner") and row.get("receiver")
        }
        note, everything = text_of(typed.get("note")), text_of(typed.get("everything"))
        count, deeds = self.holding.count, [""]

        def hand() -> None:
            deeds[0] = handing_on.hand_on(work, officer, note, everything, by_partner)

        def back() -> None:
            handing_on.take_back(work, deeds[0])

        text = plural("{count} thing changed hands.", "{count} things changed hands.", count)
        self._do(_("handing everything over"), text, hand, back)
        self.forget()
        self.changed()

    def note_read(self) -> None:
        """The receiver has read it: it leaves Today."""
        work, row = self.office.work, self.id
        text = _("It has left Today; it stays here, and on the timeline of its partners.")
        read = partial(handing_on.note_read, work, row)
        self._do(_("noting as read"), text, read, partial(handing_on.note_read, work, row, False))

    # --- on paper

    @property
    def paper_name(self) -> str:
        """The name of the note as a file."""
        return _("Hand-over note {name}.pdf").format(name=self.holding.officer.name.replace("/", "-"))

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the note"), _("Save the note")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The note as things stand now."""
        work, officer, note, to = self.office.work, self.holding.officer.id, self._note, self._receivers
        return lambda progress: hand_over_note.pdf(work, officer, note, to)

    def word_draft(self) -> Callable[[], bytes]:
        """The note as a Word file."""
        return partial(hand_over_note.docx, self.office.work, self.holding.officer.id, self._note, self._receivers)

    @property
    def _note(self) -> str:
        return self.note or text_of(self.fields.get("note"))

    @property
    def _receivers(self) -> str:
        names = {person.id: person.name for person in self.holding.colleagues}
        to = [text_of(self.fields.get("everything"))]
        to += [text_of(row.get("receiver")) for row in rows_of(self.fields.get("others"))]
        return ", ".join(dict.fromkeys(names[one] for one in to if one in names))
