"""``[scale]``: where documents are read. Left out, in the one process that runs the cycle."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flows.tables import Table

KEYS = {"runner", "workers", "address", "catalog", "data"}
RUNNERS = ("local", "processes", "dask")


@dataclass(frozen=True, slots=True)
class Scale:
    """``workers``: processes on this machine. ``address``: a Dask scheduler's, whose workers see this monitor's folder under the same path.

    ``catalog`` and ``data``: the warehouse is a DuckLake (``warehouse.lake``) instead of a file.
    """

    runner: str = "local"
    workers: int = 2
    address: str | None = None
    catalog: str | None = None
    data: str | None = None


LOCALLY = Scale()


def scale(table: Table) -> Scale:
    """The table of the file; refused with line and remedy where it is wrong."""
    runner = table.text("runner", "local")
    if runner not in RUNNERS:
        raise table.error(f"'runner' must be one of {', '.join(RUNNERS)}, not {runner!r}", "runner")
    workers = table.number("workers", 2, whole=True)
    if workers < 1:
        raise table.error("'workers' must be 1 or more", "workers")
    address = table.text("address") if "address" in table.values else None
    if runner == "dask" and (address is None or urlsplit(address).scheme not in ("tcp", "tls", "ucx")):
        raise table.error('runner = "dask" needs the \'address\' of a scheduler such as "tcp://10.0.0.5:8786"; start one with `dask scheduler`', "address")
    if address is not None and runner != "dask":
        raise table.error("'address' goes with runner = \"dask\"", "address")
    catalog, data = (table.text(key) if key in table.values else None for key in ("catalog", "data"))
    if (catalog is None) != (data is None):
        raise table.error("'catalog' and 'data' go together: a PostgreSQL connection string, and the folder or s3:// prefix of the Parquet files", "catalog")
    if catalog is not None and re.search(r"password|://", catalog):
        raise table.error(
            "'catalog' must be like \"dbname=volteface host=db.example port=5432 user=volteface\", without a password: put that into PGPASSWORD or ~/.pgpass",
            "catalog",
        )
    for key, value in (("catalog", catalog), ("data", data)):
        if value is not None and "'" in value:
            raise table.error(f"{key!r} must hold no quotation mark", key)
    return Scale(runner, workers, address, catalog, data)
