"""Codes of what can be wrong with settings and exemptions."""

from typing import Final

UNREADABLE: Final = "APX-POL-001"
SHAPE: Final = "APX-POL-002"
NO_SUCH_RULE: Final = "APX-POL-003"
NO_SUCH_PARAMETER: Final = "APX-POL-004"
WRONG_PARAMETER: Final = "APX-POL-005"
LOOSENED: Final = "APX-POL-006"
LOCKED_BY_TEAM: Final = "APX-POL-007"
TOO_BROAD: Final = "APX-POL-008"
TOO_LONG: Final = "APX-POL-009"
LOCKED_RULE: Final = "APX-POL-010"
SET_NAME: Final = "APX-POL-011"
EMPTY_FIELD: Final = "APX-POL-012"
NO_SUCH_DAY: Final = "APX-POL-013"
NO_PREVIEW: Final = "APX-POL-014"
NO_USE: Final = "APX-POL-015"
