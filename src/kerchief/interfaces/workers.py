"""A few threads for the work that keeps a core busy, each piece with a time limit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


class BusyError(Exception):
    """So much waits already that one more would not be answered in time."""


class Workers:
    """Runs calls in threads; a call that has not begun when its time is up is dropped."""

    def __init__(self, threads: int = 2, seconds: float = 30.0, most_waiting: int = 200) -> None:
        """``seconds`` count from the asking; more than ``most_waiting`` at once are refused."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="kerchief")
        self._seconds = seconds
        self._most_waiting = most_waiting
        self._waiting = 0

    async def run(self, call: Callable[[], Result]) -> Result:
        """What the call returns. Raises BusyError, or TimeoutError when the time is up."""
        if self._waiting >= self._most_waiting:
            raise BusyError
        self._waiting += 1
        try:
            return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(self._pool, call), self._seconds)
        finally:
            self._waiting -= 1

    def begin(self, call: Callable[[], object]) -> None:
        """Run the call when there is time; what becomes of it is nobody's concern."""
        self._pool.submit(call)

    def close(self) -> None:
        """Begin nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)
