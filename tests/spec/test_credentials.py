"""Literals that look like credentials are refused wherever they stand, and their value is in no message."""

import pytest

from apexai.spec import codes
from apexai.spec.credentials import find_credential, find_named_credential
from apexai.spec.shown import shown
from tests.spec.documents import MINIMAL, errors_of, load_one, with_runtime, with_spec

# Put together here, so that no scanner of secrets takes this file for a leak.
TOKENS = {
    "AWS access key": "AKIA" + "Z" * 16,
    "temporary AWS access key": "ASIA" + "Q2" * 8,
    "private key": "-----BEGIN RSA PRIVATE" + " KEY-----",
    "PGP key": "-----BEGIN PGP PRIVATE" + " KEY BLOCK-----",
    "JWT": ".".join(["eyJ" + "hbGciOiJIUzI1NiJ9", "eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0", "x" * 43]),
    "GitHub": "ghp_" + "a1B2" * 9,
    "GitHub fine-grained": "github_pat_" + "a1B2" * 9,
    "GitLab": "glpat-" + "a1B2" * 5,
    "Slack": "xoxb-" + "1234567890-abcdef",
    "Stripe": "sk_live_" + "a1B2" * 6,
    "OpenAI": "sk-proj-" + "a1B2" * 10,
    "Anthropic": "sk-ant-api03-" + "a1B2" * 10,
    "Hugging Face": "hf_" + "aBcD" * 8 + "eF",
    "Google": "AIza" + "a1B2c" * 7,
    "Azure storage": "DefaultEndpointsProtocol=https;AccountKey=" + "a1B2" * 20 + "==",
    "npm": "npm_" + "a1B2" * 9,
    "Pulumi": "pul-" + "0a1b" * 10,
    "Vault": "hvs." + "a1B2" * 8,
    "URL": "postgres://user:" + "hunter2@db.example.com/x",
}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
@pytest.mark.parametrize(
    "lines",
    [
        ["environment:", "  SETTING: '{}'"],
        ["args:", "  - '--setting={}'"],
        ["command: [serve, '{}']"],
        ["preprocessor:", "  image: a", "  environment: {{SETTING: '{}'}}"],
        ["identity: '{}'"],
    ],
    ids=["environment", "args", "command", "preprocessor", "identity"],
)
def test_well_known_shapes_are_refused_everywhere(token: str, lines: list[str]) -> None:
    found = errors_of(with_runtime(*(line.format(token) for line in lines)))
    assert {error.code for error in found} == {codes.CREDENTIAL}
    assert all(token not in str(error) for error in found)


def test_also_outside_the_runtime() -> None:
    (error,) = errors_of(with_spec(f"finops: {{tags: {{owner: '{TOKENS['GitHub']}'}}}}"))
    assert (error.code, error.path) == (codes.CREDENTIAL, "spec.finops.tags.owner")


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
def test_a_credential_in_a_wrong_place_is_not_shown(token: str) -> None:
    text = MINIMAL.replace("platform: kubernetes", f"platform: '{token}'")
    assert token not in "\n".join(map(str, errors_of(text)))
    assert token not in shown(token)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz"),
        ("API_KEY", "9f86d081884c7d659a2feaa0c55ad015"),
        ("api-token", "Zm9vYmFyYmF6cXV4MTIzNDU2"),
        ("SERVICE_TOKEN", "Zm9vYmFyYmF6cXV4MTIzNDU2"),
        ("DB_PASSWORD", "hunter2"),
        ("PASSWORD", "x"),
    ],
)
def test_random_text_under_a_telling_name(name: str, value: str) -> None:
    assert find_named_credential(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PARTITION_KEY", "customer-id"),
        ("CACHE_KEY", "fraud-detection-scores"),
        ("SORT_KEY", "created_at_descending"),
        ("MAX_TOKENS", "4096"),
        ("TOKEN", "none"),
        ("API_KEY_FILE", "/run/secrets/key"),
        ("PRIVATE_KEY", "/etc/tls/tls.key"),
        ("API_KEY", "https://vault.example.com/v1/kv/9f86d081884c7d65"),
        ("API_KEY", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a1B2c3D4e5F6"),
        ("DB_PASSWORD", "$(DB_PASSWORD_FROM_SECRET)"),
        ("DB_PASSWORD", ""),
        ("MODEL_BUCKET", "s3://apexlogic-models-prod"),
        ("DIGEST", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("DATABASE_URL", "postgres://db.example.com:5432/fraud"),
        ("DATABASE_URL", "postgres://user:$(PASSWORD)@db.example.com/fraud"),
        (
            "IMAGE",
            "registry.example.com:5000/a/b@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ),
    ],
)
def test_ordinary_text(name: str, value: str) -> None:
    assert find_named_credential(name, value) is None
    assert find_credential(value) is None


@pytest.mark.parametrize(
    "arguments",
    ["[--password, hunter2]", "[--password=hunter2]", "[PASSWORD=hunter2]", "[serve, --db-password, hunter2]"],
)
def test_passwords_among_arguments(arguments: str) -> None:
    (error,) = errors_of(with_runtime(f"args: {arguments}"))
    assert error.code == codes.CREDENTIAL
    assert "hunter2" not in str(error)


@pytest.mark.parametrize(
    "arguments", ["[--model, fraud, --port, '8080']", "[--password-file, /run/secrets/x]", "[--password, --verbose]"]
)
def test_ordinary_arguments(arguments: str) -> None:
    assert load_one(with_runtime(f"args: {arguments}")).deployment()


def test_the_error_says_what_to_do() -> None:
    (error,) = errors_of(with_runtime("environment: {DB_PASSWORD: hunter2}"))
    assert error.message == "this looks like a password"
    assert "spec.runtime.secrets" in error.suggestion
    assert (error.line, error.column) == (11, 32)


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
@pytest.mark.parametrize(
    "lines",
    [
        ["policies: ['{}']"],
        ["responsibleAI: {{dataResidency: ['{}']}}"],
        ["responsibleAI: {{alignmentCheckEndpoint: '{}'}}"],
    ],
    ids=["policies", "residency", "endpoint"],
)
def test_no_second_error_and_no_suggestion_shows_it(token: str, lines: list[str]) -> None:
    errors = errors_of(with_spec(*(line.format(token) for line in lines)))
    assert errors
    assert not any(token in str(error) for error in errors)


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
def test_a_repaired_path_does_not_show_it(token: str) -> None:
    errors = errors_of(with_runtime(f"probes: {{path: '{token}', port: 8080}}"))
    assert errors
    assert not any(token in str(error) for error in errors)


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
@pytest.mark.parametrize(
    "lines",
    [
        ["permissions: [{{actions: ['{}*'], resources: ['*']}}]"],
        ["timeout: '{}'"],
        ["network: {{egress: ['{}']}}"],
        ["'{}': 1"],
        ["gpu: {{type: a, pool: '{}'}}"],
    ],
    ids=["permission", "duration", "egress", "key", "name"],
)
def test_whatever_is_wrong_with_it_the_message_does_not_show_it(token: str, lines: list[str]) -> None:
    errors = errors_of(with_runtime(*(line.format(token) for line in lines)))
    assert errors
    assert not any(token in f"{error.message} {error.suggestion}" for error in errors)


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
def test_a_schedule_does_not_show_it(token: str) -> None:
    schedule = f"{{name: a, start: '0 0 * * {token}', end: '0 0 * * 1', maxReplicas: 1}}"
    assert token not in str(errors_of(with_spec(f"autoscaling: {{maxReplicas: 1, schedules: [{schedule}]}}")))
