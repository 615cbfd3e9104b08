"""The program of a spec preview: one InferenceService for each request of the file that it gets.

A request's document is one, or the path of a file with one.
"""

import json
import sys
from pathlib import Path

from apexai.components import InferenceService

for request in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
    InferenceService(
        request["name"], spec=request["document"], platform=request["platform"], overrides=request.get("overrides")
    )
