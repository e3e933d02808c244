"""The forms of the sign-in pages. What an email address or a good password is, pars and storage know."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from pars import readers
from pars.errors import Invalid, Problem
from pars.text import first_hidden, tidy
from storage import passwords

LONGEST_NAME = 100


def tidied(text: str | None) -> str:
    return tidy(text or "")


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Anything may be typed here: whether it is right is found out in one place, and answered in one way."""

    email = StringField("Email address", [DataRequired("Enter your email address")], filters=[tidied])
    password = PasswordField("Password", [InputRequired("Enter your password")])
    next = HiddenField()


class CodeForm(FlaskForm):  # type: ignore[misc]
    """A code of the second factor, of either kind."""

    code = StringField("Code", [DataRequired("Enter the code")], filters=[tidied])
    next = HiddenField()


class SecondFactorForm(CodeForm):
    """The first code of a seed that `sealed` brings back. Who is signed in gives the password once more."""

    sealed = HiddenField()
    password = PasswordField("Your password", [InputRequired("Enter your password")])


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """Another password of one's own."""

    password = PasswordField("Your password now", [InputRequired("Enter the password you have now")])
    new_password = PasswordField("New password", [InputRequired("Choose a password")])

    def validate_new_password(self, field: PasswordField) -> None:
        _check_password(field)


class WelcomeForm(FlaskForm):  # type: ignore[misc]
    """A newcomer's account. The email field is taken away where the invitation names the address."""

    email = StringField("Email address", [DataRequired("Enter your email address")], filters=[tidied])
    name = StringField(
        "Your name",
        [
            DataRequired("Enter your name"),
            Length(max=LONGEST_NAME, message=f"Your name must be {LONGEST_NAME} characters or less"),
        ],
        filters=[tidied],
    )
    password = PasswordField("Password", [InputRequired("Choose a password")])

    def validate_email(self, field: StringField) -> None:
        try:
            field.data = readers.email(field.data)
        except Invalid as wrong:
            raise ValidationError(Problem("email", wrong.code).message) from None

    def validate_name(self, field: StringField) -> None:
        if first_hidden(field.data):
            raise ValidationError("Your name has a character that cannot be shown. Type it again")

    def validate_password(self, field: PasswordField) -> None:
        _check_password(field)


def _check_password(field: PasswordField) -> None:
    problem = passwords.problem(field.data)
    if problem:
        raise ValidationError(problem)
