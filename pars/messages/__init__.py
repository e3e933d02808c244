"""The one table of words: for each code its level, what the learner reads and what the coordinator reads.

The learner's words say what to do. The coordinator's say what is wrong and what it would take. Words in
braces come from the problem's detail.
"""

from collections.abc import Mapping

from pars.codes import Code
from pars.messages import of_activities, of_files, of_records, of_results, of_sheets
from pars.messages.message import Message

MESSAGES: Mapping[Code, Message] = {
    **of_records.MESSAGES,
    **of_activities.MESSAGES,
    **of_files.MESSAGES,
    **of_results.MESSAGES,
    **of_sheets.MESSAGES,
}
