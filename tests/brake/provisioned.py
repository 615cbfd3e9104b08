"""Provisioned concurrency, which moto has not, with the coupling to reserved concurrency that Lambda has."""

import re
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

_OPERATIONS = ("Put", "Delete", "List")


class ProvisionedConcurrency:
    """Answers a client's calls about one function, and watches those that set its reserved concurrency."""

    def __init__(self, client: Any, *, function: str, account: str) -> None:
        self.configs: dict[str, int] = {}
        self.calls: list[str] = []
        self._arn = f"arn:aws:lambda:us-east-1:{account}:function:{function}"
        events = client.meta.events
        events.register("before-call.lambda.PutProvisionedConcurrencyConfig", self._put)
        events.register("before-call.lambda.DeleteProvisionedConcurrencyConfig", self._delete)
        events.register("before-call.lambda.ListProvisionedConcurrencyConfigs", self._list)
        events.register("before-call.lambda.PutFunctionConcurrency", self._reserve)
        self.reserved: int | None = None

    def _put(self, params: dict[str, Any], **_: Any) -> Any:
        wanted, qualifier = _body(params)["ProvisionedConcurrentExecutions"], params["query_string"]["Qualifier"]
        total = wanted + sum(count for name, count in self.configs.items() if name != qualifier)
        if self.reserved is not None and total > self.reserved:
            raise _refused("PutProvisionedConcurrencyConfig", "greater than the reservedConcurrentExecution")
        self.configs[qualifier] = wanted
        self.calls.append(f"provision {qualifier} {wanted}")
        return _answer(202, {"AllocatedProvisionedConcurrentExecutions": 0})

    def _delete(self, params: dict[str, Any], **_: Any) -> Any:
        qualifier = params["query_string"]["Qualifier"]
        self.configs.pop(qualifier, None)
        self.calls.append(f"unprovision {qualifier}")
        return _answer(204, {})

    def _list(self, **_: Any) -> Any:
        found = [{"FunctionArn": f"{self._arn}:{qualifier}"} for qualifier in sorted(self.configs)]
        return _answer(200, {"ProvisionedConcurrencyConfigs": found})

    def _reserve(self, params: dict[str, Any], **_: Any) -> None:
        wanted = _body(params)["ReservedConcurrentExecutions"]
        if sum(self.configs.values()) > wanted:
            raise _refused("PutFunctionConcurrency", "less than the provisioned concurrency of the function")
        self.reserved = wanted
        self.calls.append(f"reserve {wanted}")


def _body(params: dict[str, Any]) -> dict[str, int]:
    text = params["body"] if isinstance(params["body"], str) else params["body"].decode()
    return {name: int(value) for name, value in re.findall(r'"(\w+)": ?(\d+)', text)}


def _answer(status: int, parsed: dict[str, Any]) -> tuple[AWSResponse, dict[str, Any]]:
    return AWSResponse("https://lambda", status, {}, None), {**parsed, "ResponseMetadata": {"HTTPStatusCode": status}}


def _refused(operation: str, message: str) -> ClientError:
    return ClientError({"Error": {"Code": "InvalidParameterValueException", "Message": message}}, operation)
