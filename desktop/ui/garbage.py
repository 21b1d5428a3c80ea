"""Cycles of garbage are looked for between two events of the window's thread, and nowhere else.

Among what nobody refers to any more are widgets, layouts and timers. Left to itself Python looks for it wherever the
next thing happens to be made: on the thread of a worker, where deleting a widget tears at what the window is changing
at that moment, or in the middle of Qt's laying out a page. Either may end the program at once.
"""

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY, WHILE_BUSY = 100, 25  # ms; what a worker makes in half a second takes 80 ms to look through
ENOUGH = (700, 50, 10)  # new objects, looks among these, looks among those: from then on the next generation is due


def spare_loaded() -> None:
    """Look no more among what stands now: modules and tables stay until the end, and a look among them takes 150 ms."""
    gc.freeze()


class GarbageTurns(QTimer):
    """Looks for garbage from time to time while it runs, about as much as Python would have; Python itself does not.

    While work is under way on another thread it looks among what is new alone: to look through the fifty thousand
    records that such work is reading, again and again, held the window up for half a second each time.
    """

    def __init__(self, parent: QObject, is_busy: Callable[[], bool]) -> None:
        super().__init__(parent, interval=LOOK_EVERY)
        self._is_busy = is_busy
        self.timeout.connect(self.look)
        gc.disable()
        self.start()

    def look(self) -> None:
        """Look among what is as new as there is enough of; sooner again while there is work, of which each look then
        has little to go through."""
        every = WHILE_BUSY if self._is_busy() else LOOK_EVERY
        if every != self.interval():
            self.setInterval(every)
        for generation, most in enumerate(ENOUGH):
            if gc.get_count()[generation] > most and not (generation and self._is_busy()):
                gc.collect(generation)

    def end(self) -> None:
        """Leave it to Python again: there is no other thread any more."""
        self.stop()
        gc.enable()
