"""The format of a model: read where the ending of its file tells one, and noted as unread elsewhere."""

import pytest

from apexai.spec.consistency.model import FORMAT_OF_ENDING
from apexai.targets.model_answers import MODEL_FORMAT

URI = "spec.modelRef.uri"


@pytest.mark.parametrize(
    ("written", "unread"),
    [
        *(({URI: f"s3://models/fraud{ending}"}, False) for ending in FORMAT_OF_ENDING),
        ({URI: "s3://models/FRAUD.ONNX"}, False),
        ({URI: "s3://models/fraud.bin"}, True),
        ({URI: "s3://my.bucket/fraud"}, True),
        ({}, True),
    ],
    ids=str,
)
def test_a_format_is_read_where_the_file_tells_it(written: dict[str, str], unread: bool) -> None:
    assert MODEL_FORMAT.unread is not None
    assert MODEL_FORMAT.unread.holds(written) is unread
