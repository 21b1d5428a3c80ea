"""The signed figures of a period on paper: each as signed, restated and now, the restatements, who signed (¶30 a)."""

from desktop.base.text import N_, _, language, pick
from desktop.documents.enclosures.sums_sheet import PrintedSums, SumsSheet, draw_sums
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.results import period_words
from desktop.services.results.figures_sheet import NUMBER, WORDY
from desktop.services.results.periods import ListedPeriod
from desktop.services.work import Work


def pdf(work: Work, own: ListedPeriod, title: str) -> bytes:
    """The sheet as PDF bytes in the language now spoken."""
    spoken, indicators = language(), work.definitions.indicators
    labels = {one.id: pick(one.label) for one in indicators.every}
    rows = tuple(
        (
            labels.get(figure.indicator, figure.indicator),
            *(period_words.amount(indicators, one) for one in own.stages(figure)),
        )
        for figure in own.closing.figures
    )
    heads = (_("Indicator"), _("As signed"), _("Restated"), _("Now"))
    tables = [PrintedSums(_("Figures"), heads, rows, layout=(WORDY, NUMBER, NUMBER, NUMBER))]
    facts = tuple((label, words) for label, words in period_words.facts(indicators, own))
    signing = _("Step"), _("By whom, and when")
    tables.append(PrintedSums(_("Signatures"), signing, facts, layout=((1.0, "left"), WORDY)))
    sentences = tuple(period_words.restatement(indicators, restated) for restated in own.restatements)
    profile, mark = office_profile.read(work.store), marks.of_office(work.store, (spoken,))
    sheet = SumsSheet(
        _("Figures {period}").format(period=title),
        N_("Results against the strategy (¶29, ¶30 a)"),
        "period",
        (period_words.state(own), *sentences),
        tuple(tables),
        (),
    )
    days = f"{own.closing.first_on}-{own.closing.last_on}"
    reference = f"{profile.code}-P-{days}"
    return draw_sums(sheet, spoken, reference, work.clock.stamp(), profile.name, mark, office_paper.of(work)).data
