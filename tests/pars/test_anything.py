"""Whatever is typed, reading and judging never crash, and a record once read is read the same again."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from pars.answers import FIELDS, amend, read, recall, spoken
from pars.errors import Level
from pars.record import Activity
from pars.rules import at_the_door, check_batch, identity_keys, judge
from pars.setup import FIELDS as SETUP_FIELDS
from pars.setup import activity_as_json, read_activity
from pars.vocabulary import CREDENTIALS, PROFESSIONS, STATES
from tests.pars.made import ABIM, ANSWERS, POLICY, TODAY, activity, enduring

ANYTHING = st.text(max_size=60) | st.text(alphabet=st.characters(codec=None), max_size=30)
NEAR = {
    "profession": st.sampled_from(list(PROFESSIONS)),
    "license_state": st.sampled_from([*STATES, *STATES.values(), "none"]),
    "last_name": st.lists(
        st.sampled_from(
            [*CREDENTIALS, "Dr.", "Smith", "Do", ",", "M.D.", "Jr.", "\u2019", "\u0301", "\u200d", "क"]
        ),
        max_size=6,
    ).map(" ".join),
    "npi": st.from_regex(r"[12][0-9]{9}", fullmatch=True),
    "birth_month": st.sampled_from(["2", "sep", "December"]),
    "birth_day": st.integers(0, 32).map(str),
    "credits": st.decimals(-1, 7, places=2).map(str),
    "completion_date": st.dates().map(str),
    "email": st.emails(),
    "board": st.sampled_from(["ABIM", "abim", "ABS"]),
    "board_id": st.from_regex(r"[0-9A-Za-z -]{1,22}", fullmatch=True),
    "consent": st.sampled_from(["yes", "no"]),
    "attest": st.just("y"),
}
TYPED = st.fixed_dictionaries({}, optional={name: ANYTHING | NEAR.get(name, ANYTHING) for name in FIELDS})
ACTIVITIES = st.sampled_from([activity(boards=(ABIM,)), enduring(boards=(ABIM,), email="optional")])


@given(typed=TYPED, of=ACTIVITIES)
@example(typed=ANSWERS | {"completion_date": "9999-12-31"}, of=enduring())
def test_anything_can_be_judged(typed: dict[str, str], of: Activity) -> None:
    reading, problems = judge(typed, of, POLICY, TODAY)
    for problem in problems:
        assert problem.message
        assert problem.advice
    assert all(problem.level is Level.ERROR for problem in at_the_door(problems))
    assert all(problem.level is Level.ERROR for problem in reading.problems)
    identity_keys(reading.record)
    check_batch({"one": reading.record}, of)


@given(typed=TYPED, of=ACTIVITIES)
@example(typed=ANSWERS | {"last_name": "Dr. MD, Do MD"}, of=activity())
@example(typed=ANSWERS | {"last_name": "\u2018 MD"}, of=activity())
@example(typed=ANSWERS | {"credits": "-0"}, of=activity())
def test_a_record_is_read_the_same_again(typed: dict[str, str], of: Activity) -> None:
    record = read(typed, of, POLICY).record
    again = read(spoken(record), of, POLICY)
    assert again.record == record
    assert again.problems == ()
    assert recall(spoken(record)) == record
    assert amend(record, {}, of, POLICY).record == record


@given(typed=TYPED, of=ACTIVITIES)
def test_problems_tell_nothing_that_identifies(typed: dict[str, str], of: Activity) -> None:
    """Messages are stored in plain and logged; no identifier may travel in them."""
    secrets = {typed.get(name, "") for name in ("license_number", "npi", "email", "board_id")}
    _, problems = judge(typed, of, POLICY, TODAY)
    told = {value for problem in problems for value in problem.detail.values()}
    assert not {secret for secret in secrets & told if len(secret) > 2}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | ANYTHING
    | st.sampled_from(["2026-11-23", "6", "live", "ABIM"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANYTHING, inner, max_size=3),
    max_leaves=4,
)


@given(data=st.fixed_dictionaries({}, optional=dict.fromkeys(SETUP_FIELDS, JSON)))
def test_anything_can_be_an_activity_or_is_refused(data: dict[str, Any]) -> None:
    read_one, problems = read_activity(data)
    assert (read_one is None) == any(problem.level is Level.ERROR for problem in problems)
    for problem in problems:
        assert problem.message


@given(changes=st.fixed_dictionaries({}, optional=dict.fromkeys(SETUP_FIELDS, JSON)))
def test_an_activity_that_is_read_is_written_and_read_the_same(changes: dict[str, Any]) -> None:
    plain = activity_as_json(activity(contact_email="cme@example.org", consent_text="May we?"))
    read_one, _ = read_activity(plain | changes)
    if read_one is not None:
        assert read_activity(activity_as_json(read_one))[0] == read_one
