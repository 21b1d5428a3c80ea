"""What happens at every key: judging an answer, filling a field of an agreement, reading the clauses."""

import re
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace

from pytest_benchmark.fixture import BenchmarkFixture

from desktop.base import paths
from desktop.base.progress import RunNow
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.clauses.checking import check_clauses
from desktop.definitions.clauses.parsing import parse
from desktop.definitions.form import load_form
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.services.agreements import composing, drafting
from desktop.services.diligence import assessments, findings
from tests.agreed import Agreed, agreed, agreed_folder
from tests.casework import Casework, work

__all__ = ["agreed", "agreed_folder", "work"]
Say = Callable[[str], None]


def best(deed: Callable[[], object], rounds: int = 20) -> float:
    """Milliseconds of processor time of the fastest of some rounds."""
    spent = []
    for _round in range(rounds):
        start = time.process_time()
        deed()
        spent.append((time.process_time() - start) * 1000)
    return min(spent)


def test_judging_an_answer_as_it_is_typed(work: Casework, benchmark: BenchmarkFixture, tell: Say) -> None:
    """Peer: reading the case from the database."""
    file, definitions = work.file, work.office.definitions
    judged = best(lambda: assessments.judge(definitions, file, "C01", AnswerContent(value="no")))
    read = best(lambda: work.file)
    benchmark(lambda: assessments.judge(definitions, file, "C01", AnswerContent(value="no")))
    tell(f"judge an answer {judged:.2f} ms, read the case {read:.2f} ms")
    assert judged <= 2 * read


FINDING = {"text": "x", "source": "s", "status": "allegation", "credibility": "reliable", "scale": 2, "scope": 1}


def test_a_new_level_with_two_hundred_findings(work: Casework, benchmark: BenchmarkFixture, tell: Say) -> None:
    """Floor: the same answer judged without any finding. The target is 30 ms until the level is on the screen."""
    form, plain = work.office.definitions.form, work.file
    complete, places = plain, [question.id for question in form.questions if question.when.text == "True"]
    answers = dict(plain.answers)
    for number in range(200):
        id_ = places[number % len(places)]
        content = answers.get(id_, AnswerContent(value="no"))
        answers[id_] = replace(content, on_record=(*content.on_record, {"id": str(number), **FINDING}))
    complete = replace(plain, answers=answers, review=form.review(answers, plain.facts))
    typed = AnswerContent(value="no")

    def show() -> None:
        judged = assessments.judge(work.office.definitions, complete, "C01", typed)
        findings.lines_at(form, judged, "C01")

    floor = best(lambda: assessments.judge(work.office.definitions, plain, "C01", typed))
    took = best(show)
    benchmark(show)
    tell(f"a new level with 200 findings {took:.1f} ms (target 30), {took / floor:.1f} x without any")
    assert took <= 12 * floor


def test_a_field_of_an_agreement_kept_and_everything_shown_again(
    agreed: Agreed, benchmark: BenchmarkFixture, tell: Say
) -> None:
    """Floor: the same change stored by the service, the agreement read once. The target is 50 ms for the window."""
    made = agreed.complete()
    shown = AgreementPresenter(agreed.office, RunNow(), made.id, "parties")
    shown.refresh()
    shown.changed = lambda: shown.fields.groups

    def keep() -> None:
        shown.fields.save("delivery.place", f"Dakar {time.perf_counter_ns()}")

    def store() -> None:
        drafting.save_field(agreed.office.work, made.id, "delivery.place", f"Dakar {time.perf_counter_ns()}")
        composing.compose(agreed.office.work, made.id)

    floor, took = best(store), best(keep)
    benchmark.pedantic(keep, rounds=10)
    tell(f"a field stored and shown again {took:.1f} ms (target 50), {took / floor:.1f} x storing and reading it")
    assert took <= 5 * floor


def test_reading_the_questionnaire(benchmark: BenchmarkFixture, tell: Say) -> None:
    """Floor: parsing the same file as TOML."""
    path = paths.forms() / "diligence" / "questionnaire.toml"
    floor = best(lambda: tomllib.loads(path.read_text("utf-8")), 5)
    took = best(lambda: load_form(path), 5)
    benchmark.pedantic(lambda: load_form(path), rounds=3)
    tell(f"the questionnaire read and checked {took:.0f} ms, {took / floor:.1f} x parsing its file")
    assert took <= 4 * floor


def test_reading_and_checking_the_clauses(benchmark: BenchmarkFixture, tell: Say) -> None:
    """Floor: finding the tags of the same texts by one expression."""
    sources = [path.read_text("utf-8") for path in sorted((paths.forms() / "clauses").glob("*.clause"))]
    from desktop.definitions.loading import Definitions

    fields = Definitions.load(paths.forms()).library.fields
    tags = re.compile(r"\{\{([^{}]*)\}\}|^\S.*$", re.MULTILINE)
    floor = best(lambda: [tags.findall(source) for source in sources])
    took = best(lambda: check_clauses([parse(source) for source in sources], fields))
    benchmark(lambda: check_clauses([parse(source) for source in sources], fields))
    tell(f"{len(sources)} clauses read and checked {took:.1f} ms, {took / floor:.0f} x finding their tags")
    assert took <= 60 * floor
