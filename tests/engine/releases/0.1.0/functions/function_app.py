"""The model as an Azure Function.

`pip install --target .python_packages/lib/site-packages -r requirements.txt` puts what it needs beside it.
"""

import json
from pathlib import Path

import azure.functions as func
import numpy as np
import onnxruntime

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)
session = onnxruntime.InferenceSession(Path(__file__).parent / "ticket-triage.onnx")
FEATURES = 32


@app.route(route="predict", methods=["POST"])
def predict(request: func.HttpRequest) -> func.HttpResponse:
    """Probabilities of the five subjects of a ticket; callers are checked before the function runs."""
    try:
        features = np.asarray(request.get_json()["features"], dtype=np.float32).reshape(1, FEATURES)
    except (ValueError, KeyError, TypeError):
        return func.HttpResponse(f'{{"error": "send {{\\"features\\": [{FEATURES} numbers]}}"}}', status_code=400)
    (probabilities,) = session.run(None, {"features": features})
    return func.HttpResponse(json.dumps({"probabilities": probabilities[0].tolist()}), mimetype="application/json")
