"""The cluster, with the nodes that its own services run on, and how programs reach it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from network import Network

SYSTEM_NODES = {"min_size": 2, "desired_size": 2, "max_size": 4}
NODE_POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly")


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """What others need of it."""

    name: pulumi.Output[str]
    kubeconfig: pulumi.Output[str]
    provider: kubernetes.Provider
    ready: list[pulumi.Resource]
    """What has to be there before other nodes join."""


def build_cluster(
    name: str, network: Network, key: aws.kms.Key, administrators: Sequence[str], tags: dict[str, str]
) -> Cluster:
    """A cluster whose secrets lie under the key, and which writes down who asked it for what."""
    role, attached = _role(f"{name}-cluster", "eks.amazonaws.com", ["AmazonEKSClusterPolicy"], tags)
    cluster = aws.eks.Cluster(
        f"{name}-cluster",
        role_arn=role.arn,
        access_config={"authentication_mode": "API"},
        enabled_cluster_log_types=["api", "audit", "authenticator"],
        encryption_config={"provider": {"key_arn": key.arn}, "resources": ["secrets"]},
        vpc_config={
            "subnet_ids": network.private_subnets,
            "endpoint_private_access": True,
            "public_access_cidrs": administrators,
        },
        tags=tags,
        opts=pulumi.ResourceOptions(depends_on=attached),
    )
    nodes, joined = _role(f"{name}-nodes", "ec2.amazonaws.com", NODE_POLICIES, tags)
    system = aws.eks.NodeGroup(
        f"{name}-system",
        cluster_name=cluster.name,
        node_role_arn=nodes.arn,
        subnet_ids=network.private_subnets,
        instance_types=["m7i.large"],
        scaling_config=SYSTEM_NODES,
        tags=tags,
        opts=pulumi.ResourceOptions(depends_on=joined, ignore_changes=["scalingConfig.desiredSize"]),
    )
    kubeconfig = _kubeconfig(cluster)
    provider = kubernetes.Provider(f"{name}-cluster", kubeconfig=kubeconfig)
    return Cluster(name=cluster.name, kubeconfig=kubeconfig, provider=provider, ready=[system])


def _role(
    name: str, service: str, policies: Sequence[str], tags: dict[str, str]
) -> tuple[aws.iam.Role, list[pulumi.Resource]]:
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = aws.iam.Role(name, assume_role_policy=document, tags=tags)
    arn = "arn:aws:iam::aws:policy"
    return role, [
        aws.iam.RolePolicyAttachment(f"{name}-{policy}", role=role.name, policy_arn=f"{arn}/{policy}")
        for policy in policies
    ]


def _kubeconfig(cluster: aws.eks.Cluster) -> pulumi.Output[str]:
    """Who may deploy gets a token by the AWS CLI; there is no secret in it, but the way to the cluster."""
    reached = {"server": cluster.endpoint, "certificate-authority-data": cluster.certificate_authority["data"]}
    token = {"apiVersion": "client.authentication.k8s.io/v1beta1", "command": "aws"}
    arguments = ["eks", "get-token", "--cluster-name", cluster.name]
    return pulumi.Output.json_dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "ai", "cluster": reached}],
            "users": [{"name": "deploy", "user": {"exec": {**token, "args": arguments}}}],
            "contexts": [{"name": "ai", "context": {"cluster": "ai", "user": "deploy"}}],
            "current-context": "ai",
        }
    )
