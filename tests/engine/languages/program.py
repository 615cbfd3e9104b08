import pulumi
import pulumi_aws as aws

from apexai import AwsBudgetFoundation, AwsScope, BudgetGuard, InferenceService

mine = aws.Provider("mine", region="us-east-1")
queue = aws.sqs.Queue("queue")
account = AwsBudgetFoundation("account")
document = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "fraud", "labels": {"team": "risk"}},
    "spec": {
        "modelRef": {"name": "fraud", "version": "2.1.0"},
        "runtime": {
            "platform": "aws-lambda",
            "region": "us-east-1",
            "image": queue.url.apply(lambda url: f"{url.split('/')[3]}.dkr.ecr.us-east-1.amazonaws.com/fraud:1"),
            "memory": "3538MB",
            "environment": {"QUEUE": queue.url, "TOKEN": pulumi.Output.secret("s3cret")},
        },
        "autoscaling": {"minReplicas": 1, "maxReplicas": 10, "targetUtilization": 70},
        "finops": {"budgetLimit": "$500/month", "alerts": ["finops@example.com"], "onBreach": "throttle"},
    },
}
service = InferenceService(
    "fraud",
    spec=document,
    foundation={"budgetTopic": account.topic_arn},
    opts=pulumi.ResourceOptions(protect=True, depends_on=[queue], providers=[mine]),
)
BudgetGuard(
    "guard",
    limit="$700/month",
    thresholds=["80%", 50],
    alerts=["ops@example.com"],
    scope=AwsScope(tag=("costCenter", "42"), region="us-east-1", topic=account.topic_arn),
    opts=pulumi.ResourceOptions(parent=service),
)
pulumi.export("endpoint", service.endpoint)
