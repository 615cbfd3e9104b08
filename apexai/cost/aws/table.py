"""AWS resource types → how their cost is read."""

from collections.abc import Mapping
from typing import Final

from apexai.cost.aws import (
    api_gateway,
    cloudwatch,
    compute,
    lambda_function,
    messaging,
    network,
    provisioned,
    security,
    storage,
)
from apexai.cost.reading import Reader

READERS: Final[Mapping[str, Reader]] = {
    "aws:apigateway/restApi:RestApi": api_gateway.read_rest_api,
    "aws:apigateway/stage:Stage": api_gateway.read_rest_stage,
    "aws:apigatewayv2/api:Api": api_gateway.read_api,
    "aws:autoscaling/group:Group": compute.read_scaling_group,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": cloudwatch.read_composite_alarm,
    "aws:cloudwatch/dashboard:Dashboard": cloudwatch.read_dashboard,
    "aws:cloudwatch/eventBus:EventBus": messaging.read_event_bus,
    "aws:cloudwatch/logGroup:LogGroup": cloudwatch.read_log_group,
    "aws:cloudwatch/metricAlarm:MetricAlarm": cloudwatch.read_metric_alarm,
    "aws:cloudwatch/metricStream:MetricStream": cloudwatch.read_metric_stream,
    "aws:dynamodb/table:Table": storage.read_table,
    "aws:ebs/volume:Volume": compute.read_volume,
    "aws:ec2/eip:Eip": network.read_elastic_ip,
    "aws:ec2/instance:Instance": compute.read_instance,
    "aws:ec2/natGateway:NatGateway": network.read_nat_gateway,
    "aws:ec2/vpcEndpoint:VpcEndpoint": network.read_endpoint,
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": network.read_transit_attachment,
    "aws:ecr/repository:Repository": storage.read_repository,
    "aws:ecs/service:Service": compute.read_service,
    "aws:eks/cluster:Cluster": compute.read_cluster,
    "aws:eks/nodeGroup:NodeGroup": compute.read_node_group,
    "aws:elb/loadBalancer:LoadBalancer": network.read_classic_load_balancer,
    "aws:kms/key:Key": security.read_key,
    lambda_function.FUNCTION: lambda_function.read_function,
    provisioned.CONFIG: lambda_function.read_provisioned_concurrency,
    "aws:lb/loadBalancer:LoadBalancer": network.read_load_balancer,
    "aws:s3/bucket:Bucket": storage.read_bucket,
    "aws:s3/bucketV2:BucketV2": storage.read_bucket,
    "aws:scheduler/schedule:Schedule": messaging.read_schedule,
    "aws:secretsmanager/secret:Secret": security.read_secret,
    "aws:sfn/stateMachine:StateMachine": messaging.read_state_machine,
    "aws:sns/topic:Topic": messaging.read_topic,
    "aws:sns/topicSubscription:TopicSubscription": messaging.read_subscription,
    "aws:sqs/queue:Queue": messaging.read_queue,
    "aws:ssm/parameter:Parameter": security.read_parameter,
    "aws:wafv2/webAcl:WebAcl": security.read_web_acl,
}
