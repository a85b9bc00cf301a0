"""What students see and do, behind the database's walls (docs/students.md)."""
