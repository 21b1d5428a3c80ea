"""How rows of a document are laid on pages."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

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


HEIGHTS = st.sampled_from([5, 20, 60, 100, 130])
ROWS = st.lists(
    st.tuples(HEIGHTS, st.booleans(), st.booleans(), st.sampled_from([0, 0, 1, 2]), st.booleans()), max_size=12
)


@given(ROWS, st.sampled_from([10, 30, 50, 66]))
def test_every_row_is_placed_once_and_in_order_whatever_hangs_together_below_a_header(
    rows: list[tuple[int, bool, bool, int, bool]], height: int
) -> None:
    """What a page holds together, but not below the header that it repeats, was carried from page to page for ever."""
    header = InkRow([InkCell(0, [GapInk(height)])])
    laid = [
        InkRow(
            [InkCell(0, [GapInk(tall)])], header=header if headed else None, leads=leads, group=group, fresh_page=new
        )
        for tall, headed, leads, group, new in rows
    ]
    pages = paginate(laid, 200, internal=False)
    placed = [row for page in pages for row, _top in page.placed if any(row is own for own in laid)]
    assert [id(row) for row in placed] == [id(row) for row in laid]
    assert all(page.placed for page in pages[:-1]) and len(pages) <= len(laid) + 1
