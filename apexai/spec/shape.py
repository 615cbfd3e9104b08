"""Plain data → the models, with every error as a diagnostic."""

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from apexai.errors import Diagnostic, SpecError
from apexai.spec import codes
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.positions import render_path

_CODES: Final[Mapping[str, str]] = {
    "missing": codes.MISSING,
    "extra_forbidden": codes.UNKNOWN_KEY,
    "enum": codes.NOT_ONE_OF,
    "literal_error": codes.NOT_ONE_OF,
    "value_error": codes.WRONG_FORM,
}


def validate_shape(data: Mapping[str, object]) -> ServerlessModelDeployment:
    """The deployment that the data describes.

    Raises:
        SpecError: the data has another shape; diagnostics carry paths and no places.
    """
    try:
        return ServerlessModelDeployment.model_validate(data)
    except ValidationError as error:
        raise SpecError(_diagnostics(error)) from None


def _diagnostics(error: ValidationError) -> list[Diagnostic]:
    return [
        Diagnostic(
            code=_CODES.get(found["type"], codes.WRONG_TYPE),
            message=found["msg"].removeprefix("Value error, "),
            path=render_path(found["loc"]),
        )
        for found in error.errors(include_url=False)
    ]
