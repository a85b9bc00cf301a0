"""What people of enterprises may know of a person of the centre."""

# Neither passwords nor when somebody was last here.
PERSON_COLUMNS = ("id", "email", "name", "name_latin", "phone", "language", "is_partner")
