"""What partnerships taught (¶30 f): what worked, what did not, for whom it is of use; asked when one comes to its end.

What somebody typed in a line when a partnership was closed stands among them until a lesson of it is written down.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.office import people
from desktop.services.office.believed_clock import believed_day
from desktop.services.office.rights import Right, require
from desktop.services.results.taking_part import NamedPartnership, TakingPart, named_partnerships, taking_part
from desktop.services.work import Work
from desktop.store.records import Lesson, Partnership


@dataclass(frozen=True, kw_only=True)
class NewLesson:
    """A lesson as it is written down; `themes` are of forms/strategy.toml, `agreement_id` at whose end it was asked."""

    partnership_id: str
    title: str
    worked: str = ""
    failed: str = ""
    useful_for: str = ""
    themes: tuple[str, ...] = ()
    shared: bool = False
    agreement_id: str = ""


@dataclass(frozen=True)
class LessonLine:
    """A lesson with its partnership. `lesson` is None for what was typed when the partnership was closed."""

    lesson: Lesson | None
    partnership_id: str
    office: str
    title: str
    themes: tuple[str, ...]
    whose: NamedPartnership


@dataclass(frozen=True)
class LessonPage:
    """What the page of a lesson reads: the lesson (None for a new one), its partnership as it is on record, of whom it
    may be, and the names of officers by id."""

    lesson: Lesson | None
    planned: Partnership | None
    whose: TakingPart
    officers: Mapping[str, str]
    of_it: NamedPartnership


# --- deeds


def record(work: Work, new: NewLesson) -> Lesson:
    """Write a lesson down. Raises Problem without a partnership, or without what was learned."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Lesson recorded"), work.officer.id) as session:
        lesson = Lesson(noted_by=work.officer.id, noted_on=believed_day(work), agreement_id=new.agreement_id)
        _write(work, lesson, new)
        session.add(lesson)
    return lesson


def correct(work: Work, lesson_id: str, new: NewLesson) -> None:
    """Correct what was written. Raises Problem as `record` does."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Lesson corrected"), work.officer.id) as session:
        _write(work, session.get_one(Lesson, lesson_id), new)


def set_aside(work: Work, lesson_id: str, aside: bool) -> None:
    """Take back what was recorded by mistake, or bring it back; nothing is deleted."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Lesson taken back") if aside else N_("Lesson brought back"), work.officer.id) as session:
        session.get_one(Lesson, lesson_id).archived = aside


def _write(work: Work, lesson: Lesson, new: NewLesson) -> None:
    title = " ".join(new.title.split())
    if not new.partnership_id or not title:
        raise Problem(
            _("The partnership or the lesson itself lacks; nothing was recorded."),
            _("Say of which partnership it is, and in one sentence what it taught."),
            code="lesson-incomplete",
        )
    lesson.partnership_id, lesson.title = new.partnership_id, title
    lesson.worked, lesson.failed, lesson.useful_for = new.worked.strip(), new.failed.strip(), new.useful_for.strip()
    lesson.themes = [theme.id for theme in work.definitions.strategy.themes if theme.id in new.themes]
    lesson.shared = new.shared


# --- reading


def page(work: Work, lesson_id: str, partnership_id: str, named: Iterable[str]) -> LessonPage:
    """What the page of a lesson reads, or of a new one of this partnership; `named` are partners to choose among.
    Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        lesson = session.get_one(Lesson, lesson_id) if lesson_id else None
        about = lesson.partnership_id if lesson is not None else partnership_id
        return LessonPage(
            lesson,
            session.get(Partnership, about) if about else None,
            taking_part(session, about, named),
            people.names_in(session),
            named_partnerships(session, (about,)).get(about, NamedPartnership()),
        )


def ids(work: Work, archived: bool = False) -> Sequence[str]:
    """The ids of the lessons known here: of those that were taken back, or of the others."""
    with work.store.read() as session:
        return session.scalars(select(Lesson.id).where(Lesson.archived.is_(archived)).order_by(Lesson.id)).all()


def every(work: Work, partnership_id: str = "") -> Sequence[LessonLine]:
    """Every lesson, or those of a partnership, the last noted first; then what was typed at a closing, by title."""
    with work.store.read() as session:
        query = _current().order_by(Lesson.noted_on.desc(), Lesson.title)
        typed = select(Partnership).where(Partnership.lessons != "", Partnership.archived.is_(False))
        if partnership_id:
            query = query.where(Lesson.partnership_id == partnership_id)
            typed = typed.where(Partnership.id == partnership_id)
        lessons = session.scalars(query).all()
        written = {lesson.partnership_id for lesson in lessons}
        at_closing = [row for row in session.scalars(typed.order_by(Partnership.title)) if row.id not in written]
        planned = named_partnerships(session, [*written, *(row.id for row in at_closing)])
    nobody = NamedPartnership()
    return [
        *(
            LessonLine(
                own,
                own.partnership_id,
                own.office,
                own.title,
                tuple(own.themes),
                planned.get(own.partnership_id, nobody),
            )
            for own in lessons
        ),
        *(
            LessonLine(None, row.id, row.office, " ".join(row.lessons.split()), tuple(row.themes), planned[row.id])
            for row in at_closing
        ),
    ]


def of_partner(session: Session, own: Collection[str]) -> Sequence[Lesson]:
    """The lessons of the partnerships of a partner, by the ids of all its records, the last noted first."""
    planned = select(Partnership.id).where(Partnership.partner_id.in_(own))
    query = _current().where(Lesson.partnership_id.in_(planned))
    return session.scalars(query.order_by(Lesson.noted_on.desc(), Lesson.title)).all()


def taught(work: Work, partnership_id: str) -> bool:
    """Whether a lesson of a partnership is on record."""
    with work.store.read() as session:
        return session.scalar(_current().where(Lesson.partnership_id == partnership_id).limit(1)) is not None


def _current() -> Select[Lesson]:
    return select(Lesson).where(Lesson.archived.is_(False), Lesson.title != "")
