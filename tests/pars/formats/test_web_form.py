"""The web form's fields are the file's columns, in another order."""

from __future__ import annotations

from pars.formats import web_form
from pars.formats.columns import COLUMNS, printed
from tests.pars.formats.samples import activity, row

SURGERY = activity([("ABS", "Accredited CME", "6")])


def test_every_column_but_two_is_a_field_with_the_same_value() -> None:
    whole = row(SURGERY, board="ABS", board_id="17")
    fields = {entry.key: entry.value for entry in web_form.entries(whole)}
    columns = {column.key: printed(column.value(whole)) for column in COLUMNS}
    assert fields == {key: value for key, value in columns.items() if key not in web_form.ELSEWHERE}
    assert tuple(fields)[: len(web_form.LEARNER)] == web_form.LEARNER


def test_what_a_learner_has_not_got_is_an_empty_field_and_no_board_is_none() -> None:
    fields = web_form.entries(row(SURGERY, license_number=""))
    assert [entry.key for entry in fields] == list(web_form.LEARNER)
    assert {entry.key for entry in fields if not entry.value} == {"license_number"}
