"""What the services of one account and region share; the outputs are what the fleet reads by StackReference."""

import pulumi
from cluster import build_cluster
from inside import build_gpu_nodes, build_namespaces
from keys import build_key, build_registry
from network import build_network

from apexai import AwsBudgetFoundation

config = pulumi.Config()
region = pulumi.Config("aws").require("region")
tags = {"costCenter": "Platform", "foundation": pulumi.get_stack()}

key = build_key("foundation", tags)
network = build_network("foundation", config.require_object("zones"), region, tags)
cluster = build_cluster("foundation", network, key, config.require_object("administrators"), tags)
build_namespaces(cluster, config.require_object("namespaces"))
if most := config.get_int("maxGpuNodes"):
    build_gpu_nodes(cluster, network, most=most, plugin=config.require("devicePlugin"), tags=tags)
account = AwsBudgetFoundation("account", cost_allocation_tags=["service", "costCenter"], tags=tags)

pulumi.export("network", {"subnets": network.private_subnets, "securityGroups": [network.services]})
pulumi.export("registry", build_registry(config.require_object("models"), key, tags))
pulumi.export("keyArn", key.arn)
pulumi.export("kubeconfig", pulumi.Output.secret(cluster.kubeconfig))
pulumi.export("budgetTopic", account.topic_arn)
pulumi.export("anomalyMonitor", account.anomaly_monitor_arn)
