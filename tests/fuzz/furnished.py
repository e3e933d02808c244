"""A house that is lived in: the made-up pilot of the demo, and one of each thing that has an id of its own."""

from __future__ import annotations

from flask import Flask

from storage import api_tokens
from storage.database import Database
from tests.api.contract import Api
from tests.conftest import Clock

SHEET = "First name,Last name,Degree,Credits,License number\nNoa,Lindqvist,MD,6,MD4711\nIvo,Adeyemi,MD,x,\n"
ANSWERS = "Status,First Name,Last Name\nRejected,Amara,Okafor\nMaybe,Nobody,Known\n"


def furnish(app: Flask, clock: Clock) -> None:
    """Fill the app's empty database."""
    run = app.test_cli_runner().invoke(args=["demo"])
    assert run.exit_code == 0, run.output
    database: Database = app.extensions["attest"].database
    with database.write() as session:
        token = api_tokens.create(session, "the furnisher", actor="console", now=clock())
    api = Api(app.test_client(), token)
    there = ids(api)
    for activity in there["activity_id"]:
        api.post(f"/activities/{activity}/sheets", {"text": SHEET})
        api.post(f"/activities/{activity}/results", {"text": ANSWERS})
        api.post(f"/activities/{activity}/late-links", {"note": "Was in surgery."})
        api("POST", f"/activities/{activity}/exports", {"format": "json", "kind": "add"})
    asked = f"/records/{there['record_id'][0]}/link"
    api.post(asked, {"fields": api.get(asked)["choices"][:1]})
    api.post("/staff", {"email": "new@example.org"})


def ids(api: Api) -> dict[str, list[str]]:
    """What there is, by the name of the parameter that takes it."""

    def of(path: str) -> list[str]:
        return [item["id"] for item in api.get(path)["items"]]

    activities = of("/activities")

    def of_each(what: str) -> list[str]:
        return [one for activity in activities for one in of(f"/activities/{activity}/{what}")]

    return {
        "activity_id": activities,
        "record_id": of_each("records"),
        "result_id": of_each("results"),
        "sheet_id": of_each("sheets"),
        "export_id": of_each("exports"),
        "link_id": of_each("late-links"),
        "person_id": of("/staff"),
        "invitation_id": of("/invitations"),
        "pilot_id": of("/pilots"),
        "hiccup_id": of("/hiccups"),
        "staff_time_id": of("/staff-times"),
    }
