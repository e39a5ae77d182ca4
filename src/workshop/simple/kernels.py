"""One kernel a page, and one spare that is already warm, so that a page need not wait for it."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

WARM_UP = ["--IPKernelApp.exec_lines=import workshop.simple.warm", "--log-level=ERROR"]
PAUSE_SECONDS = 3.0
"""After a page has taken the spare; the next one would fight with that page for the processor."""


class WarmKernels(AsyncMappingKernelManager):
    """Gives a page the spare kernel, if there is one, and starts another for the next page."""

    _spare: asyncio.Task[str] | None = None

    def keep_one_warm(self) -> None:
        """Start a spare, unless there is one."""
        if self._spare is None:
            self._spare = asyncio.ensure_future(self._start())

    async def _start(self, **kwargs: Any) -> str:
        kwargs.setdefault("extra_arguments", WARM_UP)
        return await super()._async_start_kernel(**kwargs)

    async def _async_start_kernel(self, **kwargs: Any) -> str:
        spare = await self._take()
        asyncio.get_running_loop().call_later(PAUSE_SECONDS, self.keep_one_warm)
        return spare or await self._start(**kwargs)

    start_kernel = _async_start_kernel

    async def _take(self) -> str | None:
        task, self._spare = self._spare, None
        if task is None:
            return None
        try:
            name = await task
        except Exception:  # whatever it died of: the page starts one of its own and tells
            self.log.exception("The spare kernel did not start.")
            return None
        return name if name in self and await ensure_async(self.is_alive(name)) else None

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """The spare has no page yet; it is not one that was forgotten."""
        if not self._is_spare(kernel_id):
            await super().cull_kernel_if_idle(kernel_id)

    def _is_spare(self, kernel_id: str) -> bool:
        task = self._spare
        return bool(task and task.done() and not task.exception() and task.result() == kernel_id)
