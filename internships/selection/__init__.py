"""Two-way selection: students rank posts, enterprises rank students, seats are given out.

Nothing here knows the database: a market goes in, a matching comes out (docs/selection.md).
"""
