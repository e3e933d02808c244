"""`python -m tests.standin`: serve the demo's stand-in until killed, and print the settings for it."""

from __future__ import annotations

import secrets
import threading

from tests.standin.ledger import Nature
from tests.standin.server import PROVIDER, USER, StandIn

# Some learners are not matched, some boards say no or take their time: what a coordinator will meet.
DEMO = Nature(seed=9, refuses=0.1, rejects=0.05, ponders=0.2, slow=0.15)


def settings(stand_in: StandIn) -> str:
    known = {
        "SERVICE": "json",
        "SANDBOX_URL": stand_in.address("sandbox"),
        "URL": stand_in.address("production"),
        "PROVIDER": PROVIDER,
        "USER": USER,
        "PASSWORD": stand_in.password,
    }
    return "\n".join(f"export ATTEST_PARS_{name}={value}" for name, value in known.items())


if __name__ == "__main__":
    stand_in = StandIn(DEMO, password=secrets.token_hex(8)).start()
    print(settings(stand_in), "unset ATTEST_PARS_PASSWORD_FILE", sep="\n", flush=True)  # noqa: T201
    threading.Event().wait()
