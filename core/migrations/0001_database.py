"""What the schema stands on: extensions, roles, the message queue, the cache table, search grams."""

from importlib.resources import files

from django.conf import settings
from django.db import migrations

from core.roles import BROKER_ROLE, LINK_ROLE, PORTAL_ROLE

EXTENSIONS = "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS btree_gist;"

CACHE = """
CREATE UNLOGGED TABLE IF NOT EXISTS django_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX IF NOT EXISTS django_cache_expires ON django_cache (expires);
"""

# Two-character terms are the usual ones in Chinese, and trigrams cannot serve them. A pair that
# occurs twice stays twice: the index does not mind, and sorting them out costs five times the rest.
BIGRAMS = """
CREATE FUNCTION bigrams(value text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text := lower(value);
    pair text;
    found text[] := '{}';
    pairs integer := 0;
BEGIN
    FOR position IN 1 .. char_length(folded) - 1 LOOP
        pair := substr(folded, position, 2);
        IF strpos(pair, ' ') = 0 THEN
            pairs := pairs + 1;
            found[pairs] := pair;
        END IF;
    END LOOP;
    RETURN found;
END $$;
"""


def make_roles(apps, editor):
    """Make the roles that are entered, never logged in as, where a database server lacks them."""
    members = {
        PORTAL_ROLE: {settings.APPLICATION_ROLE},
        LINK_ROLE: {settings.APPLICATION_ROLE},
        BROKER_ROLE: {settings.APPLICATION_ROLE, settings.DATABASE_OWNER["USER"]},
    }
    with editor.connection.cursor() as cursor:
        for role, logins in members.items():
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone():
                cursor.execute(f'CREATE ROLE "{role}" NOLOGIN')
            for login in logins:
                cursor.execute("SELECT pg_has_role(%s, %s, 'SET')", [login, role])
                if not cursor.fetchone()[0]:
                    cursor.execute(f'GRANT "{role}" TO "{login}" WITH INHERIT FALSE, SET TRUE')


def install_queue(apps, editor):
    """The queue's schema belongs to the broker's role, which owns nothing else."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('pgmq')")
        if cursor.fetchone()[0] is None:
            cursor.execute("SELECT quote_ident(current_database())")
            (database,) = cursor.fetchone()
            # The script says CREATE SCHEMA by itself: a right the broker needs just this once.
            cursor.execute(f'GRANT CREATE ON DATABASE {database} TO "{BROKER_ROLE}"')
            cursor.execute(f'SET LOCAL ROLE "{BROKER_ROLE}"')
            cursor.execute(files("pgmq.sql").joinpath("pgmq.sql").read_text())
            cursor.execute("RESET ROLE")
            cursor.execute(f'REVOKE CREATE ON DATABASE {database} FROM "{BROKER_ROLE}"')


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(install_queue, migrations.RunPython.noop),
        migrations.RunSQL(CACHE, "DROP TABLE django_cache"),
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION bigrams(text)"),
    ]
