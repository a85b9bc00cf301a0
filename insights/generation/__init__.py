"""A large and plausible set of data, for measuring: made in the database, not through the operations.

It holds what lists, searches, filters and sweeps read: enterprises with their people, agreements with
parties and majors. It has no clauses, no history and no acts; the demonstration shows those.
"""
