"""The rules' engine: pure functions over plain facts. Nothing here knows a table."""
