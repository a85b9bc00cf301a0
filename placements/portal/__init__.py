"""What people of enterprises see of internships, behind the database's walls (docs/portal.md)."""
