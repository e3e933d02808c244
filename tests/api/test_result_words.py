"""PARS's words for a status through the API: listed, explained once, and used for the next file."""

from __future__ import annotations

from typing import Any

import pytest

from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import another
from tests.conftest import Clock
from tests.pars.formats.results_samples import as_text


@pytest.fixture
def results_of(api: Api, activity: StoredActivity, records_of: str, clock: Clock) -> str:
    """Where the answers for three physicians come in, whose records went out."""
    for number in range(1, 4):
        api.post(records_of, another(number))
    api.post(f"/activities/{activity.id}/exports", {"format": "xlsx", "kind": "add"})
    clock.advance(days=1)
    return f"/activities/{activity.id}/results"


def told(api: Api, results_of: str, *statuses: str) -> dict[str, Any]:
    """PARS's answer to one after the other."""
    table = [(f"MD{number:07}", status) for number, status in enumerate(statuses, 1)]
    return dict(api.post(results_of, {"text": as_text(table, ("License", "Status")).decode()}))


def test_words_are_explained_once(api: Api, results_of: str) -> None:
    seen = told(api, results_of, "Processed", "PROCESSED", "On hold")
    assert (seen["counts"]["change"], seen["counts"]["unknown"], seen["words_problem"]) == (0, 3, None)
    assert seen["words"] == [
        {"word": "Processed", "rows": 2, "meaning": None},
        {"word": "On hold", "rows": 1, "meaning": None},
    ]
    where = f"/results/{seen['id']}/words"
    for wrong in ({"Gone": "accepted"}, {"Processed": "perhaps"}):
        assert api("PUT", where, {"words": wrong}).status_code == 422
    assert api("PUT", where, {"words": {"Processed": 1}}).status_code == 400

    meanings = {"Processed": "accepted", "On hold": "waiting"}
    fresh = api("PUT", where, {"words": meanings}).get_json()
    assert (fresh["counts"]["change"], fresh["counts"]["unknown"], fresh["unanswered"]) == (2, 0, 1)
    assert {one["word"]: one["meaning"] for one in fresh["words"]} == meanings
    assert api.post(f"/results/{seen['id']}/apply", None, 200)["changed"] == 2

    following = told(api, results_of, "On hold", "Processed", "processed")
    assert (following["counts"]["known"], following["counts"]["change"]) == (1, 1)
    forgotten = api("PUT", f"/results/{following['id']}/words", {"words": {"processed": ""}}).get_json()
    assert forgotten["counts"]["unknown"] == 2


@pytest.mark.parametrize(
    "words", [[f"Okafor{chr(97 + at)}" for at in range(13)], ["MD0000001"], ["amara@example.org"], ["w" * 61]]
)
def test_a_column_of_something_else_is_not_asked_about(api: Api, results_of: str, words: list[str]) -> None:
    """Nor can it be explained, so no name and no number gets among the words."""
    seen = told(api, results_of, *words)
    assert (seen["words"], seen["words_problem"]["code"]) == ([], "results_no_statuses")
    refused = api("PUT", f"/results/{seen['id']}/words", {"words": {words[0]: "accepted"}})
    assert refused.status_code == 422
