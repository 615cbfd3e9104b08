"""Type tokens of the resources that the target makes."""

from typing import Final

FUNCTION: Final = "aws:lambda/function:Function"
ALIAS: Final = "aws:lambda/alias:Alias"
PROVISIONED: Final = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
URL: Final = "aws:lambda/functionUrl:FunctionUrl"
GRANT: Final = "aws:iam/rolePolicy:RolePolicy"
LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
METRIC_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
SCALING_POLICY: Final = "aws:appautoscaling/policy:Policy"
SCHEDULED_ACTION: Final = "aws:appautoscaling/scheduledAction:ScheduledAction"
API: Final = "aws:apigatewayv2/api:Api"
AUTHORIZER: Final = "aws:apigatewayv2/authorizer:Authorizer"
SECURITY_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
