"""The secrets among the settings: given in the environment, in a file, or made once in the instance folder.

Of each key there may be an old one beside it, for as long as it takes to change it: see docs/keys.md.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

OLD = "_old"
LEAST = 32  # characters of a secret key


class ConfigError(ValueError):
    """A setting that cannot be used; the text is a sentence for whoever starts the server."""


def given(environ: Mapping[str, str], name: str) -> str | None:
    """The value of NAME, or the content of the file that NAME_FILE names, or None."""
    path = environ.get(f"{name}_FILE")
    if path:
        return _content(Path(path), f"{name}_FILE")
    return environ.get(name)


def secret_key(environ: Mapping[str, str], instance: Path) -> tuple[str, str]:
    """The secret key and the one before it, "" where there is none. Raises ConfigError."""
    name = "ATTEST_SECRET_KEY"
    secret = given(environ, name)
    if secret is None:
        secret = _made_once(_file(instance, name), name, lambda: secrets.token_urlsafe(48))
    old = _old(environ, "ATTEST_SECRET_KEY_OLD", instance) or ""
    if len(secret) < LEAST:
        raise ConfigError(f"{name} must be {LEAST} characters or more.")
    if old and len(old) < LEAST:
        raise ConfigError(f"{name}_OLD must be {LEAST} characters or more.")
    return secret, old if old != secret else ""


def data_key(environ: Mapping[str, str], instance: Path) -> tuple[bytes, bytes | None, Path | None]:
    """The data key; the one before it, if any; and the file in the instance folder, where the key is kept there."""
    name, file = "ATTEST_DATA_KEY", None
    text = given(environ, name)
    if text is None:
        file = _file(instance, name)
        text = _made_once(file, name, _new_data_key)
    old = _old(environ, "ATTEST_DATA_KEY_OLD", instance)
    key = _bytes(text, name)
    before = _bytes(old, "ATTEST_DATA_KEY_OLD") if old else None
    return key, before if before != key else None, file


def follow(file: Path) -> Path:
    """Put a new data key into `file` and the one that stood there beside it; the path of that. Raises OSError.

    Wherever this is interrupted, the key that the database is sealed with stays in one of the two files.
    """
    old = file.with_name(file.name + OLD)
    _replace(old, file.read_text(encoding="utf-8"), like=file)
    _replace(file, _new_data_key(), like=file)
    return old


def _file(instance: Path, name: str) -> Path:
    return instance / name.removeprefix("ATTEST_").lower()


def _old(environ: Mapping[str, str], name: str, instance: Path) -> str | None:
    """A key that is on its way out: given, or left in the instance folder; never made."""
    value = given(environ, name)
    kept = _file(instance, name)
    if value is None and kept.is_file():
        return _content(kept, str(kept))
    return value


def _content(file: Path, name: str) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as reason:
        raise ConfigError(f"{name} cannot be read: {reason.strerror}.") from reason
    except UnicodeDecodeError as reason:
        raise ConfigError(f"{name} must name a file of text in UTF-8.") from reason


def _made_once(kept: Path, name: str, make: Callable[[], str]) -> str:
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # O_EXCL: of two processes that start at once only one makes the key, the other reads it.
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _content(kept, str(kept))
    except OSError as reason:
        raise ConfigError(
            f"{kept} cannot be made: {reason.strerror}. Set {name}, or {name}_FILE."
        ) from reason
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        value = make()
        file.write(value)
    return value


def _replace(file: Path, text: str, *, like: Path) -> None:
    """Write a file whole or not at all, on the disk before this returns; its owner is that of `like`, its mode 0600."""
    part, owner = file.with_name(f"{file.name}.part"), like.stat()
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as kept:
        kept.write(text)
        kept.flush()
        if os.geteuid() == 0:  # run as root by habit: the server has to read it all the same
            os.fchown(kept.fileno(), owner.st_uid, owner.st_gid)
        os.fsync(kept.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _new_data_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _bytes(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as reason:
        raise ConfigError(f"{name} must be 32 bytes in base64.") from reason
    if len(key) != 32:
        raise ConfigError(f"{name} must be 32 bytes in base64; it holds {len(key)}.")
    return key
