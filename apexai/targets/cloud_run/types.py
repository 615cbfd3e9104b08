"""Type tokens of the resources that the target makes."""

from typing import Final

SERVICE: Final = "gcp:cloudrunv2/service:Service"
INVOKER: Final = "gcp:cloudrunv2/serviceIamMember:ServiceIamMember"
ACCOUNT: Final = "gcp:serviceaccount/account:Account"
SECRET_GRANT: Final = "gcp:secretmanager/secretIamMember:SecretIamMember"
MODEL_GRANT: Final = "gcp:storage/bucketIAMMember:BucketIAMMember"
PROJECT_GRANT: Final = "gcp:projects/iAMMember:IAMMember"
ROLE: Final = "gcp:projects/iAMCustomRole:IAMCustomRole"
FIREWALL: Final = "gcp:compute/firewall:Firewall"
JOB: Final = "gcp:cloudscheduler/job:Job"
ALERT: Final = "gcp:monitoring/alertPolicy:AlertPolicy"
LOG_BUCKET: Final = "gcp:logging/projectBucketConfig:ProjectBucketConfig"
LOG_SINK: Final = "gcp:logging/projectSink:ProjectSink"
LOG_EXCLUSION: Final = "gcp:logging/projectExclusion:ProjectExclusion"
KEY: Final = "gcp:kms/cryptoKey:CryptoKey"
