"""Persons assisted: how many, how they were counted, when, and by groups; and whether they were reported before."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.numbers import format_number
from desktop.base.progress import Runner
from desktop.base.text import _, in_series, language, pick
from desktop.base.values import Json
from desktop.presenters.correctable_form import CorrectableForm
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.results.head_counts import period_in_words
from desktop.services.office.rights import Right, may
from desktop.services.results import innovations
from desktop.services.results.innovations import NewHeadCount
from desktop.store.records import Activity
from desktop.store.records.values import HeadCount

if TYPE_CHECKING:
    from desktop.office import Office

GROUP = "group:"  # before a dimension and a group, as the key of a field


class AssistedPresenter(CorrectableForm):
    """Persons assisted through an innovation or an activity, without an `id`; else the number on record."""

    shows = frozenset({"result", "activity"})

    def __init__(self, office: "Office", runner: Runner, about: str, id: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.about_id, self.id, self.form_name = about, id, f"assisted:{id or about}"
        self._read()

    def _read(self) -> None:
        page = innovations.assisted_page(self.office.work, self.about_id, self.id)
        self.about, self.head_count, self.before = page.about, page.head_count, page.before

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader's role records what comes of partnerships of this office."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    @property
    def title(self) -> str:
        """How many."""
        if self.head_count is None:
            return _("Persons assisted")
        return _("Persons assisted: {count}").format(count=format_number(self.head_count.count or 0, language()))

    @property
    def state(self) -> str:
        """Through what."""
        return self.about.title

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.head_count is not None and self.head_count.archived

    # --- the form

    @property
    def rows(self) -> FormRows:
        """The fields; each group of a dimension has one, which may stay empty."""
        rules = self.office.definitions.results
        count = FieldSpec(
            "count", InputKind.NUMBER, _("How many persons"), required=_("Say how many."), places=0, chars=10
        )
        method = FieldSpec(
            "method",
            InputKind.DROPDOWN,
            _("How they were counted"),
            options=options((own.id, pick(own.label)) for own in rules.methods),
            required=_("Say how you know."),
            chars=0,
        )
        chosen = rules.by_method.get(text_of(self.fields.get("method")))
        explained = chosen is not None and chosen.explained
        text = FieldSpec(
            "text",
            InputKind.AREA,
            _("How the number was made"),
            _("Whoever asks in two years reads this sentence."),
            required=_("An estimate or a ceiling needs a sentence.") if explained else "",
            lines=2,
        )
        first = FieldSpec("happened_on", InputKind.DATE, _("First day"), required=_("Say since which day."))
        last = FieldSpec("until", InputKind.DATE, _("Last day"))
        others = FieldSpec("others", InputKind.YES, _("They are others than those reported before"))
        groups = [
            [
                FieldSpec(
                    f"{GROUP}{dimension.id}:{code}",
                    InputKind.NUMBER,
                    pick(label),
                    pick(dimension.label) if not place else "",
                    places=0,
                    chars=8,
                )
                for place, (code, label) in enumerate(dimension.groups.items())
            ]
            for dimension in rules.dimensions
        ]
        return [[count, method], [first, last], [text], *([[others]] if self.asks_others else []), *groups]

    @property
    def asks_others(self) -> bool:
        """Whether it matters that they may be the ones reported before."""
        return bool(self.before) or (self.head_count is not None and self.head_count.others)

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record."""
        own = self.head_count
        if own is None:
            return {}
        return {
            "count": str(own.count or ""),
            "method": own.method,
            "text": own.text,
            "happened_on": own.happened_on or "",
            "until": own.until or "",
            "others": own.others,
            **{f"{GROUP}{part.dimension}:{part.group}": str(part.count) for part in own.breakdown},
        }

    def take(self, key: str, value: Json) -> None:
        super().take(key, value)
        if key == "others":
            self.changed()

    @property
    def _new(self) -> NewHeadCount:
        typed, rules = self.fields, self.office.definitions.results
        parts = (
            HeadCount(dimension=dimension.id, group=code, count=_whole(typed.get(f"{GROUP}{dimension.id}:{code}")))
            for dimension in rules.dimensions
            for code in dimension.groups
        )
        return NewHeadCount(
            count=_whole(typed.get("count")),
            method=text_of(typed.get("method")),
            happened_on=text_of(typed.get("happened_on")),
            until=text_of(typed.get("until")),
            breakdown=tuple(part for part in parts if part.count),
            text=text_of(typed.get("text")),
            others=self.asks_others and typed.get("others") is True,
        )

    @property
    def caution(self) -> str:
        """What was reported besides, while nobody said that these are others."""
        if not self.before or self.fields.get("others") is True:
            return ""
        spoken = language()
        reported = in_series(
            spoken,
            [
                f"{period_in_words(own.happened_on, own.until)}: {format_number(own.count or 0, spoken)}"
                for own in self.before
            ],
        )
        return _(
            "Persons are on record already for the same thing ({reported}). Unless these are others, only the highest "
            "number counts."
        ).format(reported=reported)

    def save(self) -> None:
        """Record it, or correct it, and go back to what it hangs on. Raises Problem where something lacks."""
        if self.id:
            innovations.correct_head_count(self.office.work, self.id, self._new)
        else:
            innovations.assist(self.office.work, self.about_id, self._new)
        self.forget()
        self.go_back()

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Nothing beside the form."""
        return ()

    def set_aside(self, aside: bool) -> None:
        """Take it back, or bring it back."""
        innovations.set_aside(self.office.work, self.id, aside)
        self.refresh()

    @property
    def of_activity(self) -> bool:
        """Whether they were assisted through an activity."""
        return isinstance(self.about, Activity)

    def go_back(self) -> None:
        """Back to the innovation or the activity."""
        self.open_place("activity" if self.of_activity else "innovation", id=self.about_id)

    def open_list(self) -> None:
        """To the innovations or the activities."""
        self.open_place("activities" if self.of_activity else "innovations")


def _whole(typed: Json) -> int:
    """A number that was typed, as a whole one; 0 for nothing."""
    text = text_of(typed)
    return int(text.partition(".")[0] or 0) if text else 0
