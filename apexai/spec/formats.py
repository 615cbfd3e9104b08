"""The formats of text in the spec: names, digests, images, addresses, times."""

import re
from collections.abc import Callable
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, PlainValidator

from apexai.spec.cron import CRON_FORM, CRON_PATTERN, read_cron
from apexai.spec.egress import EGRESS_FORM, parse_egress
from apexai.spec.fields import Deferred, Form, read_given_text, read_plain
from apexai.spec.secret_reference import SECRET_FORM, SECRET_PATTERN, parse_secret_reference
from apexai.units import FormError

MODEL_SCHEMES: Final = ("s3", "gs", "az", "r2", "oci", "hf", "models")

_HOST: Final = r"[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*"
_IMAGE_PATH: Final = r"[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*"

_NAME: Final = Form(
    label="name",
    text=(
        "a name of 1 to 63 lower-case letters, digits and hyphens "
        "that begins with a letter and ends with a letter or digit"
    ),
    pattern="^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$",
    examples=("fraud-detection",),
)
_DIGEST: Final = Form(
    label="digest",
    text="a digest, sha256: and 64 hexadecimal digits",
    pattern="^sha256:[0-9a-f]{64}$",
    examples=(f"sha256:{'0123456789abcdef' * 4}",),
)
_VARIABLE: Final = Form(
    label="variable name",
    text="the name of a variable: letters, digits and underscores, not beginning with a digit",
    pattern="^[A-Za-z_][A-Za-z0-9_]*$",
    examples=("LOG_LEVEL",),
)
_IMAGE: Final = Form(
    label="image",
    text="an image reference, e.g. registry.example.com/team/model:1.2.3",
    pattern=rf"^({_HOST}(:[0-9]{{1,5}})?/)?{_IMAGE_PATH}(/{_IMAGE_PATH})*"
    r"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$",
    examples=("registry.example.com/team/model:1.2.3",),
)
_URL: Final = Form(
    label="URL",
    text="a URL with http or https, e.g. https://service.example.com/path",
    pattern=rf"^https?://({_HOST}|\[[0-9a-fA-F:.]+\])(:[0-9]{{1,5}})?([/?#]\S*)?$",
    examples=("https://service.example.com/path",),
)
_SECURE_URL: Final = Form(
    label="HTTPS URL",
    text="a URL with https, e.g. https://login.example.com/tenant",
    pattern=rf"^https://{_HOST}(:[0-9]{{1,5}})?([/?#]\S*)?$",
    examples=("https://login.example.com/tenant",),
)
_DOMAIN: Final = Form(
    label="host name",
    text="a host name, e.g. fraud.example.com",
    pattern=rf"^(?=.{{1,253}}$){_HOST}$",
    examples=("fraud.example.com",),
)
_SERVICE: Final = Form(
    label="service name",
    text="the name of a Service, or its name and namespace, e.g. edge.gateways",
    pattern=r"^[a-z]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z]([-a-z0-9]{0,61}[a-z0-9])?)?$",
    examples=("edge", "edge.gateways"),
)
_URL_PATH: Final = Form(
    label="URL path", text="a path that begins with /, e.g. /healthz", pattern=r"^/\S*$", examples=("/healthz",)
)
_MODEL_URI: Final = Form(
    label="model URI",
    text=(
        "where a model is: s3://bucket/key, gs://bucket/key, az://account/container/key, r2://bucket/key, "
        "oci://registry/repository, hf://organisation/model@revision, models:/name/version, or a path in the image"
    ),
    pattern=r"^([a-z0-9]+://\S+|models:/\S+|[^:\s]+)$",
    examples=("s3://models/fraud/2.1.0/model.onnx", "hf://openai/whisper-tiny@main", "models:/fraud/7"),
)
_LABEL_KEY: Final = Form(
    label="label key",
    text="the key of a label: at most 128 characters without control characters, e.g. team",
    pattern=r"^[^\x00-\x1f\x7f]{1,128}$",
    examples=("team",),
)
_LABEL_VALUE: Final = Form(
    label="label value",
    text="the value of a label: at most 256 characters without control characters, e.g. payments",
    pattern=r"^[^\x00-\x1f\x7f]{0,256}$",
    examples=("payments",),
    any_text=True,
)
_TIMEZONE: Final = Form(
    label="time zone", text="a time zone of the IANA database, e.g. Europe/Berlin", examples=("Europe/Berlin",)
)
_CRON: Final = Form(label="cron", text=CRON_FORM, pattern=CRON_PATTERN, examples=("0 20 * * 1-5",))
_EGRESS: Final = Form(label="destination", text=EGRESS_FORM, examples=("api.example.com:443", "10.0.0.0/16"))
_SECRET: Final = Form(
    label="secret reference",
    text=SECRET_FORM,
    pattern=SECRET_PATTERN,
    examples=("aws-sm://fraud/database#password", "k8s://fraud-database/password"),
)


def _matching(form: Form) -> Callable[[object], str]:
    """A check that text has a form."""

    def check(value: object) -> str:
        text = read_plain(value) if value != "" else ""
        if not re.fullmatch(form.pattern or "", text):
            raise FormError(value, form.text)
        return text

    return check


def _matching_or_deferred(form: Form) -> Callable[[object], str | Deferred]:
    check = _matching(form)

    def check_unless_deferred(value: object) -> str | Deferred:
        return value if isinstance(value, Deferred) else check(value)

    return check_unless_deferred


def _timezone(value: object) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    text = read_plain(value)
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FormError(value, _TIMEZONE.text) from None
    return text


def _egress(value: object) -> str:
    parse_egress(text := read_plain(value))
    return text


def _secret(value: object) -> str | Deferred:
    text = read_given_text(value)
    if isinstance(text, str):
        parse_secret_reference(text)
    return text


def _model_uri(value: object) -> str | Deferred:
    text = _matching_or_deferred(_MODEL_URI)(value)
    if isinstance(text, Deferred):
        return text
    scheme, separator, rest = text.partition(":")
    if separator and scheme not in MODEL_SCHEMES:
        raise FormError(value, _MODEL_URI.text, suggestion=f"{scheme}:// is no scheme that is known here")
    if scheme == "models" and not re.fullmatch(r"/[^/\s]+/[^/\s]+", rest):
        raise FormError(value, _MODEL_URI.text, suggestion="write models:/name/version")
    if scheme == "hf" and not re.fullmatch(r"//[^/\s@]+/[^/\s@]+(@[^@\s]+)?", rest):
        raise FormError(value, _MODEL_URI.text, suggestion="write hf://organisation/model@revision")
    return text


Name: TypeAlias = Annotated[str, BeforeValidator(_matching(_NAME)), _NAME]
Digest: TypeAlias = Annotated[str, BeforeValidator(_matching(_DIGEST)), _DIGEST]
VariableName: TypeAlias = Annotated[str, BeforeValidator(_matching(_VARIABLE)), _VARIABLE]
Image: TypeAlias = Annotated[str | Deferred, PlainValidator(_matching_or_deferred(_IMAGE)), _IMAGE]
Url: TypeAlias = Annotated[str | Deferred, PlainValidator(_matching_or_deferred(_URL)), _URL]
SecureUrl: TypeAlias = Annotated[str | Deferred, PlainValidator(_matching_or_deferred(_SECURE_URL)), _SECURE_URL]
ServiceName: TypeAlias = Annotated[str, BeforeValidator(_matching(_SERVICE)), _SERVICE]
UrlPath: TypeAlias = Annotated[str, BeforeValidator(_matching(_URL_PATH)), _URL_PATH]
Domain: TypeAlias = Annotated[str, BeforeValidator(_matching(_DOMAIN)), _DOMAIN]
ModelUri: TypeAlias = Annotated[str | Deferred, PlainValidator(_model_uri), _MODEL_URI]
LabelKey: TypeAlias = Annotated[str, BeforeValidator(_matching(_LABEL_KEY)), _LABEL_KEY]
LabelValue: TypeAlias = Annotated[str, BeforeValidator(_matching(_LABEL_VALUE)), _LABEL_VALUE]
Timezone: TypeAlias = Annotated[str, BeforeValidator(_timezone), _TIMEZONE]
Cron: TypeAlias = Annotated[str, BeforeValidator(read_cron), _CRON]
Egress: TypeAlias = Annotated[str, BeforeValidator(_egress), _EGRESS]
SecretText: TypeAlias = Annotated[str | Deferred, PlainValidator(_secret), _SECRET]
