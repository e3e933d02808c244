"""The figures of a pilot as a table for a spreadsheet: one figure a row, of which part, called what."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pars.messages.names import NAMES

CALLED = {code.value: name for code, name in NAMES.items()}
UTF_8 = "\ufeff"
"""Without this mark at the beginning Excel takes the accents of a title for something else."""
HEADINGS = ("Part", "Figure", "Value")
WORDS = {
    "form": {
        "opened": "Form opened",
        "checked": "Form checked",
        "refused": "Form sent back",
        "stored": "Form stored",
        "completion": "Stored of opened",
        "median_seconds": "Median seconds to fill in",
    },
    "records": {
        "received": "Records received",
        "meant": "Records meant for PARS",
        "reportable": "Records with nothing in the way",
        "reportable_share": "With nothing in the way, share",
        "sent": "Records sent",
        "answered": "Records answered by PARS",
        "first_try": "Records accepted at first try",
        "first_try_share": "Accepted at first try, share",
        "accepted": "Records accepted in the end",
        "accepted_share": "Accepted in the end, share",
        "median_days": "Median days to acceptance",
    },
    "ease": {"given": "Answers about ease", "average": "Average ease, 1 to 5"},
    "staff": {"minutes": "Staff minutes"},
}


def write(
    parts: Iterable[tuple[str, dict[str, Any]]],
    problems: Iterable[dict[str, Any]],
    arrivals: Iterable[tuple[date, int]],
    ages: Sequence[dict[str, int]],
) -> str:
    """The table with a heading row; a figure that there is not is an empty cell."""
    text = io.StringIO()
    text.write(UTF_8)
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEADINGS)
    for title, figures in parts:
        for group, words in WORDS.items():
            rows.writerows((plain(title), words[name], figures[group][name]) for name in words)
    for one in problems:
        called = f"{CALLED.get(one['code'], one['code'])} ({one['field'].replace('_', ' ') or 'record'})"
        rows.writerow(("Sent back by the form", called, one["refused"]))
        rows.writerow(("Noticed in records", called, one["noticed"]))
    rows.writerows(("Arrivals by day", day.isoformat(), count) for day, count in arrivals)
    for what in ("received", "sent", "accepted"):
        title = f"{what.capitalize()} within days of completion"
        rows.writerows((title, one["day"], one[what]) for one in ages)
    return text.getvalue()


def plain(text: str) -> str:
    """A title that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text
