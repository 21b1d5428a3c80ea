"""`passerelle training`: trainings and focal points of an office; exercises and certificate of the training office."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import N_, _, language
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.definitions.handbook import handbook
from desktop.services.demo import exercises
from desktop.services.demo.certificate import certificate
from desktop.services.demo.exercises import Exercise
from desktop.services.office import focal_points, office_paper, people, trainings
from desktop.services.office.focal_points import NewFocalPoint
from desktop.services.office.trainings import NewTraining

if TYPE_CHECKING:
    from desktop.office import Office

WHO = N_("somebody with an account here, or any other name")


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list every training and who was never trained"))
    shown.set_defaults(run=show)
    _record_arguments(verbs.add_parser("record", help=_("record a training")))
    attached = verbs.add_parser("attach", help=_("keep the certificate of a training"))
    attached.add_argument("id", metavar="ID", help=_("the id, as the list shows it"))
    attached.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the certificate"))
    attached.set_defaults(run=attach)
    away = verbs.add_parser("take-back", help=_("take back a training that was recorded by mistake"))
    away.set_defaults(run=take_back)
    back = verbs.add_parser("bring-back", help=_("bring back a training that was taken back"))
    back.set_defaults(run=bring_back)
    practised = verbs.add_parser("exercises", help=_("the exercises of the training office: what is done, what lacks"))
    practised.set_defaults(run=show_exercises)
    paper = verbs.add_parser("certificate", help=_("the certificate of who did all exercises, as a PDF"))
    paper.add_argument("name", metavar=_("NAME"), help=_("the real name of who did them"))
    paper.add_argument("--to", required=True, type=terminal.file, metavar=_("FILE"), help=_("the file, a PDF"))
    paper.set_defaults(run=write_certificate)
    points = verbs.add_parser("focal-points", help=_("list the focal points and substitutes, with what they lack"))
    points.set_defaults(run=show_points)
    name = verbs.add_parser("name", help=_("name a focal point or a substitute"))
    name.add_argument("name", metavar=_("NAME"), help=_(WHO))
    name.add_argument("--since", required=True, type=named.day, metavar=_("DAY"), help=_("the first day"))
    name.add_argument("--until", type=named.day, metavar=_("DAY"), help=_("the last day, where it is over"))
    name.add_argument("--function", default="", metavar=_("TEXT"), help=_("the function"))
    name.add_argument("--substitute-of", default="", metavar=_("NAME"), help=_("the focal point it stands in for"))
    name.set_defaults(run=name_point)
    end = verbs.add_parser("end", help=_("write the last day of a focal point or a substitute"))
    end.add_argument("--on", required=True, type=named.day, metavar=_("DAY"), help=_("the last day"))
    end.set_defaults(run=end_point)
    for verb in (away, back, end):
        verb.add_argument("id", metavar="ID", help=_("the id, as the list shows it"))
    for verb in (shown, attached, away, back, practised, paper, points, name, end):
        terminal.office_arguments(verb)


def _record_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("name", metavar=_("NAME"), help=_(WHO))
    verb.add_argument("--subject", action="append", required=True, metavar=_("CODE"), help=_("in what; repeat it"))
    verb.add_argument("--on", required=True, type=named.day, metavar=_("DAY"), help=_("its last day"))
    verb.add_argument("--hours", default="", metavar=_("HOURS"), help=_("how long, in hours"))
    verb.add_argument("--by", default="", metavar=_("NAME"), help=_("who gave it"))
    verb.add_argument("--way", default="", metavar=_("CODE"), help=_("how, a code of forms/function.toml"))
    verb.add_argument("--function", default="", metavar=_("TEXT"), help=_("the function"))
    terminal.office_arguments(verb)
    verb.set_defaults(run=record)


def _account(office: "Office", name: str) -> str:
    """The id of the officer of this name; empty for somebody without an account."""
    return next((one.id for one in people.officers(office.store) if name in (one.id, one.name)), "")


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        register = trainings.register(office.work)
    data: list[Json] = [
        {
            "id": standing.training.id,
            "office": standing.training.office,
            "name": standing.training.name,
            "function": standing.training.function,
            "subjects": list(standing.training.subjects),
            "on": standing.training.taken_on,
            "hours": standing.training.hours,
            "by": standing.training.trainer,
            "way": standing.training.way,
            "certificate": standing.training.certificate_name,
            "until": standing.until.isoformat() if standing.until is not None else None,
            "state": str(standing.state),
        }
        for standing in register.standings
    ]
    untrained: list[Json] = [{"office": one.office, "name": one.name} for one in register.untrained]
    lines = terminal.table(
        (
            standing.training.id[: named.BEGINNING],
            standing.training.office,
            standing.training.name,
            ", ".join(standing.training.subjects),
            standing.training.taken_on,
            standing.until or "",
            str(standing.state),
        )
        for standing in register.standings
    )
    lines += [_("Never trained: {name}").format(name=f"{one.name} ({one.office})") for one in register.untrained]
    terminal.answer(options, {"trainings": data, "never_trained": untrained}, lines or [_("No training.")])
    return 0


def record(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        rules = office.definitions.function
        named.require_codes(options.subject, rules.by_subject)
        named.require_code(options.way, ("", *rules.ways))
        new = NewTraining(
            name=options.name,
            subjects=tuple(options.subject),
            taken_on=options.on.isoformat(),
            officer_id=_account(office, options.name),
            function=options.function,
            hours=str(terminal.number(options.hours)) if options.hours else "",
            trainer=options.by,
            way=options.way,
        )
        training = trainings.record(office.work, new)
    terminal.answer(options, {"id": training.id}, [_("The training is recorded.")])
    return 0


def attach(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        trainings.attach(office.work, named.training(office, options.id), options.file)
    terminal.answer(options, {"id": options.id}, [_("The certificate is kept with the training.")])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        trainings.set_aside(office.work, named.training(office, options.id), True)
    terminal.answer(options, {"id": options.id}, [_("The training was taken back.")])
    return 0


def bring_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        trainings.set_aside(office.work, named.training(office, options.id, archived=True), False)
    terminal.answer(options, {"id": options.id}, [_("The training was brought back.")])
    return 0


def _exercises(office: "Office") -> tuple[Exercise, ...]:
    """The exercises as the records have them; raises Problem in a real office."""
    if not office.is_practice:
        raise Problem(
            _("The exercises are done in the training office, never with real records."),
            _("Name its folder with --office."),
            code="exercises-in-real-office",
        )
    return exercises.read(office.work, office.backups)


def show_exercises(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        every = _exercises(office)
    sections = handbook(language()).sections
    data: list[Json] = [
        {
            "exercise": exercise.key.removeprefix("exercise_"),
            "title": sections[exercise.key].title,
            "done": exercise.is_done,
            "lacks": [requirement.words for requirement in exercise.requirements if not requirement.is_met],
        }
        for exercise in every
    ]
    lines: list[str] = []
    for exercise in every:
        lines.append(f"{'✓' if exercise.is_done else '·'} {sections[exercise.key].title}")
        lines += [f"    {requirement.words}" for requirement in exercise.requirements if not requirement.is_met]
    terminal.answer(options, {"exercises": data}, lines)
    return 0


def write_certificate(options: argparse.Namespace) -> int:
    target: Path = options.to
    if target.suffix.lower() != ".pdf":
        raise terminal.no_pdf(target)
    with terminal.open_office(options) as office:
        work = office.work
        pdf = certificate(options.name, _exercises(office), work.today(), language(), office_paper.of(work))
    write_safely(target, pdf.data)
    terminal.answer(options, {"file": str(target)}, [_("The certificate is in {file}").format(file=target)])
    return 0


def show_points(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        register = focal_points.register(office.work)
    data: list[Json] = [
        {
            "id": standing.point.id,
            "office": standing.point.office,
            "name": standing.point.name,
            "function": standing.point.function,
            "since": standing.point.first_on,
            "until": standing.point.last_on,
            "substitute_of": standing.stands_in_for,
            "when": str(standing.time),
            "lacks": list(standing.lacking),
        }
        for standing in register.standings
    ]
    lines = terminal.table(
        (
            standing.point.id[: named.BEGINNING],
            standing.point.office,
            standing.point.name,
            standing.point.first_on,
            standing.point.last_on or "",
            str(standing.time),
            ", ".join(standing.lacking),
        )
        for standing in register.standings
    )
    lines += [_("No focal point: {office}").format(office=office) for office in register.without]
    lines += [
        _("No focal point who is trained: {office}").format(office=office)
        for office in register.untrained
        if office not in register.without
    ]
    answer: dict[str, Json] = {
        "focal_points": data,
        "without": list(register.without),
        "without_training": list(register.untrained),
    }
    terminal.answer(options, answer, lines)
    return 0


def name_point(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        new = NewFocalPoint(
            name=options.name,
            first_on=options.since.isoformat(),
            officer_id=_account(office, options.name),
            function=options.function,
            last_on=options.until.isoformat() if options.until else "",
            stands_in_for=named.focal_point(office, options.substitute_of) if options.substitute_of else "",
        )
        point = focal_points.record(office.work, new)
    terminal.answer(options, {"id": point.id}, [_("The focal point is recorded.")])
    return 0


def end_point(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        point = focal_points.read(office.work, named.focal_point(office, options.id))
        new = NewFocalPoint(
            point.name,
            point.first_on,
            point.officer_id,
            point.function,
            options.on.isoformat(),
            point.stands_in_for,
            point.notes,
        )
        focal_points.correct(office.work, point.id, new)
    terminal.answer(options, {"id": point.id}, [_("The last day is recorded.")])
    return 0
