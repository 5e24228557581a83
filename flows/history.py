"""What a Prefect server holds of our deployment: runs left over, late, to be made up, old. Nobody else's runs are touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flows.prefect_server import HISTORY

_PAGE = 100


def reap(deployment: UUID) -> int:
    """Mark runs that a killed process left going as crashed, with the cycles inside them; returns how many runs."""
    from prefect.client.schemas.filters import FlowRunFilterParentFlowRunId
    from prefect.client.schemas.objects import StateType
    from prefect.states import Crashed

    going = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
    state: Any = Crashed(message="its process was gone when volteface serve started; what it had loaded is kept, the next cycle goes on from there")
    with _client() as client:
        stale = _runs(client, deployment, going)
        inner = client.read_flow_runs(
            flow_run_filter=_filter(going, parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[run.id for run in stale])), limit=_PAGE
        ) if stale else []  # fmt: skip
        for run in (*inner, *stale):
            client.set_flow_run_state(run.id, state, force=True)
    return len(stale)


def skip_late(deployment: UUID, now: datetime) -> int:
    """Skip scheduled runs whose time has passed: they piled up while nobody could run them, and one cycle makes up for all. Returns how many."""
    from prefect.client.schemas.filters import FlowRunFilterNextScheduledStartTime
    from prefect.client.schemas.objects import State, StateType

    state: Any = State(type=StateType.CANCELLED, name="Skipped", message="its time had passed; one cycle makes up for all that were missed")
    with _client() as client:
        late = _runs(client, deployment, (StateType.SCHEDULED,), next_scheduled_start_time=_before(FlowRunFilterNextScheduledStartTime, now))
        for run in late:
            client.set_flow_run_state(run.id, state, force=True)
    return len(late)


def run_now(deployment: UUID, why: str) -> None:
    """Have one cycle run now, the schedule apart; ``why`` begins its name."""
    with _client() as client:
        client.create_flow_run_from_deployment(deployment, name=f"{why}-{datetime.now(UTC):%Y-%m-%dT%H%MZ}")


def forget(deployment: UUID, now: datetime, history: timedelta = HISTORY) -> int:
    """Remove runs that ended longer ago than that, with their cycles, logs and artifacts; returns how many runs.

    For a server of the user's own. Ours does it by itself.
    """
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, FlowRunFilterEndTime, FlowRunFilterParentFlowRunId
    from prefect.client.schemas.objects import StateType

    over = (StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED)
    with _client() as client:
        old = _runs(client, deployment, over, end_time=_before(FlowRunFilterEndTime, now - history))
        for some in (old[n : n + _PAGE] for n in range(0, len(old), _PAGE)):
            ids = [run.id for run in some]
            inner = client.read_flow_runs(flow_run_filter=_filter(over, parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=ids)), limit=200)
            every = [*ids, *(run.id for run in inner)]
            while made := client.read_artifacts(artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=every)), limit=_PAGE):
                for artifact in made:
                    client.delete_artifact(artifact.id)
            for run in every:
                client.delete_flow_run(run)
    return len(old)


@contextmanager
def _client() -> Iterator[Any]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        yield client


def _before(kind: Any, moment: datetime) -> Any:
    return kind(before_=moment)


def _filter(states: Sequence[Any], **more: Any) -> Any:
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType

    return FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states))), **more)


def _runs(client: Any, deployment: UUID, states: Sequence[Any], **more: Any) -> list[Any]:
    """All runs of our deployment in these states."""
    from prefect.client.schemas.filters import FlowRunFilterDeploymentId
    from prefect.client.schemas.sorting import FlowRunSort

    wanted = _filter(states, deployment_id=FlowRunFilterDeploymentId(any_=[deployment]), **more)
    found: list[Any] = []
    while page := client.read_flow_runs(flow_run_filter=wanted, limit=_PAGE, offset=len(found), sort=FlowRunSort.EXPECTED_START_TIME_ASC):
        found += page
    return found
