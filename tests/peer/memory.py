"""What is remembered for the tests."""

from typing import TypeVar

MOST_REMEMBERED = 10_000
"""No test comes near it."""

Thing = TypeVar("Thing")


def remember(things: list[Thing], thing: Thing) -> None:
    """Fails when there are too many: with some forgotten, the tests would compare the wrong ones."""
    if len(things) == MOST_REMEMBERED:
        raise OverflowError(f"more than {MOST_REMEMBERED} to remember")
    things.append(thing)
