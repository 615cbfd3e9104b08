"""Every error that the spec's loader and checks report, in one table; docs/errors.md prints it.

0xx: the text of a file · 1xx: the shape of a document · 2xx: fields that contradict each other. Never reused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SYNTAX: Final = "APX-SPC-001"
CHARACTERS: Final = "APX-SPC-002"
TOO_LARGE: Final = "APX-SPC-003"
EMPTY: Final = "APX-SPC-004"
DUPLICATE_KEY: Final = "APX-SPC-005"
ANCHOR: Final = "APX-SPC-006"
KEY_NOT_TEXT: Final = "APX-SPC-007"
TAG: Final = "APX-SPC-008"
NOT_A_MAPPING: Final = "APX-SPC-009"
OTHER_KIND: Final = "APX-SPC-010"
NO_SUCH_PATH: Final = "APX-SPC-011"
NO_SPECS: Final = "APX-SPC-012"

UNKNOWN_KEY: Final = "APX-SPC-101"
MISSING: Final = "APX-SPC-102"
WRONG_TYPE: Final = "APX-SPC-103"
NOT_TEXT: Final = "APX-SPC-104"
NOT_ONE_OF: Final = "APX-SPC-105"
WRONG_FORM: Final = "APX-SPC-106"
OUT_OF_RANGE: Final = "APX-SPC-107"
BLANK: Final = "APX-SPC-108"
OUTPUT: Final = "APX-SPC-109"
OVERRIDE: Final = "APX-SPC-110"
TOO_MANY: Final = "APX-SPC-111"
TWO_READINGS: Final = "APX-SPC-112"

SPLIT_SUM: Final = "APX-SPC-201"
STABLE_MISSING: Final = "APX-SPC-202"
REPLICAS: Final = "APX-SPC-203"
SCHEDULE: Final = "APX-SPC-204"
EXCLUSIVE: Final = "APX-SPC-205"
AUTH_UNUSED: Final = "APX-SPC-206"
WILDCARD: Final = "APX-SPC-207"
REQUEST_OVER_LIMIT: Final = "APX-SPC-208"
PORT_TAKEN: Final = "APX-SPC-209"
VARIABLE_TWICE: Final = "APX-SPC-210"
VARIABLE_GIVEN: Final = "APX-SPC-211"
REFERENCE_UNRESOLVED: Final = "APX-SPC-212"
CREDENTIAL: Final = "APX-SPC-213"
NO_BUDGET: Final = "APX-SPC-214"
CASES: Final = "APX-SPC-215"
OTHER_DIGEST: Final = "APX-SPC-216"
UNKNOWN_POLICY: Final = "APX-SPC-217"
RESIDENCY: Final = "APX-SPC-218"
RESERVED_LABEL: Final = "APX-SPC-219"
OTHER_FORMAT: Final = "APX-SPC-220"
LATENCY_AT_TIMEOUT: Final = "APX-SPC-221"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCode:
    """One kind of error."""

    title: str
    """What is wrong, as a short clause."""
    remedy: str
    """What to do about it."""


def _code(title: str, remedy: str) -> ErrorCode:
    return ErrorCode(title=title, remedy=remedy)


ERROR_CODES: Final[Mapping[str, ErrorCode]] = {
    SYNTAX: _code(
        "The text is no YAML, or no JSON.",
        "Mend the line that the error names. YAML is indented by spaces, never by tabs; text that holds `: ` or ` #`, "
        "or begins with a sign such as `*`, `&`, `%`, `@` or a bracket, needs quotes.",
    ),
    CHARACTERS: _code(
        "The file is no text, or holds a character that no field can have.",
        "Save the file as UTF-8 and remove control characters, also those written as escapes.",
    ),
    TOO_LARGE: _code(
        "The file or the document is too large.",
        "A file has at most 1 MiB; a document at most 20,000 values and 64 levels of nesting with its aliases written "
        "out.",
    ),
    EMPTY: _code("There is no document in the file.", "Write a ServerlessModelDeployment, or leave the file out."),
    DUPLICATE_KEY: _code("A mapping has the same key twice.", "Keep one; YAML has no order of precedence."),
    ANCHOR: _code(
        "An alias or a merge key can't be resolved.",
        "An alias `*name` needs an anchor `&name` above it in the same document, not around it; `<<` takes mappings.",
    ),
    KEY_NOT_TEXT: _code("A key is no text.", 'Put it in quotes: `"8080": …`.'),
    TAG: _code("A tag or a directive is not supported.", "Write the value without it; the spec needs no tags."),
    NOT_A_MAPPING: _code("The document is a list or a single value.", "Begin with `apiVersion:` and `kind:`."),
    OTHER_KIND: _code(
        "The document is of another kind.",
        "Only `ServerlessModelDeployment` of `ai.apexlogic.com/v1alpha1` is read. In a directory, other kinds are "
        "passed over; a file that is named is read whole.",
    ),
    NO_SUCH_PATH: _code("A path can't be read.", "Give a file, a directory, or `-` for standard input."),
    NO_SPECS: _code(
        "There is no spec below a directory.",
        "Files end in .yaml, .yml or .json; hidden folders, node_modules and venv are passed over.",
    ),
    UNKNOWN_KEY: _code(
        "A key does not exist at this place.",
        "The error names the key that was probably meant, or where it belongs. Nothing that is written is ignored.",
    ),
    MISSING: _code("A required key is missing.", "Add it; the error says in which form."),
    WRONG_TYPE: _code("A value has another type.", "Write a mapping, a list, a whole number or `true`/`false`."),
    NOT_TEXT: _code(
        "A value is no text although it must be.",
        'YAML reads unquoted digits, `true` and `null` as something else: write `"2.10"`, `"1e3"`, `"true"`.',
    ),
    NOT_ONE_OF: _code("A value is none of those to choose from.", "Use one of those that the error lists."),
    WRONG_FORM: _code(
        "A value is not written in the form of its field.",
        "The error says the form with an example; [the reference](spec.md#forms) has them all.",
    ),
    OUT_OF_RANGE: _code("A number or a list is too small or too large.", "The error says the bound."),
    BLANK: _code(
        "Nothing is written after a key, or `null` stands where it can't.",
        "Write a value or remove the key. In `targets`, an explicit `null` removes a field.",
    ),
    OUTPUT: _code(
        "An Output stands where the value decides what is created.",
        "Platform, region, replicas, access and the like must be known while the program runs; images, URLs, "
        "environment values and identifiers may be Outputs.",
    ),
    OVERRIDE: _code(
        "An entry of `targets` can't be merged.",
        "It is a mapping of platform to partial spec; the platform is its key, and it holds no `targets`.",
    ),
    TOO_MANY: _code("There are more errors than are told.", "Mend those above first."),
    TWO_READINGS: _code(
        "An unquoted value is read differently by readers of YAML 1.1 and 1.2.",
        'Put text such as `"on"`, `"1_000"`, `"22:00"` and `"2026-11-21"` in quotes; write numbers in decimal digits, '
        "without zeros before them.",
    ),
    SPLIT_SUM: _code("blue and green do not sum to 100 %.", "See [the traffic table](spec.md#traffic)."),
    STABLE_MISSING: _code(
        "Traffic goes to a stable side that is not named.",
        "Add `stable` with the `revision` that the running deployment has as its output, or its image or package.",
    ),
    REPLICAS: _code("minReplicas is more than maxReplicas.", "Also inside schedules, which inherit the other bound."),
    SCHEDULE: _code(
        "A schedule never applies, changes nothing, or shares its name.",
        "Each has its own name, a start that is not its end, and `minReplicas` or `maxReplicas`.",
    ),
    EXCLUSIVE: _code("Two settings exclude each other.", "Keep one; in `targets`, `null` removes the other."),
    AUTH_UNUSED: _code("`auth` is given, and access is not `authenticated`.", "Remove one or change the other."),
    WILDCARD: _code("A permission grants what it does not name.", "Name each action and the resources."),
    REQUEST_OVER_LIMIT: _code("More is requested than the limit allows.", "Request less, or raise the limit."),
    PORT_TAKEN: _code("A port is taken twice.", "Containers of one instance share its ports."),
    VARIABLE_TWICE: _code("A variable is in `environment` and in `secrets`.", "Keep one of them."),
    VARIABLE_GIVEN: _code(
        "A variable is set that the spec sets from another field.",
        "`MODEL_NAME`, `MODEL_VERSION`, `MODEL_URI`, `MODEL_DIGEST` and `AI_ALIGNMENT_CHECK_ENDPOINT` come from the "
        "fields of the same meaning.",
    ),
    REFERENCE_UNRESOLVED: _code(
        "A reference to a secret stands where it is only text.", "Move it to `spec.runtime.secrets`."
    ),
    CREDENTIAL: _code(
        "A literal looks like a credential.",
        "Keep it in a secret store, name it in `spec.runtime.secrets`, and replace it where it was used: it has been "
        "in a file. The error never prints it.",
    ),
    NO_BUDGET: _code("Something is said of a budget that is not there.", "Add `finops.budgetLimit`."),
    CASES: _code("The cases of use are not in order.", "low ≤ expected ≤ high for each quantity."),
    OTHER_DIGEST: _code(
        "The digest of the model is given twice, differently.",
        "`modelRef.digest` pins what `modelRef.uri` names, or the image where there is no `uri`.",
    ),
    UNKNOWN_POLICY: _code(
        "A policy set does not exist, or is in the list twice.", "Use names of [the catalogue](spec.md#policy-sets)."
    ),
    RESIDENCY: _code(
        "The region is not one that the data may be in.",
        "Use a region of `responsibleAI.dataResidency`, also in `targets`, or add it there.",
    ),
    OTHER_FORMAT: _code(
        "The model's file has the ending of another format.",
        "`modelRef.format` is that of the file that `modelRef.uri` names.",
    ),
    LATENCY_AT_TIMEOUT: _code(
        "The latency that is promised is not below the timeout.",
        "No answer takes longer than `runtime.timeout`, so that the alarm of `slo.latencyP95` could never ring.",
    ),
    RESERVED_LABEL: _code(
        "A label or tag has a reserved key.",
        "`aws:`, `kubernetes.io/`, `k8s.io/` and `finops.apexlogic.com/` belong to others or are set by this package.",
    ),
}
