"""The moment of a run. What is known in a warehouse only ever grows later, whatever the machine's clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from extract.errors import MonitorError
from warehouse.connection import Warehouse, query
from warehouse.rows import rows_of

STEP = timedelta(seconds=1)


def last_moment(warehouse: Warehouse) -> datetime | None:
    """The moment of the last run of any kind, ended or not; None where there was none."""
    if not (warehouse.working.exists() or warehouse.path.exists()):
        return None
    with warehouse.writing() as connection:
        moment: datetime | None = rows_of(connection, query("last_moment"))[0]["at"]
        return moment.astimezone(UTC) if moment else None


def moment_of(warehouse: Warehouse, wanted: datetime | None = None) -> tuple[datetime, tuple[str, ...]]:
    """The moment for the next run, and what there is to say about it.

    That is ``wanted`` (``--now``) where it is given; one before the last run is refused with ``MonitorError``: history would have to
    be rewritten. Else it is the machine's clock; where that stands before the last run, a second after the last run.
    """
    last = last_moment(warehouse)
    if wanted is not None:
        if last is not None and wanted < last:
            raise MonitorError(
                f"--now {wanted.isoformat()} is before the last run of {warehouse.path}, at {last.isoformat()}: what was known then is not rewritten; "
                "give a later moment, or another warehouse with --warehouse"
            )
        return wanted, ()
    now = datetime.now(UTC)
    if last is None or now > last:
        return now, ()
    moment = last + STEP
    return moment, (
        f"this machine's clock says {now:%Y-%m-%d %H:%M:%S}Z, the last run was at {last:%Y-%m-%d %H:%M:%S}Z: this one is dated a second after it; set the clock right",
    )
