"""The environment of an app: its profiles, its network, what its logs go to."""

import pulumi
import pulumi_azure_native as azure

from apexai.spec.runtime import Access
from apexai.targets.azure.created.encryption import OwnKey
from apexai.targets.azure.created.identity import Identity
from apexai.targets.azure.created.logs import build_log_route, build_workspace
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure_container_apps.facts import gpu_profile
from apexai.targets.value import input_of

CONSUMPTION = "Consumption"
_LOGS = ("ContainerAppConsoleLogs", "ContainerAppSystemLogs")
REQUEST_LOGS = "ContainerAppHTTPLogs"


def build_environment(
    scope: Scope, identity: Identity, key: OwnKey | None
) -> tuple[azure.app.ManagedEnvironment, azure.operationalinsights.Workspace]:
    """The environment, and the workspace that it writes to by a diagnostic setting, which needs no shared key."""
    workspace = build_workspace(scope)
    environment = azure.app.ManagedEnvironment(
        scope.name("environment"),
        resource_group_name=scope.group.name,
        location=scope.region,
        workload_profiles=_profiles(scope),
        app_logs_configuration=azure.app.AppLogsConfigurationArgs(destination="azure-monitor"),
        vnet_configuration=_network(scope),
        peer_traffic_configuration=azure.app.ManagedEnvironmentPeerTrafficConfigurationArgs(
            encryption=azure.app.ManagedEnvironmentEncryptionArgs(enabled=True)
        ),
        public_network_access="Disabled" if is_internal(scope) else "Enabled",
        tags=scope.tags,
        opts=scope.request.options(depends_on=[] if key is None else [key.grant]),
        **_encryption(identity, key),
    )
    categories = [*_LOGS, *([] if scope.spec.slo is None else [REQUEST_LOGS])]
    build_log_route(scope, environment.id, workspace, categories)
    return environment, workspace


def is_internal(scope: Scope) -> bool:
    """Whether only networks of the service's own reach it."""
    return scope.spec.runtime.access is Access.INTERNAL


def build_private_zone(scope: Scope, environment: azure.app.ManagedEnvironment) -> None:
    """The names of an internal environment, in the network that `runtime.network.vpc` names."""
    network = scope.spec.runtime.network
    if not is_internal(scope) or network is None or network.vpc is None:
        return
    zone = azure.privatedns.PrivateZone(
        scope.name("zone"),
        private_zone_name=environment.default_domain,
        resource_group_name=scope.group.name,
        location="global",
        tags=scope.tags,
        opts=scope.request.options(),
    )
    azure.privatedns.PrivateRecordSet(
        scope.name("zone-apps"),
        private_zone_name=zone.name,
        resource_group_name=scope.group.name,
        record_type="A",
        relative_record_set_name="*",
        ttl=300,
        a_records=[azure.privatedns.ARecordArgs(ipv4_address=environment.static_ip)],
        opts=scope.request.options(),
    )
    azure.privatedns.VirtualNetworkLink(
        scope.name("zone-link"),
        private_zone_name=zone.name,
        resource_group_name=scope.group.name,
        location="global",
        registration_enabled=False,
        virtual_network=azure.privatedns.SubResourceArgs(id=input_of(network.vpc)),
        tags=scope.tags,
        opts=scope.request.options(),
    )


def _profiles(scope: Scope) -> list[azure.app.WorkloadProfileArgs]:
    names = [CONSUMPTION, *([] if scope.spec.runtime.gpu is None else [profile_name(scope)])]
    return [azure.app.WorkloadProfileArgs(name=name, workload_profile_type=name) for name in names]


def profile_name(scope: Scope) -> str:
    """Where the model's app runs."""
    gpu = scope.spec.runtime.gpu
    found = None if gpu is None else gpu_profile(gpu.type)
    return CONSUMPTION if found is None else found.profile


def _network(scope: Scope) -> azure.app.VnetConfigurationArgs | None:
    network = scope.spec.runtime.network
    if network is None or not network.subnets:
        return None
    return azure.app.VnetConfigurationArgs(
        infrastructure_subnet_id=input_of(network.subnets[0]), internal=is_internal(scope)
    )


def _encryption(identity: Identity, key: OwnKey | None) -> dict[str, object]:
    """Disks of the replicas in the service's own key."""
    if key is None:
        return {}
    uses = azure.app.DiskEncryptionConfigurationAuthArgs(identity=identity.id)
    vault = azure.app.DiskEncryptionConfigurationKeyVaultConfigurationArgs(auth=uses, key_url=key.url)
    owned: pulumi.Input[str] = identity.id
    return {
        "disk_encryption_configuration": azure.app.DiskEncryptionConfigurationArgs(key_vault_configuration=vault),
        "identity": azure.app.ManagedServiceIdentityArgs(type="UserAssigned", user_assigned_identities=[owned]),
    }
