"""Programs for rules on resources of Google Cloud and Cloudflare."""

import pulumi
import pulumi_cloudflare as cloudflare
import pulumi_gcp as gcp

from tests.policy.programs.prelude import DIGEST, raw

PLACE = "europe-west1"
IMAGE = f"{PLACE}-docker.pkg.dev/p/models/fraud"
OPEN = "allUsers"


def apx_fin_001_passes_on_google(name: str) -> None:
    run(name, {"resources": {"limits": {"memory": "512Mi"}}})


def apx_fin_001_fails_on_google(name: str) -> None:
    run(name, {"resources": {"limits": {"memory": "1Gi"}}})


def apx_fin_001_fails_for_a_function(name: str) -> None:
    function(name, available_memory="1Gi")


def apx_fin_001_unknown_on_google(name: str) -> None:
    function(name, available_memory=unnamed(name))


def apx_fin_002_passes_on_google(name: str) -> None:
    bucket(name, labels={"cost-center": "fraud"})


def apx_fin_002_passes_by_default_labels(name: str) -> None:
    provider = gcp.Provider(f"{name}-provider", project="p", default_labels={"cost_center": "fraud"})
    bucket(name, opts=pulumi.ResourceOptions(provider=provider))


def apx_fin_002_passes_by_user_labels(name: str) -> None:
    gcp.monitoring.NotificationChannel(
        name, type="email", labels={"email_address": "finops@example.com"}, user_labels={"cost-center": "fraud"}
    )


def apx_fin_002_fails_by_what_labels_say(name: str) -> None:
    gcp.monitoring.NotificationChannel(name, type="webhook_tokenauth", labels={"cost-center": "fraud"})


def apx_fin_002_fails_on_google(name: str) -> None:
    bucket(name)


def apx_fin_009_passes_on_google(name: str) -> None:
    instance(name, "g2-standard-4")


def apx_fin_009_fails_on_google(name: str) -> None:
    instance(name, "a3-highgpu-8g")


def apx_fin_009_fails_for_an_attached_one(name: str) -> None:
    instance(name, "n1-standard-4", guest_accelerators=[{"type": "nvidia-tesla-t4", "count": 1}])


def apx_fin_011_fails_on_google(name: str) -> None:
    raw(name, runtime={"platform": "cloud-run"}, autoscaling={"minReplicas": 1})


def apx_fin_011_passes_on_google(name: str) -> None:
    usage = {"requests": "20M/month", "duration": "200ms"}
    raw(name, runtime={"platform": "cloud-run"}, autoscaling={"minReplicas": 1}, finops={"usage": usage})


def apx_fin_013_passes_on_google(name: str) -> None:
    log_bucket(name)


def apx_fin_018_passes_on_google(name: str) -> None:
    gcp.cloudrunv2.Service(name, location=PLACE, template={"timeout": "60s"})


def apx_fin_018_fails_on_google(name: str) -> None:
    gcp.cloudrunv2.Service(name, location=PLACE, template={"timeout": "3600s"})


def apx_fin_019_passes_on_google(name: str) -> None:
    store = bucket(f"{name}-models", location="EU")
    run(name, {"envs": [{"name": "MODELS", "value": store.url}]})


def apx_fin_019_fails_on_google(name: str) -> None:
    store = bucket(f"{name}-models", location="US")
    run(name, {"envs": [{"name": "MODELS", "value": store.url}]})


def apx_fin_027_fails(name: str) -> None:
    gcp.container.NodePool(name, cluster="models", location=PLACE, node_config={"spot": True})


def apx_fin_028_passes(name: str) -> None:
    old = {"id": "old", "action": "DELETE", "condition": {"older_than": "30d"}}
    repository(name, cleanup_policies=[old])


def apx_fin_028_fails(name: str) -> None:
    repository(name)


def apx_fin_028_unknown(name: str) -> None:
    bucket(name, autoclass={"enabled": unnamed(name)})


def apx_rai_009_fails_on_google(name: str) -> None:
    gcp.modelarmor.Template(name, template_id="t", location=PLACE, filter_config={})


def apx_rai_009_passes_on_google(name: str) -> None:
    settings = {"rai_filters": [{"filter_type": "DANGEROUS", "confidence_level": "HIGH"}]}
    gcp.modelarmor.Template(name, template_id="t", location=PLACE, filter_config={"rai_settings": settings})


def apx_rai_013_passes_on_google(name: str) -> None:
    log_bucket(name, location=PLACE, opts=within(name, responsibleAI={"dataResidency": [PLACE]}))


def apx_rai_013_fails_on_google(name: str) -> None:
    log_bucket(name, opts=within(name, responsibleAI={"dataResidency": [PLACE]}))


def apx_rai_013_fails_without_jurisdiction(name: str) -> None:
    opts = within(name, responsibleAI={"dataResidency": ["eu"]})
    cloudflare.R2Bucket(name, account_id="a", name="models", opts=opts)


def apx_rai_013_passes_by_jurisdiction(name: str) -> None:
    opts = within(name, responsibleAI={"dataResidency": ["eu"]})
    cloudflare.R2Bucket(name, account_id="a", name="models", jurisdiction="eu", opts=opts)


def apx_rai_013_fails_for_keys_and_values(name: str) -> None:
    opts = within(name, responsibleAI={"dataResidency": ["eu"]})
    cloudflare.WorkersKvNamespace(name, account_id="a", title="models", opts=opts)


def apx_rai_025_fails_on_google(name: str) -> None:
    gcp.vertex.AiEndpoint(name, display_name="models", location=PLACE)


def apx_rai_025_fails_for_a_worker(name: str) -> None:
    worker(name, {"name": "AI", "type": "ai"})


def apx_rai_025_spared_without_a_model(name: str) -> None:
    worker(name, {"name": "MODE", "type": "plain_text", "text": "x"})


def apx_sec_002_passes_on_google(name: str) -> None:
    invoker(name, "serviceAccount:caller@p.iam.gserviceaccount.com")


def apx_sec_002_fails_on_google(name: str) -> None:
    invoker(name, OPEN)


def apx_sec_002_fails_without_any_check(name: str) -> None:
    gcp.cloudrunv2.Service(name, location=PLACE, invoker_iam_disabled=True, template={})


def apx_sec_003_passes_on_google(name: str) -> None:
    bucket(name, encryption={"default_kms_key_name": "projects/p/locations/l/keyRings/r/cryptoKeys/k"})


def apx_sec_003_fails_on_google(name: str) -> None:
    bucket(name)


def apx_sec_003_passes_for_a_secret(name: str) -> None:
    managed = {"replicas": [{"location": PLACE, "customer_managed_encryption": {"kms_key_name": "k"}}]}
    gcp.secretmanager.Secret(name, secret_id="s", replication={"user_managed": managed})


def apx_sec_004_passes_on_google(name: str) -> None:
    gcp.compute.SSLPolicy(name, min_tls_version="TLS_1_2")


def apx_sec_004_fails_on_google(name: str) -> None:
    gcp.compute.SSLPolicy(name)


def apx_sec_004_fails_on_cloudflare(name: str) -> None:
    cloudflare.ZoneSetting(name, zone_id="z", setting_id="min_tls_version", value="1.0")


def apx_sec_004_passes_on_cloudflare(name: str) -> None:
    cloudflare.ZoneSetting(name, zone_id="z", setting_id="min_tls_version", value="1.2")


def apx_sec_005_fails_on_google(name: str) -> None:
    run(name, {"envs": [{"name": "DB_PASSWORD", "value": "hunter2hunter2"}]})


def apx_sec_005_passes_on_google(name: str) -> None:
    secret = {"secret_key_ref": {"secret": "password", "version": "latest"}}
    run(name, {"envs": [{"name": "DB_PASSWORD", "value_source": secret}]})


def apx_sec_005_fails_for_a_worker(name: str) -> None:
    worker(name, {"name": "DB_PASSWORD", "type": "plain_text", "text": "hunter2hunter2"})


def apx_sec_006_fails_on_google(name: str) -> None:
    repository(name, vulnerability_scanning_config={"enablement_config": "DISABLED"})


def apx_sec_006_unknown_on_google(name: str) -> None:
    repository(name)


def apx_sec_007_passes_on_google(name: str) -> None:
    run(name, {"image": f"{IMAGE}@{DIGEST}"})


def apx_sec_007_fails_on_google(name: str) -> None:
    run(name, {"image": f"{IMAGE}:1"})


def apx_sec_008_passes_on_google(name: str) -> None:
    repository(name, docker_config={"immutable_tags": True})


def apx_sec_008_fails_on_google(name: str) -> None:
    repository(name)


def apx_sec_015_fails_on_google(name: str) -> None:
    gcp.storage.BucketIAMMember(name, bucket="models", role="roles/storage.objectViewer", member=OPEN)


def apx_sec_015_fails_on_cloudflare(name: str) -> None:
    cloudflare.R2ManagedDomain(name, account_id="a", bucket_name="models", enabled=True)


def apx_sec_016_passes_on_google(name: str) -> None:
    gcp.kms.CryptoKey(name, key_ring="r", rotation_period="7776000s")


def apx_sec_016_fails_on_google(name: str) -> None:
    gcp.kms.CryptoKey(name, key_ring="r")


def apx_sec_017_fails_on_google(name: str) -> None:
    gcp.pubsub.TopicIAMMember(name, topic="scores", role="roles/pubsub.publisher", member=OPEN)


def apx_sec_018_passes_on_google(name: str) -> None:
    firewall(name, ["443"])


def apx_sec_018_fails_on_google(name: str) -> None:
    firewall(name, ["22", "443"])


def apx_sec_018_fails_without_sources(name: str) -> None:
    gcp.compute.Firewall(name, network="default", allows=[{"protocol": "tcp", "ports": ["22"]}])


def apx_sec_018_passes_for_tagged_sources(name: str) -> None:
    allowed = [{"protocol": "tcp", "ports": ["22"]}]
    gcp.compute.Firewall(name, network="default", allows=allowed, source_tags=["bastion"])


def apx_sec_021_fails_on_google(name: str) -> None:
    gcp.container.Cluster(name, location=PLACE)


def apx_sec_021_passes_on_google(name: str) -> None:
    networks = {"cidr_blocks": [{"cidr_block": "10.0.0.0/8"}]}
    gcp.container.Cluster(name, location=PLACE, master_authorized_networks_config=networks)


def apx_sec_023_fails_on_google(name: str) -> None:
    gcp.sql.DatabaseInstance(name, database_version="POSTGRES_16", settings={"tier": "db-custom-1-3840"})


def apx_sec_026_fails_on_google(name: str) -> None:
    gcp.projects.IAMMember(name, project="p", role="roles/editor", member="serviceAccount:f@p")


def apx_sec_026_passes_on_google(name: str) -> None:
    gcp.projects.IAMMember(name, project="p", role="roles/run.invoker", member="serviceAccount:f@p")


def apx_sec_031_passes(name: str) -> None:
    bucket(name, public_access_prevention="enforced")


def apx_sec_031_fails(name: str) -> None:
    bucket(name)


def apx_sec_031_unknown(name: str) -> None:
    bucket(name, public_access_prevention=unnamed(name))


def apx_sec_032_passes(name: str) -> None:
    account = gcp.serviceaccount.Account(f"{name}-account", account_id="fraud")
    gcp.cloudrunv2.Service(name, location=PLACE, template={"service_account": account.email})


def apx_sec_032_fails(name: str) -> None:
    run(name, {})


def apx_sec_032_unknown(name: str) -> None:
    gcp.cloudrunv2.Service(name, location=PLACE, template=unnamed(name).apply(lambda url: {"service_account": url}))


def unnamed(name: str) -> pulumi.Output[str]:
    """A value that is known only after the deployment."""
    return bucket(f"{name}-later").url


def within(name: str, **sections: object) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(parent=raw(f"{name}-service", **sections))


def bucket(name: str, *, location: str = PLACE, **arguments: object) -> gcp.storage.Bucket:
    return gcp.storage.Bucket(name, location=location, **arguments)


def run(name: str, container: dict[str, object]) -> None:
    gcp.cloudrunv2.Service(name, location=PLACE, template={"containers": [{"image": IMAGE, **container}]})


def function(name: str, **settings: object) -> None:
    gcp.cloudfunctionsv2.Function(name, location=PLACE, service_config=settings)


def instance(name: str, kind: str, **arguments: object) -> None:
    network = [{"network": "default"}]
    gcp.compute.Instance(name, boot_disk={}, machine_type=kind, network_interfaces=network, zone="z", **arguments)


def repository(name: str, **arguments: object) -> None:
    gcp.artifactregistry.Repository(name, format="DOCKER", repository_id="models", location=PLACE, **arguments)


def log_bucket(name: str, *, location: str = "global", **arguments: object) -> None:
    gcp.logging.ProjectBucketConfig(name, project="p", bucket_id="models", location=location, **arguments)


def invoker(name: str, member: str) -> None:
    gcp.cloudrunv2.ServiceIamMember(name, name="fraud", location=PLACE, role="roles/run.invoker", member=member)


def firewall(name: str, ports: list[str]) -> None:
    allowed = [{"protocol": "tcp", "ports": ports}]
    gcp.compute.Firewall(name, network="default", allows=allowed, source_ranges=["0.0.0.0/0"])


def worker(name: str, binding: object) -> None:
    cloudflare.WorkersScript(name, account_id="a", script_name="fraud", content="", bindings=[binding])
