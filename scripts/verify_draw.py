"""Draw a panel once more from its public record, with nothing but Python's own library (3.9 or newer).

    python3 -I verify_draw.py draw.json
    python3 -I verify_draw.py https://…/s/STREET/draws/17.json

Prints every step. Exits 0 when everything agrees, 1 at the first thing that does not, 2 when there is no record to
read. The rules are written out in docs/review.md; this file shares no code with the program that drew.
"""

import hashlib
import json
import re
import sys
import urllib.request
from typing import Any

FORMAT = "lingrid-draw-1"
HEX = re.compile(r"[0-9a-f]{64}")
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"
OUTSIDE = {"root": re.compile(f"root [1-9][0-9]* ({MOMENT}) [0-9a-f]{{64}}"), "dice": re.compile("dice [1-6]{20,60}")}


class Differs(Exception):
    """The record does not agree with itself."""


def sha256(text: str) -> str:
    """SHA-256 of ASCII text, in hex."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def expect(said: Any, found: Any, what: str) -> None:
    """One step: what the record says, against what comes out."""
    if said != found:
        raise Differs(f"{what}\n  record: {said}\n  found:  {found}")
    shown = str(found)
    print(f"ok  {what}: {shown if len(shown) <= 72 else shown[:69] + '...'}")


def sheet(frozen: Any) -> str:
    """The text whose hash was published at the freeze."""
    lines = [FORMAT, f"street {frozen['street']}", f"frozen {frozen['at']}", f"seats {frozen['seats']}"]
    lines += [f"widened {frozen['widened']}", f"value {frozen['value']}"]
    lines += [f"excluded {reason} {n}" for reason, n in sorted(frozen["excluded"].items())]
    lines += [f"pool {len(frozen['ids'])}"]
    return "\n".join(lines + sorted(frozen["ids"]))


def check_pool(record: Any) -> None:
    """The pool is whole, and it is the one whose hash was published."""
    ids = record["frozen"]["ids"]
    expect(True, all(HEX.fullmatch(i) for i in ids) and len(set(ids)) == len(ids), "every id is a hash and stands once")
    expect(record["pool_hash"], sha256(sheet(record["frozen"])), "pool hash = SHA-256(sheet)")


def check_seed(record: Any) -> None:
    """The seed follows from the pool, the nonce and the outside value, which is younger than the pool."""
    frozen, outside = record["frozen"], record["outside"]
    form = OUTSIDE[frozen["value"]].fullmatch(outside)
    if form is None:
        raise Differs(f"the outside value has not the form of a {frozen['value']}: {outside}")
    if frozen["value"] == "root":
        expect(True, form[1] > frozen["at"], "the root was made after the freeze")
    seed = sha256(record["pool_hash"] + record["nonce"] + outside)
    expect(record["seed"], seed, "seed = SHA-256(pool hash + nonce + outside value)")


def check_order(record: Any) -> None:
    """Every id has its place by SHA-256(seed + id), the lowest first."""
    order = sorted((sha256(record["seed"] + i), i) for i in record["frozen"]["ids"])
    expect([(r["rank_hash"], r["id"]) for r in record["order"]], order, "order by rank = SHA-256(seed + id)")


def check_seats(record: Any) -> None:
    """The first n sat down, and reserves took chairs that were left, in order; nobody but the named was passed over."""
    n, seats, passed = record["frozen"]["seats"], record["seats"], record["passed"]
    expect(True, set(passed) <= set(record["frozen"]["ids"]), "only ids of the pool were passed over")
    order = [r["id"] for r in record["order"] if r["id"] not in passed]
    first: dict[int, str] = {}
    for seat in seats:
        first.setdefault(seat["chair"], seat["id"])
    drawn = (order + [None] * n)[:n]  # where nobody is left a chair stays empty
    expect([first.get(chair) for chair in range(1, n + 1)], drawn, f"the first {n} of the order sat down")
    sat = [seat["id"] for seat in seats]
    expect(sorted(sat), sorted(order[: len(seats)]), "the next of the order took the chairs that were left")
    holding = [seat["chair"] for seat in seats if seat["left"] is None]
    expect(True, len(set(holding)) == len(holding), "nobody shares a chair")


def verify(record: Any) -> None:
    """Every step; raises Differs at the first that does not agree."""
    expect(FORMAT, record["format"], "format")
    check_pool(record)
    if record["seed"] is None:
        expect(([], []), (record["order"], record["seats"]), "not drawn yet, and nobody sits")
        print("Frozen. Keep the pool hash; come back when it is drawn.")
        return
    check_seed(record)
    check_order(record)
    check_seats(record)
    print("The draw is what its record says.")


def read(where: str) -> Any:
    """The record, from a file or an address."""
    if where.startswith(("http://", "https://")):
        with urllib.request.urlopen(where, timeout=30) as answer:
            return json.loads(answer.read().decode("utf-8"))
    with open(where, encoding="utf-8") as file:
        return json.load(file)


def main(arguments: list[str]) -> int:
    """The exit code."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        record = read(arguments[0])
    except (OSError, ValueError) as error:
        print(f"cannot read {arguments[0]}: {error}", file=sys.stderr)
        return 2
    try:
        verify(record)
    except Differs as difference:
        print(f"DIFFERS  {difference}")
        return 1
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        print(f"DIFFERS  not a record of a draw: {type(error).__name__} {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
