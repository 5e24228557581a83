"""The pages about the warehouse are what the warehouse says of itself, and it says something of everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.described import cookbook_page, fresh, warehouse_page
from warehouse.recipes import recipes
from warehouse.schema import CONTRACTS, Relation

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def known() -> list[Relation]:
    """All relations of a new warehouse."""
    return fresh()


def test_every_relation_column_and_macro_has_a_comment(known: list[Relation]) -> None:
    assert [r.name for r in known if not r.comment] == []
    assert [f"{r.name}.{c.name}" for r in known if r.kind != "macro" for c in r.columns if not c.comment] == []


def test_contracts_are_there(known: list[Relation]) -> None:
    assert set(CONTRACTS) <= {r.name for r in known if r.kind != "macro"}
    assert {"positions_as_of", "stance_on", "said", "evidence_of", "agreement"} <= {r.name for r in known if r.kind == "macro" and r.is_contract and r.columns}


def test_the_page_about_the_warehouse_is_up_to_date(known: list[Relation]) -> None:
    assert (DOCS / "warehouse.md").read_text(encoding="utf-8") == warehouse_page(known), "run: python -m warehouse.described warehouse > docs/warehouse.md"


def test_the_cookbook_page_is_up_to_date() -> None:
    assert (DOCS / "cookbook.md").read_text(encoding="utf-8") == cookbook_page(recipes()), "run: python -m warehouse.described cookbook > docs/cookbook.md"
