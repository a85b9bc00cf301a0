from signing.models.approvals import Approval, ApprovalStep, Look
from signing.models.routes import ApprovalRoute, Reach, RouteStep

__all__ = ["Approval", "ApprovalRoute", "ApprovalStep", "Look", "Reach", "RouteStep"]
