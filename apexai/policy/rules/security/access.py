"""What identities may do: IAM policies, roles, roles of Kubernetes."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.policy.property import Property, those
from apexai.policy.rule import Answer, Fail, Rule, Severity
from apexai.policy.rules.frameworks import cis_controls, cis_kubernetes, security_hub
from apexai.policy.rules.statements import allowing, principals, texts
from apexai.policy.subject import Subject

_POLICY_PATHS: Final = {
    "aws:iam/policy:Policy": "policy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:iam/userPolicy:UserPolicy": "policy",
    "aws:iam/groupPolicy:GroupPolicy": "policy",
}
_ROLE: Final = "aws:iam/role:Role"
_ATTACHMENTS: Final = (
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
)
_ADMINISTRATIVE: Final = ("AdministratorAccess", "PowerUserAccess", "IAMFullAccess")
_AZURE_ROLE: Final = "azure-native:authorization:RoleDefinition"
_BASIC: Final[Mapping[str, str]] = {"owner": "roles/owner", "editor": "roles/editor"}
_GRANTING: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "azure-native:authorization:RoleAssignment": (
        "roleDefinitionId",
        {
            "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
            "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
            "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
        },
    ),
    "gcp:projects/iAMBinding:IAMBinding": ("role", _BASIC),
    "gcp:projects/iAMMember:IAMMember": ("role", _BASIC),
}
"""Type → where it names the role, and those that are an administrator's.

Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged,
https://cloud.google.com/iam/docs/roles-overview#basic
"""
_RBAC: Final = ("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", "kubernetes:rbac.authorization.k8s.io/v1:Role")
_IAM: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"


def no_wildcard_grants(subject: Subject) -> Iterator[Answer]:
    if subject.type == _AZURE_ROLE:
        for permission in those(subject["permissions"].items(), lambda one: "*" in texts(one["actions"])):
            yield Fail(message="every action is allowed", path=permission.path)
        return
    for path, statement in _statements(subject):
        if not statement["NotAction"].absent:
            yield Fail(message="NotAction allows everything but what it names", path=path)
            continue
        wide = [action for action in texts(statement["Action"]) if action == "*" or action.endswith(":*")]
        if wide and "*" in texts(statement["Resource"]):
            yield Fail(message=f"{', '.join(wide)} is allowed on everything", path=path)


def no_service_wide_grants(subject: Subject) -> Iterator[Answer]:
    for path, statement in _statements(subject):
        wide = [action for action in texts(statement["Action"]) if action == "*" or action.endswith(":*")]
        if wide:
            yield Fail(message=f"every action of {', '.join(wide)} is allowed", path=path)


def no_administrative_policies(subject: Subject) -> Iterator[Answer]:
    if subject.type in _GRANTING:
        path, names = _GRANTING[subject.type]
        granted = subject[path].text().rsplit("/", 1)[-1].casefold()
        if granted in names:
            yield Fail(message=f"{names[granted]} lets it do nearly anything", path=path)
        return
    path = "managedPolicyArns" if subject.type == _ROLE else "policyArn"
    for policy in those(subject[path].items(), lambda item: item.text().rsplit("/", 1)[-1] in _ADMINISTRATIVE):
        yield Fail(message=f"{policy.text().rsplit('/', 1)[-1]} lets it do nearly anything", path=policy.path)


def role_not_open(subject: Subject) -> Iterator[Answer]:
    for statement in allowing(subject, "assumeRolePolicy"):
        if "*" in principals(statement) and statement["Condition"].absent:
            yield Fail(message="anybody may assume the role", path="assumeRolePolicy")


def no_wildcard_roles(subject: Subject) -> Iterator[Answer]:
    for rule in those(subject["rules"].items(), _is_wild):
        yield Fail(message="a rule allows every verb, or every resource", path=rule.path)


def _is_wild(rule: Property) -> bool:
    return "*" in texts(rule["verbs"]) or "*" in texts(rule["resources"])


def _statements(subject: Subject) -> Iterator[tuple[str, Property]]:
    """The allowing statements of a policy, and of the policies within a role."""
    if subject.type != _ROLE:
        path = _POLICY_PATHS[subject.type]
        yield from ((path, statement) for statement in allowing(subject, path))
        return
    for policy in subject["inlinePolicies"].items():
        if policy["policy"].absent:
            continue
        for statement in policy["policy"].document()["Statement"].items():
            if statement["Effect"].text() != "Deny":
                yield policy.path, statement


RULES: Final = (
    Rule(
        id="APX-SEC-001",
        title="no grant of everything on everything",
        severity=Severity.CRITICAL,
        types=(*_POLICY_PATHS, _ROLE, _AZURE_ROLE),
        check=no_wildcard_grants,
        reason="Whoever takes over such an identity takes over the account.",
        remediation="Name the actions and the resources that are needed.",
        source=_IAM,
        frameworks=(security_hub("IAM.1"),),
    ),
    Rule(
        id="APX-SEC-014",
        title="no grant of a whole service",
        severity=Severity.MEDIUM,
        types=(*_POLICY_PATHS, _ROLE),
        check=no_service_wide_grants,
        reason="A whole service's actions include deleting and granting.",
        remediation="Name the actions that are needed.",
        source=_IAM,
        frameworks=(security_hub("IAM.21"),),
    ),
    Rule(
        id="APX-SEC-026",
        title="no administrative policy attached",
        severity=Severity.HIGH,
        types=(_ROLE, *_ATTACHMENTS, *_GRANTING),
        check=no_administrative_policies,
        reason="An administrator's policy lets a mistake do anything.",
        remediation="Grant what the workload needs, on what it needs it for.",
        source=_IAM,
        frameworks=(security_hub("IAM.1"),),
    ),
    Rule(
        id="APX-SEC-027",
        title="not everybody may assume a role",
        severity=Severity.CRITICAL,
        types=(_ROLE,),
        check=role_not_open,
        reason="A role with the principal * belongs to every AWS account in the world.",
        remediation="Name the principals, or add a Condition.",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        frameworks=(cis_controls("6.8"),),
    ),
    Rule(
        id="APX-SEC-024",
        title="no wildcard in Kubernetes roles",
        severity=Severity.HIGH,
        types=_RBAC,
        check=no_wildcard_roles,
        reason="A wildcard also means the verbs and resources that come later.",
        remediation="Name verbs and resources.",
        source="https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
        frameworks=(cis_kubernetes("5.1.3"),),
    ),
)
