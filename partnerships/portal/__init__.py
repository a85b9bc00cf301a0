"""What people of enterprises see and do, behind the database's walls (docs/portal.md)."""
