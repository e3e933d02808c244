"""The provider's settings and logo by the API, and the tokens in use."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.pictures import jpeg, png

NAME = {"provider_name": "Lakeside Teaching Hospital"}


def put(api: Api, data: bytes, kind: str = "image/png", status: int = 200) -> Any:
    answer = api("PUT", "/provider/logo", None, data=data, content_type=kind)
    assert answer.status_code == status, answer.text
    return answer.get_json(force=True)


def test_before_anything_is_set_all_is_empty(api: Api) -> None:
    shown = api.get("/provider")
    assert (shown["version"], shown["provider_name"], shown["home_states"], shown["logo"]) == (
        0,
        "",
        [],
        None,
    )


def test_a_change_leaves_the_rest_as_it_was(api: Api) -> None:
    api.patch("/provider", NAME | {"home_states": ["me"]})
    changed = api.patch("/provider", {"timezone": "America/New_York"})
    assert (changed["version"], changed["home_states"], changed["timezone"]) == (
        2,
        ["ME"],
        "America/New_York",
    )
    assert api.get("/provider") == changed


def test_of_two_editors_the_second_is_told(api: Api) -> None:
    api.patch("/provider", NAME, headers={"If-Match": '"0"'})
    api.patch("/provider", {"provider_name": "Another"}, 412, headers={"If-Match": '"0"'})
    assert api.get("/provider")["provider_name"] == NAME["provider_name"]


def test_what_is_wrong_changes_nothing(api: Api) -> None:
    (problem,) = api.patch("/provider", NAME | {"accme_provider_id": "1"}, 422)["problems"]
    assert problem["field"] == "accme_provider_id"
    assert api.get("/provider")["version"] == 0


def test_a_logo_comes_and_goes(api: Api, client: FlaskClient) -> None:
    assert client.get("/logo").status_code == 404
    first = put(api, png())["logo"]
    answer = client.get(first)
    assert (answer.mimetype, answer.data) == ("image/png", png())
    assert (answer.headers["X-Content-Type-Options"], answer.cache_control.immutable) == ("nosniff", True)
    assert client.get("/logo", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    # The bytes tell what it is, whatever they were called.
    second = put(api, jpeg(), "image/png")["logo"]
    assert second != first
    assert client.get("/logo").mimetype == "image/jpeg"
    assert api("DELETE", "/provider/logo").status_code == 204
    assert api("DELETE", "/provider/logo").status_code == 404
    assert client.get(second).status_code == 404
    assert api.get("/provider")["logo"] is None


def test_a_logo_that_is_none_is_refused_in_a_sentence(api: Api) -> None:
    (problem,) = put(api, b"<svg/>", status=422)["problems"]
    assert (problem["field"], problem["code"]) == ("logo", "logo_kind")
    (problem,) = put(api, png(more=bytes(11 * 1024)), status=422)["problems"]
    assert problem["message"].startswith("The logo has 11.1 KB. Save it smaller: 10 KB at most")
    put(api, png(), "image/svg+xml", 415)


def test_learners_see_it_at_once_and_no_more_when_it_is_gone(
    api: Api, client: FlaskClient, activity: StoredActivity
) -> None:
    """The blank page is kept for everybody: a new logo must not wait for a new version of the activity."""
    page = f"/a/{activity.code}"
    assert "<img" not in client.get(page).text
    logo = put(api, png())["logo"]
    assert f'<img src="{logo}" alt="">' in client.get(page).text
    api("DELETE", "/provider/logo")
    assert "<img" not in client.get(page).text


def test_tokens_are_listed_by_name_and_revoked(api: Api) -> None:
    (listed,) = api.get("/tokens")["items"]
    assert listed["name"] == "a script"
    assert set(listed) == {"id", "name", "scopes", "created_at", "used_at"}
    assert api("DELETE", f"/tokens/{listed['id']}").status_code == 204
    assert api("GET", "/tokens").status_code == 401
