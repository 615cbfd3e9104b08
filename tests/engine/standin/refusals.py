"""What the clouds refuse, with the words that they refuse it in and where those are from."""

from dataclasses import dataclass


class Refusal(Exception):
    """An API error, in the cloud's own words where they are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that a cloud refuses."""

    text: str
    """A format string."""
    source: str
    paraphrased: bool = False
    """True where the refusal is documented but its exact words are not."""

    def refuse(self, **values: object) -> None:
        """Raise: Refusal, always."""
        raise Refusal(self.text.format(**values))


LOCALSTACK = (
    "github.com/localstack/localstack localstack-core/localstack/services/lambda_/provider.py"
    " (checked against AWS by its snapshot tests)"
)
TF_AWS = "github.com/hashicorp/terraform-provider-aws "
LIMITS = "docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
ENVIRONMENT = "docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"

LAMBDA_EXISTS = Rule(text="ResourceConflictException: Function already exist: {name}", source=LOCALSTACK)
LAMBDA_NOT_FOUND = Rule(text="ResourceNotFoundException: Function not found: {arn}", source=LOCALSTACK)
LAMBDA_MEMORY = Rule(
    text="ValidationException: 1 validation error detected: Value '{value}' at 'memorySize' failed to satisfy"
    " constraint: Member must have value between 128 and 10240",
    source=LIMITS,
    paraphrased=True,
)
LAMBDA_TIMEOUT = Rule(
    text="ValidationException: 1 validation error detected: Value '{value}' at 'timeout' failed to satisfy"
    " constraint: Member must have value between 1 and 900",
    source=LIMITS,
    paraphrased=True,
)
LAMBDA_RESERVED_VARIABLES = Rule(
    text="InvalidParameterValueException: Lambda was unable to configure your environment variables because the"
    " environment variables you have provided contains reserved keys that are currently not supported for"
    " modification. Reserved keys used in this request: {names}",
    source=ENVIRONMENT,
)
LAMBDA_VARIABLES_SIZE = Rule(
    text="InvalidParameterValueException: Lambda was unable to configure your environment variables because the"
    " environment variables you have provided exceeded the 4KB limit. String measured: {size}",
    source=LIMITS,
)
LAMBDA_ROLE = Rule(
    text="InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.",
    source=TF_AWS + "internal/service/lambda/function.go (retried on creation)",
)
LAMBDA_ROLE_PERMISSION = Rule(
    text="InvalidParameterValueException: The provided execution role does not have permissions to call"
    " {action} on {service}",
    source=TF_AWS + "internal/service/lambda/function.go (retried on creation)",
)
LAMBDA_IMAGE = Rule(
    text="InvalidParameterValueException: Source image {image} is not valid. Provide a valid source image.",
    source="docs.aws.amazon.com/lambda/latest/dg/images-create.html: the image is in Amazon ECR, same region",
)
LAMBDA_QUOTA = Rule(
    text="InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's"
    " UnreservedConcurrentExecution below its minimum value of [{minimum}].",
    source="github.com/aws-samples/one-observability-demo/issues/278; "
    "docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
)
LAMBDA_RESERVED_BELOW_PROVISIONED = Rule(
    text="InvalidParameterValueException: ReservedConcurrentExecutions {reserved} should not be lower than"
    " function's total provisioned concurrency [{provisioned}].",
    source=LOCALSTACK,
)
ALIAS_EXISTS = Rule(text="ResourceConflictException: Alias already exists: {arn}", source=LOCALSTACK)
ALIAS_WEIGHT = Rule(
    text="ValidationException: 1 validation error detected: Value '{{{version}={weight}}}' at"
    " 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint:"
    " [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0]",
    source=LOCALSTACK,
)
ALIAS_WEIGHTS_COUNT = Rule(
    text="InvalidParameterValueException: Number of items in AdditionalVersionWeights cannot be greater than 1",
    source=LOCALSTACK,
)
ALIAS_SAME_VERSION = Rule(
    text="InvalidParameterValueException: Invalid function version {version}. Function version {version} is"
    " already included in routing configuration.",
    source=LOCALSTACK,
)
ALIAS_LATEST = Rule(
    text="InvalidParameterValueException: $LATEST is not supported for an alias pointing to more than 1 version",
    source=LOCALSTACK,
)
PROVISIONED_WEIGHTED_ALIAS = Rule(
    text="InvalidParameterValueException: Alias with weights can not be used with Provisioned Concurrency",
    source="github.com/hashicorp/terraform/issues/24957 (2020-05-14)",
)
PROVISIONED_UNPUBLISHED = Rule(
    text="InvalidParameterValueException: Provisioned Concurrency Configs cannot be applied to unpublished"
    " function versions.",
    source=LOCALSTACK,
)
PROVISIONED_OVER_RESERVED = Rule(
    text="InvalidParameterValueException: Requested Provisioned Concurrency should not be greater than the"
    " reservedConcurrentExecution for function",
    source=LOCALSTACK,
)
PROVISIONED_OVER_QUOTA = Rule(
    text="InvalidParameterValueException: Specified ConcurrentExecutions for function decreases account's"
    " UnreservedConcurrentExecution below its minimum value of [{minimum}].",
    source=LOCALSTACK,
)
PROVISIONED_VERSION_BY_ALIAS = Rule(
    text="ResourceConflictException: Version is pointed by a Provisioned Concurrency alias", source=LOCALSTACK
)
PROVISIONED_ALIAS_OF_VERSION = Rule(
    text="ResourceConflictException: Alias can't be used for Provisioned Concurrency configuration on an already"
    " Provisioned version",
    source=LOCALSTACK,
)
PERMISSION_EXISTS = Rule(
    text="ResourceConflictException: The statement id ({id}) provided already exists. Please provide a new"
    " statement id, or remove the existing statement.",
    source=LOCALSTACK,
)
URL_EXISTS = Rule(
    text="ResourceConflictException: Failed to create function url config for [functionArn = {arn}]."
    " Error message:  FunctionUrlConfig exists for this Lambda function",
    source=LOCALSTACK,
)
URL_QUALIFIER = Rule(
    text="ValidationException: 1 validation error detected: Value '{qualifier}' at 'qualifier' failed to satisfy"
    " constraint: Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)",
    source=LOCALSTACK,
)
SCALABLE_RESOURCE = Rule(
    text="ValidationException: the resource {id} of service namespace lambda does not exist, or is not a published"
    " version or an alias",
    source="docs.aws.amazon.com/autoscaling/application/userguide/services-that-can-integrate-lambda.html",
    paraphrased=True,
)
SCALABLE_BOUNDS = Rule(
    text="ValidationException: Maximum capacity cannot be less than minimum capacity",
    source="docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
    paraphrased=True,
)
NOT_SCALABLE = Rule(
    text="ObjectNotFoundException: No scalable target registered for service namespace: {namespace}, resource"
    " ID: {id}, scalable dimension: {dimension}",
    source=TF_AWS + "internal/service/appautoscaling/policy.go (retried on creation)",
)
ROLE_EXISTS = Rule(
    text="EntityAlreadyExists: Role with name {name} already exists.",
    source="docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
)
ROLE_NOT_FOUND = Rule(
    text="NoSuchEntity: The role with name {name} cannot be found.",
    source="docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
)
ROLE_IN_USE = Rule(
    text="DeleteConflict: Cannot delete entity, must {what} first.",
    source="docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html",
)
EXISTS = Rule(
    text="{error}: {kind} {name} already exists",
    source="the Create call of each service's API reference",
    paraphrased=True,
)
API_NOT_FOUND = Rule(
    text="NotFoundException: Invalid API identifier specified {account}:{api}",
    source="docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html",
)

APISERVER = "github.com/kubernetes/kubernetes "
K8S_EXISTS = Rule(
    text='{plural} "{name}" already exists',
    source=APISERVER + "staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewAlreadyExists",
)
K8S_NAMESPACE = Rule(
    text='namespaces "{namespace}" not found',
    source=APISERVER + "staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go",
)
K8S_NO_KIND = Rule(
    text='no matches for kind "{kind}" in version "{version}"',
    source=APISERVER + "staging/src/k8s.io/apimachinery/pkg/api/meta/errors.go NoKindMatchError",
)
K8S_INVALID = Rule(
    text='{kind} "{name}" is invalid: {path}: Invalid value: {value}: {reason}',
    source=APISERVER + "staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go",
)
KEDA_MANAGED_BY_HPA = Rule(
    text="admission webhook \"vscaledobject.kb.io\" denied the request: the workload '{target}' of type"
    " 'apps/v1.Deployment' is already managed by the hpa '{hpa}'",
    source="github.com/kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go",
)
BUDGETS = "docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html, API_budgets_Spend"
BUDGET_UNIT = Rule(
    text="InvalidParameterException: {unit} is not the unit of this account's costs", source=BUDGETS, paraphrased=True
)
BUDGET_SUBSCRIBERS = Rule(
    text="InvalidParameterException: Notification should have at least one subscriber", source=BUDGETS, paraphrased=True
)
BUDGET_SUBSCRIBER_LIMIT = Rule(
    text="CreationLimitExceededException: a notification has 10 mail addresses and one topic at most",
    source=BUDGETS,
    paraphrased=True,
)
TOPIC_NOT_FOUND = Rule(
    text="NotFoundException: Topic does not exist", source="docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"
)

CLOUD_RUN = "Cloud Run documentation; "
RUN_REVISION_TAKEN = Rule(
    text="Error 409: Revision named '{name}' with different configuration already exists.",
    source="github.com/hashicorp/terraform-provider-google issues 9438 and 14569",
)
RUN_ABSENT = Rule(
    text="invoking gcp:cloudrunv2/getService:getService: 1 error occurred:\n\t* {id} not found",
    source="github.com/GoogleCloudPlatform/magic-modules data_source_google_cloud_run_v2_service.go",
)
RUN_BOUNDS = Rule(
    text="Error 400: scaling: minimum and maximum instances have to be given both or neither, in order",
    source=CLOUD_RUN + "Manual scaling, switching between automatic and manual scaling",
    paraphrased=True,
)
RUN_REVISION_NAME = Rule(
    text="Error 400: template.revision: Revision name '{name}' must be prefixed by the name of the enclosing"
    " Configuration or Service with a trailing -",
    source=CLOUD_RUN + "Manage revisions",
    paraphrased=True,
)
RUN_NO_REVISION = Rule(
    text="Error 400: traffic: revision '{name}' does not exist",
    source="github.com/GoogleCloudPlatform/cloud-foundation-fabric issue 4089",
    paraphrased=True,
)
RUN_PERCENT = Rule(
    text="Error 400: traffic: the sum of percent of all targets must be 100", source=CLOUD_RUN, paraphrased=True
)
RUN_TAG = Rule(
    text="Error 400: traffic: the tag '{tag}' and the service's name together have more than 46 characters",
    source="github.com/firebase/firebase-tools issue 6137",
    paraphrased=True,
)
RUN_NO_ACCOUNT = Rule(
    text="Error 400: Service account {email} was not found", source=CLOUD_RUN + "Service identity", paraphrased=True
)
RUN_SECRET = Rule(
    text="Error 400: Permission denied on secret: {secret} for Revision service account {email}. The service account"
    " used must be granted the 'Secret Manager Secret Accessor' role (roles/secretmanager.secretAccessor) at the"
    " secret, project or higher level.",
    source=CLOUD_RUN + "Configure secrets for services",
)
RUN_KEY = Rule(
    text="Error 400: Permission denied on CMEK key {key}: the Cloud Run service agent needs"
    " roles/cloudkms.cryptoKeyEncrypterDecrypter",
    source=CLOUD_RUN + "Using customer managed encryption keys",
    paraphrased=True,
)
RUN_PROTECTED = Rule(
    text="cannot destroy service without setting deletion_protection=false and running `terraform apply`",
    source="mmv1/templates/terraform/pre_delete/cloudrunv2_service_deletion_policy.go.tmpl",
)
K8S_CONFLICT = Rule(
    text='Apply failed with 1 conflict: conflict with "{manager}" using v1: .{path}',
    source="https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts",
)

APPS = "github.com/microsoft/azure-container-apps "
AZURE_NO_GROUP = Rule(
    text="ResourceGroupNotFound: Resource group '{name}' could not be found.",
    source="learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found",
)
APP_NO_ENVIRONMENT = Rule(
    text="ManagedEnvironmentNotFound: The environment '{id}' does not exist", source=APPS, paraphrased=True
)
APP_SUFFIX = Rule(
    text="ContainerAppOperationError: The following field(s) are either invalid or missing. Field"
    " 'template.revisionsuffix' is invalid with details: 'Invalid value: \"{suffix}\": revision with suffix {suffix}"
    " already exists.'",
    source="github.com/Azure/terraform-azurerm-avm-res-app-containerapp/issues/115 (2026-02-10)",
)
APP_SIZE = Rule(
    text="ContainerAppInvalidResourceTotal: The total requested CPU and memory resources for this application"
    " (CPU: {cpu}, memory: {memory}) is invalid. Total CPU and memory for all containers defined in a Container App"
    " must add up to one of the following CPU - Memory combinations",
    source=APPS + "issues 1595",
)
APP_TRAFFIC_SUM = Rule(
    text="ContainerAppInvalidTrafficWeight: the weights of the traffic must add up to 100",
    source=APPS,
    paraphrased=True,
)
APP_TRAFFIC_MODE = Rule(
    text="traffic goes to the latest revision where the app has a single active one",
    source="learn.microsoft.com/azure/container-apps/revisions",
    paraphrased=True,
)
APP_TRAFFIC_REVISION = Rule(
    text="RevisionNotFound: the revision {name} does not exist or is not active",
    source="learn.microsoft.com/azure/container-apps/traffic-splitting",
    paraphrased=True,
)
APP_IDENTITY = Rule(
    text="the identity {identity} is not among those of the app",
    source="learn.microsoft.com/azure/container-apps/managed-identity",
    paraphrased=True,
)
APP_FORBIDDEN = Rule(
    text="ContainerAppOperationError: {identity} may not read {on}: UNAUTHORIZED",
    source="learn.microsoft.com/azure/container-apps/managed-identity-image-pull",
    paraphrased=True,
)
ENVIRONMENT_IN_USE = Rule(
    text="ManagedEnvironmentNotEmpty: the environment {id} has apps", source=APPS, paraphrased=True
)

CLOUDFRONT = "docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/"
EDGE_VERSION = Rule(
    text="InvalidLambdaFunctionAssociation: The function ARN must reference a specific function version. (The ARN must"
    " end with the version number.) ARN: {arn}",
    source=CLOUDFRONT + "lambda-edge-testing-debugging.html",
)
EDGE_VARIABLES = Rule(
    text="InvalidLambdaFunctionAssociation: The function cannot have environment variables.",
    source=CLOUDFRONT + "edge-function-restrictions-all.html",
)
EDGE_ROLE = Rule(
    text="InvalidLambdaFunctionAssociation: The function execution role must be assumable with edgelambda.amazonaws.com"
    " as well as lambda.amazonaws.com principals.",
    source=CLOUDFRONT + "lambda-edge-permissions.html",
)
EDGE_POLICY_ON_CREATION = Rule(
    text="InvalidArgument: A continuous deployment policy cannot be associated to distribution on creation",
    source="github.com/hashicorp/terraform-provider-aws website/docs/r/cloudfront_continuous_deployment_policy",
    paraphrased=True,
)
EDGE_WEIGHT = Rule(
    text="InvalidArgument: The weight {weight} is not between 0 and 0.15",
    source=CLOUDFRONT + "continuous-deployment.html",
    paraphrased=True,
)
EDGE_NO_STAGING = Rule(
    text="InvalidArgument: {name} is no staging distribution",
    source=CLOUDFRONT + "continuous-deployment.html",
    paraphrased=True,
)
EDGE_POLICY_IN_USE = Rule(
    text="ContinuousDeploymentPolicyInUse: You cannot delete a continuous deployment policy that is associated with a"
    " primary distribution.",
    source="botocore, service model of CloudFront",
)
EDGE_STAGING_IN_USE = Rule(
    text="StagingDistributionInUse: The specified staging distribution is currently used by a continuous deployment"
    " policy. Please the update policy before deleting.",
    source="github.com/hashicorp/terraform-provider-aws issue 33575",
)
FUNCTIONS = "learn.microsoft.com/azure/azure-functions/"
SLOT_NO_APP = Rule(
    text="ParentResourceNotFound: Can not perform requested operation on nested resource. Parent resource '{name}' not"
    " found.",
    source="learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-parent-resource",
)
SLOT_COUNT = Rule(
    text="the plan allows {count} slots", source=FUNCTIONS + "functions-deployment-slots", paraphrased=True
)
APP_NO_PLAN = Rule(text="Cannot find server farm {id}", source=FUNCTIONS, paraphrased=True)
FLEX_SETTING = Rule(
    text="BadRequest: Site.SiteConfig is invalid for Flex Consumption sites: {names}",
    source="github.com/pulumi/pulumi-azure-native/issues/4168 (2025-05-24)",
    paraphrased=True,
)
FLEX_PLAN = Rule(
    text="a Flex Consumption plan has one app", source=FUNCTIONS + "flex-consumption-plan", paraphrased=True
)
RAMP_NO_SLOT = Rule(
    text="traffic would go to {host}, which does not exist",
    source=FUNCTIONS + "functions-deployment-slots",
    paraphrased=True,
)
FUNCTION_STORAGE = Rule(
    text="AZFD0005: the host can't read {account}: AuthorizationPermissionMismatch",
    source=FUNCTIONS + "functions-reference#connecting-to-host-storage-with-an-identity",
    paraphrased=True,
)
