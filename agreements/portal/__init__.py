"""What people of an enterprise see and do with its agreements (docs/portal.md)."""
