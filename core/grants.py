"""What the application's database role may do. The owner says so after every migration."""

from typing import Any

from django.conf import settings
from django.db import connections
from psycopg import sql

# Written once, never altered: not even by a fault in the application.
APPEND_ONLY = ("core_auditevent", "core_accesslog", "signing_envelopeevent")

WORK = """
GRANT USAGE ON SCHEMA public TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app};
GRANT EXECUTE ON FUNCTION forget_old_access(timestamptz) TO {app};
"""

# History is written by its triggers in the name of the owner, so that nobody else needs, or gets,
# the right to write events.
TRIGGER_FUNCTIONS = """
SELECT p.oid::regprocedure::text
FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace
  AND p.proowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
  AND NOT p.prosecdef
  AND (p.proname LIKE 'pgtrigger\\_%' OR p.proname = '_pgh_attach_context')
"""
EVENT_TABLES = """
SELECT c.oid::regclass::text
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  AND (c.relname = 'pghistory_context'
       OR EXISTS (SELECT 1 FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attname = 'pgh_context_id' AND NOT a.attisdropped))
"""


def grant(*, using: str, **_kwargs: Any) -> None:
    """Give the application's role its rights; called after ``migrate``, as the owner."""
    connection = connections[using]
    role = settings.APPLICATION_ROLE
    if connection.settings_dict["USER"] == role:
        return  # one role for everything, as on a developer's own server
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(WORK).format(app=sql.Identifier(role)))
        cursor.execute(TRIGGER_FUNCTIONS)
        for (function,) in cursor.fetchall():
            cursor.execute(
                sql.SQL("ALTER FUNCTION {} SECURITY DEFINER SET search_path = public, pg_temp").format(
                    sql.SQL(function)
                )
            )
        cursor.execute(EVENT_TABLES)
        for table in [name for (name,) in cursor.fetchall()] + list(APPEND_ONLY):
            rights = (
                "UPDATE, DELETE, TRUNCATE" if table in APPEND_ONLY else "INSERT, UPDATE, DELETE, TRUNCATE"
            )
            cursor.execute(
                sql.SQL("REVOKE {} ON {} FROM {}").format(
                    sql.SQL(rights), sql.SQL(table), sql.Identifier(role)
                )
            )
