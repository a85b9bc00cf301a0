"""What one document may use."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Enforced by the kernel on the child that paints; the clock by its parent.

    The default is ten times what an agreement of thirteen pages needs.
    """

    cpu_seconds: int = 5
    wall_seconds: float = 20.0
    memory_bytes: int = 1024 * MEBIBYTE
    output_bytes: int = 64 * MEBIBYTE


DEFAULT = Limits()
