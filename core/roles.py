"""The database roles that are entered, never logged in as.

The portal and link roles are entered for one transaction; the broker's connections start in theirs.
"""

PORTAL_ROLE = "partnership_portal"
LINK_ROLE = "partnership_link"
BROKER_ROLE = "partnership_broker"
