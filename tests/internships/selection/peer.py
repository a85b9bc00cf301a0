"""algmatch, a published solver of the same problem, for strict lists: what it answers to a market of ours."""

from __future__ import annotations

from typing import Any

from internships.selection.market import Market


def as_numbers(market: Market) -> dict[str, Any]:
    """The market as algmatch reads it. It wants numbers from 1, and lists that are not empty."""
    student_number = {student: number for number, student in enumerate(market.students, 1)}
    post_number = {post: number for number, post in enumerate(market.posts, 1)}
    return {
        "residents": {
            student_number[student]: [post_number[post] for (post,) in ranking]
            for student, ranking in market.students.items()
        },
        "hospitals": {
            post_number[post]: {
                "capacity": side.capacity,
                "preferences": [student_number[student] for (student,) in side.ranking],
            }
            for post, side in market.posts.items()
        },
    }


def solved(numbers: dict[str, Any]) -> dict[str, str]:
    """Its answer for the best of the students: "r1" for the first, "h1" for its post, "" for none."""
    from algmatch import HospitalResidentsProblem

    return HospitalResidentsProblem(dictionary=numbers).get_stable_matching()["resident_sided"]


def by_name(market: Market, answer: dict[str, str]) -> dict[str, str | None]:
    students, posts = list(market.students), list(market.posts)
    return {
        students[int(resident[1:]) - 1]: posts[int(hospital[1:]) - 1] if hospital else None
        for resident, hospital in answer.items()
    }
