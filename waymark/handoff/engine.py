"""DBOS in this process: started late, quiet, and with a name of its own.

The module imports DBOS, which is slow; only `Watch` imports it, once the gateway listens.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone
from pathlib import Path

from dbos import DBOS, DBOSConfig, SetWorkflowID, WorkflowStatus

from waymark.handoff.escalation import alert, bind, escalate
from waymark.handoff.parts import Parts
from waymark.handoff.steps import Steps
from waymark.store import Case

_FORGET_AT_ONCE = 100


class Engine:
    """The running DBOS. There is one in a process, made within the event loop on which its workflows run.

    Started otherwise, DBOS takes a workflow that is interrupted by a clean stop for failed, and never resumes it.
    """

    def __init__(self, parts: Parts, executor_id: str):
        self._executor_id = executor_id
        self._version = parts.settings.app_version
        bind(Steps(parts))
        _log_by_place_only()
        url = parts.settings.escalation_url
        if url.startswith("sqlite"):
            _make_file(Path(url.removeprefix("sqlite:///")))
        DBOS(config=self._config(url))
        try:
            DBOS.launch()
        except BaseException:
            DBOS.destroy()
            raise

    def stop(self) -> None:
        """End all threads, once no workflow runs on the event loop any more."""
        DBOS.destroy()

    async def escalate(self, case: Case, rounds: int) -> None:
        """Begin the escalation of a case; begun once, however often and from wherever this is called."""
        round_id = case.id if rounds == 0 else f"{case.id}:{rounds + 1}"
        with SetWorkflowID(round_id):
            await DBOS.start_workflow_async(escalate, case.id, round_id)

    async def alert(self, case: Case) -> None:
        """Page once for the level that a case has risen to."""
        alert_id = f"{case.id}:{case.level}"
        with SetWorkflowID(alert_id):
            await DBOS.start_workflow_async(alert, case.id, alert_id)

    async def others(self) -> set[str]:
        """Return the other executors that have escalations of our version under way, alive or not."""
        return {each.executor_id for each in await self._pending() if each.executor_id} - {self._executor_id}

    async def resume(self, executor_id: str) -> int:
        """Go on with the escalations of an executor that is dead; return how many."""
        pending = await self._pending(executor_id)
        for each in pending:
            await DBOS.resume_workflow_async(each.workflow_id)
        return len(pending)

    async def forget_finished(self, days: int) -> None:
        """Delete what DBOS remembers of escalations that ended so many days ago: ids and times."""
        before = (datetime.now(timezone.utc) - timedelta(days=days)).isoformat()
        finished = await DBOS.list_workflows_async(
            completed_before=before, limit=_FORGET_AT_ONCE, load_input=False, load_output=False
        )
        await DBOS.delete_workflows_async([each.workflow_id for each in finished])

    async def _pending(self, executor_id: str | None = None) -> list[WorkflowStatus]:
        return await DBOS.list_workflows_async(
            status="PENDING", app_version=self._version, executor_id=executor_id, load_input=False, load_output=False
        )

    def _config(self, url: str) -> DBOSConfig:
        return {
            "name": "waymark",
            "system_database_url": url,
            "application_version": self._version,
            "executor_id": self._executor_id,
            "log_level": "WARNING",
            "enable_otlp": False,
            "use_listen_notify": False,
            "sys_db_pool_size": 5,
        }


def _log_by_place_only() -> None:
    """Let DBOS's warnings pass through our own handler, which never prints a message; it brings one that does."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.propagate = True


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
