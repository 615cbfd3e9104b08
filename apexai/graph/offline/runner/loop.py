"""The event loop of a preview: answers the monitor's calls in place, and notices when a program waits for ever."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable
from typing import Any


class StalledError(Exception):
    """Nothing is left to run, and something still waits."""


class PreviewLoop(asyncio.SelectorEventLoop):
    """Runs what the SDK hands to its executor on the spot: our monitor answers at once, and a thread costs more.

    Where callbacks into the program have a say the monitor gives an awaitable, which runs as a task: everything is
    on this one thread, and in the same order each time.
    """

    stalled = False

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]
        if executor is not None or not _is_of_sdk(func):
            return super().run_in_executor(executor, func, *args)
        future = self.create_future()
        try:
            result = func(*args)
        except Exception as error:
            future.set_exception(error)
            return future
        if inspect.iscoroutine(result):
            return self.create_task(result)
        if isinstance(result, tuple) and result and inspect.iscoroutine(result[0]):
            return self.create_task(_with_rest(*result))  # a response and what went wrong, as `invoke` has it
        future.set_result(result)
        return future

    def _run_once(self) -> None:
        if not self._ready and not self._scheduled and self._is_alone():  # type: ignore[attr-defined]
            self.stalled = True
            raise StalledError
        super()._run_once()  # type: ignore[misc]

    def _is_alone(self) -> bool:
        """True where no thread, socket or timer can ever wake this loop."""
        watched = self._selector.get_map()  # type: ignore[attr-defined]
        return threading.active_count() == 1 and len(watched) <= 1 and not self._stopping  # type: ignore[attr-defined]


async def _with_rest(response: Any, *rest: Any) -> Any:
    return (await response, *rest)


def _is_of_sdk(func: Callable[..., Any]) -> bool:
    return (getattr(func, "__module__", None) or "").startswith("pulumi.")
