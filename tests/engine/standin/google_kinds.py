"""The Google Cloud types that the tests' programs use.

`replaces` are the `immutable` and `ForceNew` attributes of github.com/hashicorp/terraform-provider-google, which
pulumi-gcp 9 bridges: mmv1/products/<product>/*.yaml of github.com/GoogleCloudPlatform/magic-modules, read on 2026-11-21
for cloudrunv2 Service, cloudscheduler Job, service accounts and IAM members; the others are known and not looked up.
"""

from typing import Final

from tests.engine.standin.kinds import Kind

PROJECT: Final = "project-1"
NUMBER: Final = "444455556666"

SERVICE: Final = "gcp:cloudrunv2/service:Service"
ACCOUNT: Final = "gcp:serviceaccount/account:Account"
SECRET_GRANT: Final = "gcp:secretmanager/secretIamMember:SecretIamMember"
TOPIC: Final = "gcp:pubsub/topic:Topic"
SUBSCRIPTION: Final = "gcp:pubsub/subscription:Subscription"
BUDGET: Final = "gcp:billing/budget:Budget"
ROLE: Final = "gcp:projects/iAMCustomRole:IAMCustomRole"
SERVICE_GRANT: Final = "gcp:cloudrunv2/serviceIamMember:ServiceIamMember"
ACCOUNT_GRANT: Final = "gcp:serviceaccount/iAMMember:IAMMember"
KEY_GRANT: Final = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"


def _grant(token: str, source: str, *keys: str) -> Kind:
    """A member of a policy: every property replaces it, making it again is no error, conditions tell two apart.

    Source: google/tpgiamresource/resource_iam_member.go: the id ends with the condition's title.
    """
    return Kind(
        token=token,
        source=source,
        replaces=(*keys, "member", "role", "condition", "project"),
        autoname="",
        id="/".join(["{" + key + "}" for key in keys] + ["{role}", "{member}", "{condition_title}"]),
        outputs={"etag": "{suffix}"},
        upsert=True,
        taggable=False,
    )


GOOGLE: Final = {
    kind.token: kind
    for kind in (
        Kind(
            token=SERVICE,
            source="mmv1/products/cloudrunv2/Service.yaml",
            replaces=("name", "location", "project"),
            defaults={"deletionProtection": True},
            id=f"projects/{PROJECT}/locations/{{location}}/services/{{name}}",
            outputs={
                "uri": f"https://{{name}}-{NUMBER}.{{location}}.run.app",
                "project": PROJECT,
                "uid": "{suffix}",
                "etag": "{suffix}",
            },
            exists="Error 409: Resource",
            taggable=False,
        ),
        Kind(
            token=ACCOUNT,
            source="google/services/resourcemanager/resource_google_service_account.go",
            replaces=("accountId", "project"),
            autoname="accountId",
            autoname_max=30,
            id=f"projects/{PROJECT}/serviceAccounts/{{accountId}}@{PROJECT}.iam.gserviceaccount.com",
            outputs={
                "email": f"{{accountId}}@{PROJECT}.iam.gserviceaccount.com",
                "member": f"serviceAccount:{{accountId}}@{PROJECT}.iam.gserviceaccount.com",
                "name": f"projects/{PROJECT}/serviceAccounts/{{accountId}}@{PROJECT}.iam.gserviceaccount.com",
                "uniqueId": "{suffix}",
            },
            taggable=False,
        ),
        _grant(SERVICE_GRANT, "google/services/cloudrunv2", "location", "name"),
        _grant(SECRET_GRANT, "google/services/secretmanager", "secretId"),
        _grant("gcp:storage/bucketIAMMember:BucketIAMMember", "google/services/storage", "bucket"),
        _grant("gcp:projects/iAMMember:IAMMember", "google/services/resourcemanager"),
        _grant(ACCOUNT_GRANT, "google/services/resourcemanager", "serviceAccountId"),
        _grant(KEY_GRANT, "google/services/kms", "cryptoKeyId"),
        Kind(
            token=ROLE,
            source="google/services/resourcemanager/resource_google_project_iam_custom_role.go",
            replaces=("roleId", "project"),
            autoname="roleId",
            defaults={"stage": "GA"},
            id=f"projects/{PROJECT}/roles/{{roleId}}",
            outputs={"name": f"projects/{PROJECT}/roles/{{roleId}}", "deleted": "false"},
            taggable=False,
        ),
        Kind(
            token="gcp:compute/firewall:Firewall",
            source="mmv1/products/compute/Firewall.yaml",
            replaces=("name", "network", "project", "direction"),
            id=f"projects/{PROJECT}/global/firewalls/{{name}}",
            outputs={"selfLink": f"projects/{PROJECT}/global/firewalls/{{name}}"},
            taggable=False,
        ),
        Kind(
            token="gcp:kms/keyRing:KeyRing",
            source="mmv1/products/kms/KeyRing.yaml",
            replaces=("name", "location", "project"),
            id=f"projects/{PROJECT}/locations/{{location}}/keyRings/{{name}}",
            taggable=False,
        ),
        Kind(
            token="gcp:kms/cryptoKey:CryptoKey",
            source="mmv1/products/kms/CryptoKey.yaml",
            replaces=("name", "keyRing", "purpose", "destroyScheduledDuration", "importOnly"),
            defaults={"purpose": "ENCRYPT_DECRYPT"},
            id="{keyRing}/cryptoKeys/{name}",
            taggable=False,
        ),
        Kind(
            token="gcp:logging/projectBucketConfig:ProjectBucketConfig",
            source="google/services/logging/resource_logging_bucket_config.go",
            replaces=("bucketId", "location", "project"),
            autoname="",
            id="projects/{project}/locations/{location}/buckets/{bucketId}",
            outputs={"name": "projects/{project}/locations/{location}/buckets/{bucketId}", "lifecycleState": "ACTIVE"},
            upsert=True,
            taggable=False,
        ),
        Kind(
            token="gcp:logging/projectSink:ProjectSink",
            source="google/services/logging/resource_logging_project_sink.go",
            replaces=("name", "project", "uniqueWriterIdentity"),
            id=f"projects/{PROJECT}/sinks/{{name}}",
            outputs={"writerIdentity": f"serviceAccount:service-{NUMBER}@gcp-sa-logging.iam.gserviceaccount.com"},
            taggable=False,
        ),
        Kind(
            token="gcp:logging/projectExclusion:ProjectExclusion",
            source="google/services/logging/resource_logging_exclusion.go",
            replaces=("name", "project"),
            id=f"projects/{PROJECT}/exclusions/{{name}}",
            taggable=False,
        ),
        Kind(
            token="gcp:monitoring/alertPolicy:AlertPolicy",
            source="mmv1/products/monitoring/AlertPolicy.yaml",
            replaces=("project",),
            autoname="",
            defaults={"enabled": True},
            id=f"projects/{PROJECT}/alertPolicies/{{suffix}}",
            outputs={"name": f"projects/{PROJECT}/alertPolicies/{{suffix}}"},
            taggable=False,
        ),
        Kind(
            token=TOPIC,
            source="mmv1/products/pubsub/Topic.yaml",
            replaces=("name", "project"),
            id=f"projects/{PROJECT}/topics/{{name}}",
            taggable=False,
        ),
        Kind(
            token=SUBSCRIPTION,
            source="mmv1/products/pubsub/Subscription.yaml",
            replaces=("name", "project", "topic", "filter", "enableMessageOrdering"),
            id=f"projects/{PROJECT}/subscriptions/{{name}}",
            taggable=False,
        ),
        _grant("gcp:pubsub/topicIAMMember:TopicIAMMember", "google/services/pubsub", "topic"),
        Kind(
            token=BUDGET,
            source="mmv1/products/billing/Budget.yaml",
            replaces=("billingAccount",),
            autoname="",
            id="billingAccounts/{billingAccount}/budgets/{suffix}",
            outputs={"name": "{suffix}"},
            taggable=False,
        ),
        Kind(
            token="gcp:monitoring/notificationChannel:NotificationChannel",
            source="mmv1/products/monitoring/NotificationChannel.yaml",
            replaces=("project",),
            autoname="",
            id=f"projects/{PROJECT}/notificationChannels/{{suffix}}",
            outputs={"name": f"projects/{PROJECT}/notificationChannels/{{suffix}}"},
            taggable=False,
        ),
        Kind(
            token="gcp:cloudscheduler/job:Job",
            source="mmv1/products/cloudscheduler/Job.yaml",
            replaces=("name", "region", "project"),
            defaults={"attemptDeadline": "180s", "timeZone": "Etc/UTC"},
            id=f"projects/{PROJECT}/locations/{{region}}/jobs/{{name}}",
            outputs={"state": "ENABLED"},
            taggable=False,
        ),
    )
}
