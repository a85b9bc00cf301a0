"""What both sides have and give each other, a module for each subject."""

from resources.models.bookings import (
    LONGEST,
    Booking,
    BookingState,
    Maintenance,
    MaintenanceKind,
    MaintenanceState,
)
from resources.models.contributions import (
    COUNTED,
    Contribution,
    ContributionFile,
    ContributionKind,
    ContributionState,
    ContributionStatement,
    Ownership,
    Side,
    StatementCounter,
)
from resources.models.resources import (
    OpeningHours,
    Resource,
    ResourceKind,
    ResourcePhoto,
    ResourceState,
    Weekday,
)
from resources.querysets import HOLDING

__all__ = [
    "COUNTED",
    "HOLDING",
    "LONGEST",
    "Booking",
    "BookingState",
    "Contribution",
    "ContributionFile",
    "ContributionKind",
    "ContributionState",
    "ContributionStatement",
    "Maintenance",
    "MaintenanceKind",
    "MaintenanceState",
    "OpeningHours",
    "Ownership",
    "Resource",
    "ResourceKind",
    "ResourcePhoto",
    "ResourceState",
    "Side",
    "StatementCounter",
    "Weekday",
]
