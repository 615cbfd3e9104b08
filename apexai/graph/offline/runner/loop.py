"""The event loop of a preview: answers the monitor's calls in place, and notices when a program waits for ever."""

from __future__ import annotations

import asyncio
import threading


class StalledError(Exception):
    """Nothing is left to run, and something still waits."""


class PreviewLoop(asyncio.SelectorEventLoop):
    """Runs what the SDK hands to its executor on the spot: our monitor answers at once, and a thread costs more.

    Not while a transform is registered: the monitor then calls back into this loop, and needs it free.
    """

    def __init__(self):
        super().__init__()
        self.answers_in_place = True

    def run_in_executor(self, executor, func, *args):
        if executor is not None or not self.answers_in_place or not _is_of_sdk(func):
            return super().run_in_executor(executor, func, *args)
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def _run_once(self):
        if not self._ready and not self._scheduled and self._is_alone():
            raise StalledError
        super()._run_once()

    def _is_alone(self):
        """True where no thread, socket or timer can ever wake this loop."""
        return threading.active_count() == 1 and len(self._selector.get_map()) <= 1 and not self._stopping


def _is_of_sdk(func):
    return getattr(func, "__module__", "").startswith("pulumi.")
