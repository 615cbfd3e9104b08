"""The types of node pools on EKS, AKS and GKE that the tests' programs use.

`replaces`: for EKS the `ForceNew` attributes of internal/service/eks/node_group.go of terraform-provider-aws; for GKE
the top-level ones of container/node_config.go and resource_container_node_pool.go of terraform-provider-google; for AKS
the parameters of the request's path. All of them are known and not looked up.
"""

from typing import Final

from tests.engine.standin.cloud import CloudObject
from tests.engine.standin.kinds import Kind

CLUSTER: Final = "aws:eks/cluster:Cluster"
NODE_GROUP: Final = "aws:eks/nodeGroup:NodeGroup"

POOLS: Final = {
    kind.token: kind
    for kind in (
        Kind(
            token=CLUSTER,
            source="eks/cluster.go",
            replaces=("bootstrapSelfManagedAddons", "name", "roleArn"),
            autoname_max=100,
            id="{name}",
            outputs={
                "arn": "arn:aws:eks:{region}:{account}:cluster/{name}",
                "certificateAuthority": "",
                "endpoint": "https://{suffix}.gr7.{region}.eks.amazonaws.com",
            },
            exists="ResourceInUseException",
        ),
        Kind(
            token=NODE_GROUP,
            source="eks/node_group.go",
            replaces=(
                "amiType",
                "capacityType",
                "clusterName",
                "diskSize",
                "instanceTypes",
                "nodeGroupName",
                "nodeRoleArn",
                "subnetIds",
            ),
            autoname="nodeGroupName",
            autoname_max=63,
            id="{clusterName}:{nodeGroupName}",
            outputs={"arn": "arn:aws:eks:{region}:{account}:nodegroup/{clusterName}/{nodeGroupName}/{suffix}"},
            exists="ResourceInUseException",
        ),
        Kind(
            token="aws:ec2/launchTemplate:LaunchTemplate",
            source="ec2/ec2_launch_template.go",
            replaces=("name",),
            id="lt-{suffix}",
            outputs={"arn": "arn:aws:ec2:{region}:{account}:launch-template/{id}"},
        ),
        Kind(
            token="aws:autoscaling/tag:Tag",
            source="autoscaling/tag.go",
            replaces=("autoscalingGroupName",),
            autoname="",
            id="{autoscalingGroupName},{tag[key]}",
            taggable=False,
            upsert=True,
        ),
        Kind(
            token="aws:autoscaling/schedule:Schedule",
            source="autoscaling/schedule.go",
            replaces=("autoscalingGroupName", "scheduledActionName"),
            autoname="",
            id="{autoscalingGroupName}/{scheduledActionName}",
            taggable=False,
            upsert=True,
        ),
        Kind(
            token="azure-native:containerservice:AgentPool",
            source="azure-native",
            replaces=("agentPoolName", "resourceGroupName", "resourceName"),
            autoname="agentPoolName",
            id="/resourceGroups/{resourceGroupName}/managedClusters/{resourceName}/agentPools/{agentPoolName}",
            taggable=False,
        ),
        Kind(
            token="gcp:container/nodePool:NodePool",
            source="container/resource_container_node_pool.go",
            replaces=("cluster", "initialNodeCount", "location", "name", "project"),
            autoname_max=40,
            id="{location}/{cluster}/{name}",
            taggable=False,
        ),
    )
}


def complete(item: CloudObject) -> None:
    """Give a cluster its certificate, a node group its scaling group, and a template the version of its last write."""
    if item.type == CLUSTER:
        item.outputs["certificateAuthority"] = {"data": "Y2VydGlmaWNhdGU="}
    if item.type == NODE_GROUP:
        name = f"eks-{item.inputs['nodeGroupName']}"
        item.outputs["resources"] = [{"autoscalingGroups": [{"name": name}], "remoteAccessSecurityGroupId": ""}]
    if item.type == "aws:ec2/launchTemplate:LaunchTemplate":
        item.outputs["latestVersion"] = int(item.outputs.get("latestVersion", 0)) + 1
