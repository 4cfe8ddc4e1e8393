"""What a notebook shows of an object."""

from __future__ import annotations

import html
from collections.abc import Mapping


def table(title: str, rows: Mapping[str, object]) -> str:
    """A table of two columns; every text is escaped."""
    body = "".join(
        f"<tr><th>{html.escape(str(key))}</th><td>{html.escape(str(value))}</td></tr>" for key, value in rows.items()
    )
    return f"<table><caption>{html.escape(title)}</caption>{body}</table>"
