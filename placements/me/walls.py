"""What the database opens to a student of the hosts they found: their own applications."""

from core.walls import Wall
from internships.me.walls import FUNCTION

WALLS = (Wall(table="placements_placeapplication", sees=f"student_id IN (SELECT {FUNCTION}())"),)
