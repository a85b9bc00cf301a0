"""One published lottery: how everything that is tied gets an order.

Whoever knows the seed can draw again. No order depends on what anybody wrote into a list, so that nobody
gains a better place in it by writing something else.
"""

from __future__ import annotations

from hashlib import sha256


def lot_of_student(seed: str, student: str) -> bytes:
    """Among students whom a post ranks equally, the smaller one goes first; the same for all posts."""
    return sha256(f"{seed}:{student}".encode()).digest()


def lot_of_wish(seed: str, student: str, post: str) -> bytes:
    """Among posts that a student ranks equally, the smaller one is asked first.

    Each student has an order of their own, or all who are indifferent would crowd at the same post.
    """
    return sha256(f"{seed}:{student}:{post}".encode()).digest()


def lot_of_post(seed: str, post: str) -> bytes:
    """Among posts that fill equally little and of which no closing order speaks, the smaller one closes."""
    return sha256(f"{seed}:{post}".encode()).digest()
