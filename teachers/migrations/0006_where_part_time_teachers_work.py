from django.db import migrations

# What is recorded so far is of people who are one contact each; their history says so as well.
FORWARD = """
UPDATE teachers_appointment one SET contact_id = person.contact_id
FROM teachers_parttimeteacher person WHERE person.id = one.person_id;
UPDATE teachers_appointmentevent one SET contact_id = person.contact_id
FROM teachers_parttimeteacher person WHERE person.id = one.person_id;
INSERT INTO teachers_employment (person_id, contact_id) SELECT id, contact_id FROM teachers_parttimeteacher;
"""


class Migration(migrations.Migration):
    dependencies = [("teachers", "0005_employments_of_part_time_teachers")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
