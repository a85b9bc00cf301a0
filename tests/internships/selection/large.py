"""Markets of any size, the same for the same arguments."""

from __future__ import annotations

from itertools import accumulate
from random import Random

from internships.selection.market import Market, OfferedPost, Ranking

SEATS = 5


def large_market(*, students: int, posts: int, contested: bool = False, ties: bool = False) -> Market:
    """Everybody ranks five to ten posts, every post all who ranked it.

    Args:
        contested: some posts are wanted by far more students than others.
        ties: three in ten are ranked like the one before them.
    """
    random = Random(f"{students} {posts} {contested} {ties}")
    names = [f"s{number}" for number in range(students)]
    posts_names = [f"p{number}" for number in range(posts)]
    weights = list(accumulate(1 / (place + 1) ** 0.5 for place in range(posts))) if contested else None
    wishes: dict[str, Ranking] = {}
    applicants: dict[str, list[str]] = {post: [] for post in posts_names}
    for name in names:
        count = random.randint(5, 10)
        if weights:
            chosen = list(dict.fromkeys(random.choices(posts_names, cum_weights=weights, k=count)))
        else:
            chosen = random.sample(posts_names, min(count, posts))
        wishes[name] = tuple((post,) for post in chosen)
        for post in chosen:
            applicants[post].append(name)
    offers = {}
    for post, asking in applicants.items():
        random.shuffle(asking)
        groups: list[tuple[str, ...]] = []
        for name in asking:
            if ties and groups and random.random() < 0.3:
                groups[-1] += (name,)
            else:
                groups.append((name,))
        offers[post] = OfferedPost(SEATS, 0, tuple(groups))
    return Market("lottery", wishes, offers)
