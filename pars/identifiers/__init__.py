"""One module per identifier, each with the same four functions, after the habit of python-stdnum.

- `compact(text)`: the text without separators, for comparing; takes any text and never raises
- `validate(text)`: the identifier as it is kept; raises Invalid
- `is_valid(text)`: whether `validate` would take it
- `format(text)`: a valid identifier as people read it

Refusing a valid number is worse than taking an invalid one.
"""
