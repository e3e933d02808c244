"""`flask --app app demo`: fill an empty database with a made-up pilot and print how to sign in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import uuid4

import click

from blueprints.console import bp, demo_pilot
from blueprints.console.pilot import Learner, activities, learners
from blueprints.current import database, host, now, policy, public_url
from pars.formats import xlsx
from pars.formats.results.reading import read_results
from pars.rules import at_the_door, judge
from storage import activities as stored_activities
from storage import attestations, exports, passwords, records, results, staff
from storage.activities import StoredActivity, local_date
from storage.exports import Draft

EMAIL = "coordinator@example.org"
FIRST_FILE = 3  # the file for PARS was made after this many of the weekly lectures
OFFICE_OPENS = timedelta(hours=2)  # after a lecture
PARS_ANSWERS = timedelta(days=1)  # after the file
REJECTED = {
    "Feldman": "No learner was found with this license number.",
    "Kaleo Hawaiʻi": "No learner was found with this name and date of birth.",
}
UNANSWERED = {"Marchetti"}
SET_UP_BEFORE = timedelta(days=10)  # the first answer


@bp.cli.command("demo")
def demo() -> None:
    """Fill an empty database with a made-up pilot: 3 activities, 60 learners."""
    database().upgrade()
    with database().read() as session:
        if staff.count(session) or stored_activities.every(session):
            raise click.ClickException("This database is not empty. `make demo` makes a fresh one each time.")
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    actor = make_coordinator(password, now())
    pilot = fill(actor, now())
    click.echo(f"\nA made-up pilot is ready: {public_url('/desk')}\n")
    click.echo(f"  Email     {EMAIL}\n  Password  {password}\n")
    click.echo(f"What learners see:  {public_url('/a/' + pilot['surgery'].code)}\n")


def make_coordinator(password: str, moment: datetime) -> str:
    """Make the one account of the demo, by the same link as any other; return it as an actor."""
    hashed = passwords.hash_password(password)
    with database().write() as session:
        token = staff.invite(session, email=EMAIL, role="administrator", actor="console", now=moment)
        person = staff.redeem(
            session, token, email=EMAIL, name="Rosa Lindgren", password_hash=hashed, now=moment
        )
    return f"staff:{person.id}"


def fill(actor: str, moment: datetime) -> dict[str, StoredActivity]:
    """Set up the activities, let the learners send, and do what a coordinator did after the first lectures."""
    pilot = activities(moment)
    arrivals = list(learners(moment, pilot))
    with database().write() as session:
        stored = {
            name: stored_activities.create(
                session, activity, actor=actor, now=arrivals[0].arrives - SET_UP_BEFORE
            )
            for name, activity in pilot.items()
        }
    first_dates = {day.isoformat() for day in pilot["rounds"].dates[:FIRST_FILE]}
    early = [
        one for one in arrivals if one.activity == "rounds" and one.typed["completion_date"] in first_dates
    ]
    sent = {learner.name: send(learner, stored[learner.activity]) for learner in early}
    review(sent, stored["rounds"], actor, early[-1].arrives + OFFICE_OPENS)
    for learner in arrivals:
        if learner not in early:
            send(learner, stored[learner.activity])
    with database().write() as session:
        demo_pilot.start(session, stored, arrivals, actor=actor, now=moment)
    return stored


def send(learner: Learner, stored: StoredActivity) -> str:
    """Take the same way as the learner's page does; return the record's id."""
    today = local_date(stored.activity, learner.arrives)
    reading, problems = judge(learner.typed, stored.activity, policy(), today)
    if wrong := at_the_door(problems):
        raise ValueError(
            f"{learner.name} would not get through the form: {[problem.code for problem in wrong]}"
        )
    with database().write() as session:
        submission = attestations.submit(
            session,
            stored,
            submission_id=str(uuid4()),
            typed=learner.typed,
            reading=reading,
            consent_sha256=stored.consent_sha256,
            origin="demo",
            policy=policy(),
            actor="learner",
            now=learner.arrives,
        )
    return submission.record_id


def review(sent: dict[str, str], stored: StoredActivity, actor: str, moment: datetime) -> None:
    """What the coordinator has done: a note, a file for PARS, PARS's answer, a correction of what it rejected."""
    with database().write() as session:
        records.note(
            session, sent["Grant"], "Asked the residency office for the NPI.", actor=actor, now=moment
        )
    with database().read() as session:
        draft = exports.prepare(session, stored.id, "add", host())
    data = xlsx.write(draft.rows)
    with database().write() as session:
        exports.store(
            session,
            draft,
            data=data,
            format="xlsx",
            filename=f"pars-{stored.activity.accme_activity_id}-{local_date(stored.activity, moment)}-1.xlsx",
            template_sha256=None,
            actor=actor,
            now=moment,
        )
    answered = moment + PARS_ANSWERS
    take_answer(draft, stored, actor, answered)
    with database().write() as session:
        records.correct(
            session,
            sent["Feldman"],
            {"license_number": "251190"},
            reason="Dr. Feldman called: her license has no leading zero.",
            version=None,
            actor=actor,
            now=answered,
            policy=policy(),
        )


def take_answer(draft: Draft, stored: StoredActivity, actor: str, moment: datetime) -> None:
    """Take a made-up answer of PARS the way an uploaded one is taken: some rejected, some not answered yet."""
    lines = ["CreditID,Last Name,Status,Message"]
    for row in draft.rows:
        name = row.record.last_name
        if name not in UNANSWERED:
            word = "Rejected" if name in REJECTED else "Accepted"
            lines.append(f"{row.credit_id},{name},{word},{REJECTED.get(name, '')}")
    data = "\n".join(lines).encode()
    table = read_results(data)
    with database().write() as session:
        kept, _ = results.upload(session, stored.id, data, table, actor=actor, now=moment)
        results.apply(session, results.read(session, kept.id), actor=actor, now=moment, policy=policy())
