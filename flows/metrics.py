"""What Prometheus reads: a text file, written whole at the end of each cycle where ``metrics`` in ``[monitor]`` names one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flows.config import Monitor
from flows.runs import Run
from warehouse import health
from warehouse.connection import Connection, Warehouse, query
from warehouse.rows import rows_of

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry


def write(monitor: Monitor, at: datetime, seconds: float) -> tuple[str, ...]:
    """Write the file in one step; returns what there is to say where it could not be written. Without ``metrics``: nothing."""
    if monitor.metrics is None:
        return ()
    from prometheus_client import write_to_textfile

    warehouse = monitor.place
    try:
        with warehouse.reading() as connection:
            registry = _registry(monitor, warehouse, connection, at, seconds)
        monitor.metrics.parent.mkdir(parents=True, exist_ok=True)
        write_to_textfile(str(monitor.metrics), registry)
    except OSError as error:
        return (f"metrics are not written: {monitor.metrics}: {error.strerror or error}",)
    return ()


def _registry(monitor: Monitor, warehouse: Warehouse, connection: Connection, at: datetime, seconds: float) -> CollectorRegistry:
    from prometheus_client import CollectorRegistry, Gauge

    registry = CollectorRegistry()

    def gauge(name: str, help_text: str, *labels: str) -> Gauge:
        return Gauge(f"volteface_{name}", help_text, ("monitor", *labels), registry=registry)

    run = Run(monitor, warehouse, "run", at)
    [counts] = rows_of(connection, query("metrics"), {"run": run.id})
    simple = {
        "last_cycle_timestamp_seconds": ("When the last cycle began, by its own clock.", at.timestamp()),
        "last_cycle_written_timestamp_seconds": ("When this file was written, by the machine's clock.", datetime.now(UTC).timestamp()),
        "last_cycle_duration_seconds": ("How long it took, its report included.", seconds),
        "last_cycle_complete": ("1 where no outlet and no document failed, else 0.", float(counts["outcome"] == "done")),
        "last_cycle_new_versions": ("Article versions stored for the first time.", counts["n_versions"]),
        "last_cycle_new_claims": ("Claims stored for the first time.", counts["n_claims"]),
        "articles": ("Articles in the warehouse.", counts["articles"]),
        "claims": ("Live claims in the warehouse.", counts["claims"]),
        "shifts": ("Live shifts of actors in the warehouse.", counts["shifts"]),
        "warehouse_bytes": ("Size of the published warehouse.", warehouse.size),
        "archive_bytes": ("Size of the archive of pages.", sum(f.stat().st_size for f in warehouse.pages.rglob("*") if f.is_file())),
    }
    for name, (help_text, value) in simple.items():
        gauge(name, help_text).labels(monitor.name).set(value or 0)
    failures = gauge("last_cycle_failures", "Failures of the last cycle, by outlet.", "outlet")
    age = gauge("outlet_last_answer_age_seconds", "How long before the last cycle's beginning an outlet answered last; not there where it never did.", "outlet")
    failed = {r["outlet"]: r["n_failures"] for r in rows_of(connection, query("outlets_of_run"), {"run": run.id})}
    for outlet in monitor.outlets:
        failures.labels(monitor.name, outlet.name).set(failed.get(outlet.name, 0))
    for each in health.answers(connection):
        if each.last_answer is not None:
            age.labels(monitor.name, each.outlet).set(max(0.0, (at - each.last_answer).total_seconds()))
    return registry
