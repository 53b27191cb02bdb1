"""Python's collector of reference cycles, kept on the main thread.

Left to itself it runs on whichever thread makes the next object. On the thread of the database it
would destroy widgets, timers and models there that somebody has let go of; Qt forbids that, and
the program crashes when the main thread next looks at its events or closes the window.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from partydesk.services.resting_collector import is_resting

_EVERY_MS = 1000
_OLDEST = 2
#: Looking through all that is old stops the window for a quarter of a second; it may take one part
#: in a hundred of the time. Python's own collector goes by how much has grown old, but to count
#: that one holds every object, and a tuple that another thread is just making breaks when held.
_REST = 100


class MainThreadCollector(QObject):
    """Collects by Python's own thresholds whenever the event loop of the main thread has time."""

    def __init__(self, application: QCoreApplication) -> None:
        """Turn the automatic collector off and take its place for as long as the application."""
        super().__init__(application)
        gc.disable()
        self._rests_until = 0.0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due, unless somebody wants it to rest."""
        if is_resting():
            return
        due = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if 0 < most < count
        ]
        if due:
            self._collect(max(due))

    def _collect(self, generation: int) -> None:
        began = time.monotonic()
        if generation == _OLDEST and began < self._rests_until:
            generation -= 1
        gc.collect(generation)
        if generation == _OLDEST:
            ended = time.monotonic()
            self._rests_until = ended + _REST * (ended - began)


def keep_collector_on_main_thread() -> None:
    """See to it before a thread is started that runs Python; more than once does no harm.

    Raises:
        RuntimeError: There is no application yet whose thread could be the main one.
    """
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("threads of the window are started after its application")
    if application.findChild(MainThreadCollector) is None:
        MainThreadCollector(application)
