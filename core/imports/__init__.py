"""Lists from outside: read, mapped, judged row by row, and applied in one transaction."""
