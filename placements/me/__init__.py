"""What students see of their internships, behind the database's walls (docs/students.md)."""
