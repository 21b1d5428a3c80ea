"""The page of the exercises: what is done and what lacks, the way there, the certificate; none in a real office."""

import shutil
from pathlib import Path

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.office.exercises import ExercisesPresenter
from tests.commands.running import Run, run
from tests.offices import Templates, office, office_folder
from tests.refusal import refused
from tests.training import opened, set_up_training

__all__ = ["office", "office_folder", "run"]


def test_the_first_that_is_not_done_is_shown_and_leads_where_it_is_done(
    templates: Templates, run: Run, tmp_path: Path
) -> None:
    shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "training")
    who = ("--office", tmp_path / "training", "--officer", "Awa Ndiaye")
    code, said, _why = run("training", "exercises", *who)
    assert code == 0 and said.count("Exercice ") == 6
    assert run("training", "certificate", "Fatou Sarr", "--to", tmp_path / "c.pdf", *who)[0] == 1
    with opened(tmp_path / "training") as training:
        shown = ExercisesPresenter(training, RunNow())
        went: list[str] = []
        shown.open_place = lambda key, /, **_arguments: went.append(key)
        shown.refresh()
        assert shown.chosen == "exercise_partner" and "0 exercices sur 6" in shown.state
        assert all(line.lacking for line in shown.lines) and not shown.all_done
        for line in shown.lines:
            shown.choose(line.key)
            assert shown.section is not None and shown.section.title == line.title
            shown.go_there()
        assert went == ["search", "diligence", "diligence", "agreement", "partner", "people"]
        shown.write_name("Fatou Sarr")
        with refused("exercises-not-done"):
            shown.show_paper()


def test_a_real_office_has_none(office: Office) -> None:
    shown = ExercisesPresenter(office, RunNow())
    shown.refresh()
    assert not shown.lines and shown.section is None and "bureau d’entraînement" in shown.refusal
