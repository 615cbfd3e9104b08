"""AwsBudgetFoundation: what an AWS account has once, and all of its budgets refer to."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec

import pulumi

from apexai.components.options import check_options, dependencies_of
from apexai.components.refusal import refused
from apexai.errors import MissingExtraError
from apexai.spec.fields import Deferred
from apexai.targets.budgets.foundation import Foundation


class AwsBudgetFoundation(pulumi.ComponentResource):
    """The topic that budgets publish to, the anomaly monitor, and the tags that costs are told by.

    One an account, in a stack that outlives the services. Their stacks name it by `apexai:budgetTopic` and
    `apexai:anomalyMonitor`; in the same program, give it to `InferenceService(foundation=...)`.

    ```python
    foundation = AwsBudgetFoundation("account", cost_allocation_tags=["service", "costCenter"])
    pulumi.export("budgetTopic", foundation.topic_arn)
    ```
    """

    topic_arn: pulumi.Output[str]
    """ARN of the topic, for `apexai:budgetTopic`."""
    anomaly_monitor_arn: pulumi.Output[str | None]
    """ARN of the monitor, for `apexai:anomalyMonitor`; None where the account has one that this doesn't own."""

    def __init__(
        self,
        name: str,
        *,
        cost_allocation_tags: Sequence[str] = ("service",),
        anomaly_monitor: bool = True,
        region: str | None = None,
        tags: Mapping[str, str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Register what the account has once.

        Args:
            name: Logical name; children's names begin with it.
            cost_allocation_tags: Keys of tags to activate. Only the account that pays may; a linked account gives none,
                and its budgets see costs once the paying account has activated `service`.
            anomaly_monitor: Whether to make the monitor of all services; an account can have only one.
            region: Of the topic; the provider's own if not given.
            tags: Of all that can carry them.
            opts: Pulumi's resource options; `depends_on` reaches every child.
        """
        check_options(name, opts)
        if find_spec("pulumi_aws") is None:
            raise refused(MissingExtraError(target=name, extra="aws"))
        super().__init__(
            "apexai:index:AwsBudgetFoundation", name, {"costAllocationTags": list(cost_allocation_tags)}, opts
        )
        made = import_module("apexai.targets.budgets.aws.foundation")
        options = pulumi.ResourceOptions(parent=self, depends_on=list(dependencies_of(opts)))
        made.activate_tags(name, cost_allocation_tags, options)
        if not cost_allocation_tags:
            pulumi.info(f"{name}: no cost-allocation tags here: the paying account has to activate those of budgets")
        self.topic_arn = made.build_topic(name, region=region, tags=tags or {}, options=options).arn
        monitor = made.build_monitor(name, tags=tags or {}, options=options).arn if anomaly_monitor else None
        self.anomaly_monitor_arn = pulumi.Output.from_input(monitor)
        self.parts = Foundation(
            topic=Deferred(self.topic_arn), anomaly_monitor=None if monitor is None else Deferred(monitor)
        )
        self.register_outputs({"topicArn": self.topic_arn, "anomalyMonitorArn": self.anomaly_monitor_arn})
