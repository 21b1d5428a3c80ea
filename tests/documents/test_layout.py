"""How rows of a document are laid on pages."""

from typing import Any

from desktop.documents.drawing import GapInk, InkCell, InkRow, paginate


def test_the_last_lines_of_a_part_are_never_alone_on_a_page() -> None:
    def row(height: float, **how: Any) -> InkRow:
        return InkRow([InkCell(0, [GapInk(height)])], **how)

    def heights(*rows: InkRow) -> list[list[float]]:
        return [[placed.height for placed, _top in page.placed] for page in paginate(list(rows), 200, internal=False)]

    assert heights(row(60), row(60), row(60), row(30)) == [[60, 60], [60, 30]]
    assert heights(row(60), row(60), row(60), row(30), row(50)) == [[60, 60, 60], [30, 50]]  # enough of them
    assert heights(row(60), row(50), row(20, leads=True), row(60), row(30)) == [[60, 50], [20, 60, 30]]
    end = heights(row(60), row(60), row(60), row(30), row(90, fresh_page=True))
    assert end == [[60, 60], [60, 30], [90]]  # the part after it does not count


def test_what_hangs_together_for_more_than_a_page_is_not_strewn_over_pages_of_a_line_each() -> None:
    def row(height: float, **how: Any) -> InkRow:
        return InkRow([InkCell(0, [GapInk(height)])], **how)

    led = [row(20, leads=True) for _line in range(5)]
    signatures = [row(85, group=1), row(85, group=1)]
    pages = paginate([row(150), *led, *signatures], 200, internal=False)
    placed = [[row.height for row, _top in page.placed] for page in pages]
    assert placed == [[150], [20, 20, 20, 20], [20, 85, 85]]  # whole, and no signatures without a line of text
