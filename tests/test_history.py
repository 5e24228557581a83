"""What a Prefect server holds of our deployment is put in order, and nobody else's runs are touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from prefect.settings.models.server.services import ServerServicesDBVacuumSettings

from flows import history
from flows.plan import Plan

NOW = datetime.now(UTC)


@pytest.fixture
def client(prefect: None) -> Iterator[Any]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        yield client


@pytest.fixture
def deployments(client: Any) -> tuple[UUID, UUID]:
    """Ours and somebody else's."""
    from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId
    from prefect.schedules import Cron

    from flows.monitor import scheduled

    ours, others = (
        scheduled.to_deployment(name, schedules=[Cron("0 6 * * *")], parameters={"monitor_file": "m.toml"}).apply() for name in ("ours", "another's")
    )
    for deployment in (ours, others):
        while runs := client.read_flow_runs(deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])), limit=200):
            for run in runs:
                client.delete_flow_run(run.id)
    return ours, others


def run_in(client: Any, deployment: UUID, state: Any) -> UUID:
    run: UUID = client.create_flow_run_from_deployment(deployment).id
    client.set_flow_run_state(run, state, force=True)
    return run


def states(client: Any, deployment: UUID) -> Counter[str]:
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId

    ours = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[deployment]))
    return Counter(run.state.name for run in client.read_flow_runs(flow_run_filter=ours, limit=200))


def test_runs_left_going_are_crashed(client: Any, deployments: tuple[UUID, UUID]) -> None:
    from prefect.states import Completed, Pending, Running

    for deployment in deployments:
        for state in (Running(), Pending(), Completed()):
            run_in(client, deployment, state)
    assert history.reap(deployments[0]) == 2
    assert states(client, deployments[0]) == {"Crashed": 2, "Completed": 1}
    assert states(client, deployments[1]) == {"Running": 1, "Pending": 1, "Completed": 1}
    assert history.reap(deployments[0]) == 0


def test_what_piled_up_is_skipped_and_one_cycle_makes_up_for_it(client: Any, deployments: tuple[UUID, UUID]) -> None:
    from prefect.states import Scheduled

    for deployment, n in zip(deployments, (110, 5), strict=True):  # more than the server gives at once
        for hours in range(1, n + 1):
            run_in(client, deployment, Scheduled(scheduled_time=NOW - timedelta(hours=hours)))
        run_in(client, deployment, Scheduled(scheduled_time=NOW + timedelta(hours=1)))
    assert history.skip_late(deployments[0], NOW) == 110
    assert states(client, deployments[0])["Scheduled"] == 1, "what is still to come stays"
    history.run_now(deployments[0], "made-up")
    due = client.get_scheduled_flow_runs_for_deployments([deployments[0]], scheduled_before=datetime.now(UTC))
    assert len(due) == 1
    due = client.get_scheduled_flow_runs_for_deployments([deployments[1]], scheduled_before=datetime.now(UTC))
    assert len(due) == 5


def test_old_runs_go_with_their_cycles_and_artifacts(client: Any, deployments: tuple[UUID, UUID]) -> None:
    from prefect import flow
    from prefect.client.schemas.actions import ArtifactCreate
    from prefect.states import Completed

    run = {deployment: run_in(client, deployment, Completed()) for deployment in deployments}
    for each in run.values():
        client.create_artifact(ArtifactCreate(key="outlets", type="table", data="[]", flow_run_id=each))

    @flow
    def alone() -> None:
        """Somebody's flow without a deployment."""

    alone()
    before = {r.id for r in client.read_flow_runs(limit=200)}
    assert history.forget(deployments[0], NOW, timedelta(days=30)) == 0
    assert history.forget(deployments[0], NOW + timedelta(days=31), timedelta(days=30)) == 1
    assert before - {r.id for r in client.read_flow_runs(limit=200)} == {run[deployments[0]]}
    assert {a.flow_run_id for a in client.read_artifacts() if a.key == "outlets"} == {run[deployments[1]]}


@pytest.mark.parametrize(
    ("wanted", "history"),
    [
        (Plan("UTC"), timedelta(days=30)),
        (Plan("UTC", cron="0 6 * * *"), timedelta(days=30)),
        (Plan("UTC", cron="*/5 * * * *"), timedelta(minutes=5000)),
        (Plan("UTC", every=60), timedelta(minutes=1000)),
        (Plan("UTC", every=1), timedelta(hours=2)),
    ],
)
def test_history_is_a_month_or_a_thousand_cycles(wanted: Plan, history: timedelta) -> None:
    assert wanted.history == history
    assert ServerServicesDBVacuumSettings(retention_period=wanted.history).retention_period == history, "Prefect takes it"
