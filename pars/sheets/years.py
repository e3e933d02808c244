"""The year of birth, taken out of a sheet before anything of it is kept."""

from collections.abc import Collection

from pars.formats.tables.table import Line, Table
from pars.sheets.cells import month_and_day
from pars.sheets.headings import YEARS, key_of
from pars.text import fold


def without_years(table: Table, birthdays: Collection[str] = ()) -> Table:
    """The table with birthdays as month and day, in the columns with these headings and in those that are known to
    hold them, and without columns for the year of birth or the age."""
    dates, years = set(), set()
    for at, heading in enumerate(table.headings):
        known = key_of(heading)
        if heading in birthdays or (known and known[0] == "birthday"):
            dates.add(at)
        elif fold(heading) in YEARS:
            years.add(at)
    if not dates | years:
        return table
    return Table(table.headings, tuple(_without(line, dates, years) for line in table.lines))


def _without(line: Line, dates: set[int], years: set[int]) -> Line:
    values = tuple(
        "" if at in years else month_and_day(value) if at in dates else value
        for at, value in enumerate(line.values)
    )
    return Line(line.number, values, line.computed, line.converted)
