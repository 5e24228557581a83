"""A cycle killed at any named point loses nothing and doubles nothing: the next one ends where an undisturbed one does."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.crashing import ARTICLES, AT, POINTS
from tests.servers import Replies, Reply, serve


def pages() -> dict[str, bytes]:
    """Articles in which Norland changes its mind, each in its own words."""
    made = {}
    for n in range(ARTICLES):
        side = "supports" if n < ARTICLES / 2 else "opposes"
        told = "".join(f"<p>Of matter {n * 10 + k} it was said that nobody in street {n * 7 + k} had known of it before the {n + k}th.</p>" for k in range(5))
        head = f'<title>Story {n}</title><meta property="article:published_time" content="{(AT - timedelta(days=60 - n)).isoformat()}">'
        made[f"/story/{n}"] = (
            f"<html><head>{head}</head><body><article><h1>Story {n}</h1><p>Norland {side} the border bridge, its government said in town {n}.</p>{told}</article></body></html>"
        ).encode()
    unclear = "<p>Some spoke of the border bridge and of what Norland might one day come to think of it, if it thought of it.</p>"
    made["/unclear"] = f"<html><head><title>Talk</title></head><body><article><h1>Talk</h1>{unclear}{told}</article></body></html>".encode()
    made["/empty"] = b"<html><body></body></html>"
    return made


@pytest.mark.heavy
def test_the_crash_matrix(tmp_path: Path) -> None:
    assert len({name for name, *_ in POINTS}) == len(POINTS) >= 25
    made = pages()
    replies: Replies = {path: Reply(body) for path, body in made.items()}
    with serve(replies) as site:
        items = "".join(f"<item><title>{p}</title><link>{site.url}{p}</link><pubDate>{format_datetime(AT - timedelta(days=1))}</pubDate></item>" for p in made)
        replies["/rss"] = Reply(f'<rss version="2.0"><channel><title>Gazette</title>{items}</channel></rss>'.encode())
        command = [sys.executable, "-m", "tests.crashing", str(tmp_path), site.url]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1], timeout=900)
    assert done.stdout.endswith(f"{len(POINTS)} points, 0 wrong\n"), done.stdout[-4000:] + done.stderr[-3000:]
