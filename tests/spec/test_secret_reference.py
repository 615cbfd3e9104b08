"""References to secrets: each store's form, and that what is no reference is never printed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apexai.spec.secret_reference import SecretReference, SecretStore, is_secret_reference, parse_secret_reference
from apexai.units import FormError

ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:fraud/db-a1B2c3"


@pytest.mark.parametrize(
    ("text", "store", "parts"),
    [
        ("aws-sm://fraud/database", SecretStore.AWS_SECRETS_MANAGER, {"name": "fraud/database"}),
        ("aws-sm://fraud/db#password", SecretStore.AWS_SECRETS_MANAGER, {"name": "fraud/db", "key": "password"}),
        (f"aws-sm://{ARN}#user", SecretStore.AWS_SECRETS_MANAGER, {"name": ARN, "key": "user"}),
        ("aws-ssm:///prod/token", SecretStore.AWS_PARAMETER_STORE, {"name": "/prod/token"}),
        ("aws-ssm://prod/token", SecretStore.AWS_PARAMETER_STORE, {"name": "/prod/token"}),
        ("aws-ssm://token", SecretStore.AWS_PARAMETER_STORE, {"name": "token"}),
        ("k8s://fraud-db/password", SecretStore.KUBERNETES, {"name": "fraud-db", "key": "password"}),
        ("azure-kv://vault-1/db-password", SecretStore.AZURE_KEY_VAULT, {"scope": "vault-1", "name": "db-password"}),
        (
            f"azure-kv://vault-1/db/{'0a' * 16}",
            SecretStore.AZURE_KEY_VAULT,
            {"scope": "vault-1", "name": "db", "version": "0a" * 16},
        ),
        ("gcp-sm://my-project/db_pass", SecretStore.GCP_SECRET_MANAGER, {"scope": "my-project", "name": "db_pass"}),
        (
            "gcp-sm://123456789012/db/latest",
            SecretStore.GCP_SECRET_MANAGER,
            {"scope": "123456789012", "name": "db", "version": "latest"},
        ),
    ],
)  # fmt: skip
def test_references(text: str, store: SecretStore, parts: dict[str, str]) -> None:
    reference = parse_secret_reference(text)
    assert reference == SecretReference(store=store, **parts)
    assert parse_secret_reference(str(reference)) == reference


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hunter2",
        "vault://a/b",
        "AWS-SM://a",
        "aws-sm://",
        "aws-sm://a b",
        "aws-sm://a#",
        "aws-sm://a#b#c",
        "aws-ssm:///",
        "aws-ssm://a//b",
        "k8s://only",
        "k8s://UPPER/key",
        "k8s://a/b/c",
        "azure-kv://v/s",
        "azure-kv://vault/secret_name",
        "azure-kv://vault/secret/latest",
        "gcp-sm://Project/s",
        "gcp-sm://project",
        "aws-sm://" + "a" * 3000,
    ],
)
def test_what_is_no_reference_is_not_printed(text: str) -> None:
    with pytest.raises(FormError) as error:
        parse_secret_reference(text)
    assert error.value.hidden
    if len(text) > len("vault://a/b"):
        assert text not in str(error.value)


@given(st.text())
def test_any_text_is_a_reference_or_an_error(text: str) -> None:
    with suppress(FormError):
        assert is_secret_reference(str(parse_secret_reference(text)))
