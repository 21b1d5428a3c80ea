"""`passerelle papers list|add|save|title|remove|restore|use|ask`: papers kept with a partner, and asking for them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import LANGUAGES, _, plural
from desktop.base.values import JsonObject
from desktop.commands import named, terminal
from desktop.presenters.mail_words import mail_sentence
from desktop.services.diligence import assessments, missing_papers, papers
from desktop.services.diligence.papers import PartnerPaper
from desktop.services.partner_papers import mail_draft
from desktop.services.registry import partner_list

if TYPE_CHECKING:
    from desktop.office import Office


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list the papers of a partner, or of all"))
    shown.add_argument("partner", nargs="?", default="", metavar=_("PARTNER"), help=_("of this partner alone"))
    shown.add_argument("--text", default="", metavar=_("TEXT"), help=_("words of the title or of the file name"))
    shown.set_defaults(run=show)
    add = verbs.add_parser("add", help=_("keep files with a partner"))
    add.add_argument("partner", metavar=_("PARTNER"), help=_("the partner, by name"))
    add.add_argument("files", nargs="+", type=Path, metavar=_("FILE"), help=_("the files"))
    add.set_defaults(run=add_files)
    save = verbs.add_parser("save", help=_("write a copy of the file of a paper"))
    save.add_argument("file", type=Path, metavar=_("FILE"), help=_("where to write it"))
    save.set_defaults(run=save_copy)
    title = verbs.add_parser("title", help=_("give a paper another title"))
    title.add_argument("title", metavar=_("TEXT"), help=_("the title"))
    title.set_defaults(run=change_title)
    for name, removed, about in (
        ("remove", True, _("remove a paper that no case uses")),
        ("restore", False, _("bring a removed paper back")),
    ):
        verbs.add_parser(name, help=about).set_defaults(run=set_aside, removed=removed)
    use = verbs.add_parser("use", help=_("make a paper evidence of questions of a case"))
    use.add_argument("case", metavar=_("NUMBER"), help=_("the number of the case"))
    use.add_argument("questions", nargs="+", metavar=_("CODE"), help=_("the questions, like F02"))
    use.set_defaults(run=use_for_case)
    ask = verbs.add_parser("ask", help=_("the letter that asks for the papers missing from a case, or an email draft"))
    ask.add_argument("case", metavar=_("NUMBER"), help=_("the number of the case"))
    ask.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("ends in .pdf or .eml"))
    ask.add_argument("--in", dest="spoken", choices=LANGUAGES, default="", help=_("the language of the letter"))
    ask.set_defaults(run=ask_for_papers)
    for name, verb in verbs.choices.items():
        if name not in ("list", "add", "ask"):
            verb.add_argument("--id", required=True, metavar="ID", help=_("the id of the paper, as the list shows it"))
        terminal.office_arguments(verb)


def ask_for_papers(options: argparse.Namespace) -> int:
    target: Path = options.out
    with terminal.open_office(options) as office:
        case = named.case(office, options.case)
        if target.suffix.lower() == ".eml":
            data, sentence = mail_draft.to_ask_for_papers(office.work, case.id, options.spoken), mail_sentence(target)
        elif target.suffix.lower() == ".pdf":
            spoken = options.spoken or mail_draft.language_of(office.work, case.partner_id)
            data, sentence = (
                missing_papers.pdf(office.work, case.id, spoken),
                _("The letter is in {path}.").format(path=target),
            )
        else:
            raise terminal.letter_file_unknown(target)
    write_safely(target, data)
    terminal.answer(options, {"file": str(target)}, [sentence])
    return 0


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        names = {line.id: line.name for line in partner_list.find(office.store)}
        ids = [named.partner(office, options.partner)] if options.partner else list(names)
        listed = [(id_, paper) for id_ in ids for paper in papers.of_partner(office.work, id_, options.text)]
    rows = [_row(names.get(id_, ""), paper) for id_, paper in listed]
    lines = terminal.table(
        (row["id"], row["partner"], row["title"], ", ".join(paper.used_in))
        for row, paper in zip(rows, (paper for _id, paper in listed), strict=True)
    )
    terminal.answer(options, {"papers": rows}, lines or [_("No paper is kept with a partner.")])
    return 0


def _row(partner: str, line: PartnerPaper) -> JsonObject:
    paper = line.paper
    return {
        "id": paper.id,
        "partner": partner,
        "title": paper.title,
        "file": paper.name,
        "size": paper.size,
        "sha256": paper.digest,
        "used_in": list(line.used_in),
        "here": line.is_here,
    }


def add_files(options: argparse.Namespace) -> int:
    ids, refused = [], []
    with terminal.open_office(options) as office:
        partner_id = named.partner(office, options.partner)
        for path in options.files:
            try:
                ids.append(papers.add(office.work, partner_id, path).id)
            except Problem as problem:
                refused.append(problem)
    sentence = plural("The paper is kept with the partner.", "{count} papers are kept with the partner.", len(ids))
    terminal.answer(options, {"ids": ids, "refused": [str(problem) for problem in refused]}, [sentence] if ids else [])
    if refused:
        raise Problem("\n".join(problem.text for problem in refused), refused[0].remedy, code=refused[0].code)
    return 0


def save_copy(options: argparse.Namespace) -> int:
    target: Path = options.file
    with terminal.open_office(options) as office:
        _name, data = papers.open_paper(office.work, options.id)
    write_safely(target, data)
    terminal.answer(options, {"file": str(target)}, [_("Saved: {file}").format(file=target)])
    return 0


def change_title(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        papers.retitle(office.work, options.id, options.title)
    terminal.answer(options, {"id": options.id}, [_("The title is changed.")])
    return 0


def set_aside(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        papers.remove(office.work, options.id, options.removed)
    done = _("The paper is removed; nothing was deleted.") if options.removed else _("The paper is back.")
    terminal.answer(options, {"id": options.id}, [done])
    return 0


def use_for_case(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        case = named.case(office, options.case)
        _require_questions(office, case.id, options.questions)
        evidence = papers.take(office.work, case.id, options.questions, options.id)
    terminal.answer(options, {"id": evidence.id}, [_("The paper is evidence of the case.")])
    return 0


def _require_questions(office: "Office", case_id: str, questions: list[str]) -> None:
    form = assessments.read(office.work, case_id).review
    asked = [question for section in form.sections for question in section.questions]
    for question in questions:
        named.require_code(question, asked)
