"""The text report: one screen, whatever is in the graph and wherever it is printed."""

import re
from dataclasses import replace

import pytest

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.graph import Resource, ResourceGraph
from apexai.preview import DeploymentPreview, Preview, Status
from apexai.report.text import render_preview_text
from tests.goldens import assert_golden

ANSI = re.compile(r"\x1b\[[0-9;]*m")
ROOT = "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev"


def without_directory(text: str) -> str:
    return re.sub(r"mixed[0-9]+", "mixed", text)


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w.:-]+", text))


def queues(count: int, *, name: str = "q-{}", parent: str = ROOT) -> tuple[Resource, ...]:
    names = [name.format(number) for number in range(count)]
    kind = "aws:sqs/queue:Queue"
    return tuple(
        Resource(urn=f"urn:pulumi:dev::demo::{kind}::{item}", type=kind, name=item, custom=True, parent=parent)
        for item in names
    )


def shown(*resources: Resource, diagnostics: tuple[Diagnostic, ...] = (), full: bool = False) -> str:
    graph = ResourceGraph(project="demo", stack="dev", resources=resources)
    deployment = DeploymentPreview(
        name="demo", source="demo", target="pulumi", status=Status.OK, graph=graph, diagnostics=diagnostics
    )
    return render_preview_text(Preview(deployments=(deployment,)), full=full)


def test_a_program_with_a_bit_of_everything(mixed: Preview) -> None:
    assert_golden("mixed-program.txt", without_directory(render_preview_text(mixed)))


def test_in_full_every_resource_has_its_line(mixed: Preview) -> None:
    text = render_preview_text(mixed, full=True)
    assert_golden("mixed-program-full.txt", without_directory(text))
    assert mixed.deployments[0].graph is not None
    for resource in mixed.deployments[0].graph.resources:
        if resource.type != "pulumi:pulumi:Stack" and not resource.name.startswith("default"):
            assert resource.name.removeprefix("shop-") in words(text)


def test_a_long_name_leaves_room_and_is_whole_in_full() -> None:
    (queue,) = queues(1, name=f"a::b::{'x' * 90}-{{}}")
    assert f"sqs.Queue  a::b::{'x' * 17}…{'x' * 22}-0" in shown(queue)
    assert "".join(shown(queue, full=True).split()).count(queue.name) == 1


@pytest.mark.parametrize("width", [40, 72, 100, 180])
def test_it_fits_the_width_and_loses_nothing(mixed: Preview, width: int) -> None:
    text = render_preview_text(mixed, width=width, full=True)
    assert max(map(len, text.splitlines())) <= width
    widest = "".join(sorted(render_preview_text(mixed, width=400, full=True).replace("…", "")))
    for char in set(widest) - set(" \n│├└─"):
        assert text.count(char) >= widest.count(char), char


def test_colour_carries_nothing_that_the_words_do_not(mixed: Preview) -> None:
    plain, coloured = render_preview_text(mixed), render_preview_text(mixed, color=True)
    assert "\x1b" not in plain
    without = "".join(f"{line.rstrip()}\n" for line in ANSI.sub("", coloured).splitlines())
    assert without == plain != coloured


def test_ten_thousand_resources_stay_readable() -> None:
    text = shown(*queues(10_000))
    assert "10,000 to create" in text
    assert "sqs.Queue × 10,000  q-0, q-1, q-2, …" in text
    assert len(text.splitlines()) < 10


def test_many_components_of_one_type_are_counted_with_what_is_below_them() -> None:
    sites = [
        Resource(urn=f"urn:pulumi:dev::demo::demo:index:Site::s{number}", type="demo:index:Site", name=f"s{number}",
                 custom=False, parent=ROOT)
        for number in range(100)
    ]  # fmt: skip
    below = [queue for site in sites for queue in queues(9, name=f"{site.name}-{{}}", parent=site.urn)]
    text = shown(*sites, *below)
    assert re.search(r"Site × 100 +s0, s1, s2, … +900 resources below", text)


def test_a_tree_of_many_kinds_loses_its_lower_levels_first() -> None:
    parents = [
        Resource(urn=f"urn:pulumi:dev::demo::demo:k{number}:Kind::p{number}", type=f"demo:k{number}:Kind{number}",
                 name=f"p{number}", custom=False, parent=ROOT)
        for number in range(9)
    ]  # fmt: skip
    below = [
        replace(queue, type=f"aws:kind{number}/x:X")
        for parent in parents
        for number, queue in enumerate(queues(9, name=f"{parent.name}-{{}}", parent=parent.urn))
    ]
    text = shown(*parents, *below)
    assert len(text.splitlines()) < 70
    assert re.search(r"Kind8 +p8 +9 resources below", text)


def test_a_chain_of_a_thousand_parents_has_an_end() -> None:
    chain: list[Resource] = []
    for number in range(1000):
        urn = f"urn:pulumi:dev::demo::demo:index:Link::l{number}"
        parent = chain[-1].urn if chain else ROOT
        chain.append(Resource(urn=urn, type="demo:index:Link", name=f"l{number}", custom=False, parent=parent))
    text = shown(*chain, *queues(3, parent=chain[-1].urn), full=True)
    assert "3 resources below" in text


def test_what_users_wrote_can_not_drive_the_terminal() -> None:
    wild = "\x1b[2J[bold]x[/bold]\n\u202efdp.exe\ud800 :smile:"
    resource = replace(queues(1)[0], name=wild, inputs={"visibilityTimeoutSeconds": 1, "name": wild})
    diagnostic = Diagnostic(code="APX-X-001", severity=DiagnosticSeverity.WARNING, message=wild, file=wild)
    text = shown(resource, diagnostics=(diagnostic, replace(diagnostic, severity=DiagnosticSeverity.NOTE)))
    assert "[bold]x[/bold]" in text
    assert ":smile:" in text
    assert not set(text) & set("\x1b\u202e\ud800")


def test_a_resource_whose_parent_is_not_in_the_graph_is_shown() -> None:
    assert "sqs.Queue" in shown(*queues(1, parent="urn:pulumi:dev::demo::demo:index:Lost::lost"))


def test_notes_of_the_same_words_are_one() -> None:
    notes = [Diagnostic(code="APX-X-001", severity=DiagnosticSeverity.NOTE, message=text) for text in "aba"]
    text = shown(*queues(1), diagnostics=tuple(notes))
    assert [line.split() for line in text.splitlines() if " note " in line] == [
        ["note", "a", "(2", "times)"],
        ["note", "b"],
    ]
    assert shown(*queues(1), diagnostics=tuple(notes), full=True).count(" note ") == 3


def test_many_notes_and_problems_are_cut_and_counted() -> None:
    notes = tuple(
        Diagnostic(code="APX-X-001", severity=DiagnosticSeverity.NOTE, message=f"note {n}") for n in range(50)
    )
    warnings = tuple(
        Diagnostic(code="APX-X-001", severity=DiagnosticSeverity.WARNING, message=f"warning {n}") for n in range(50)
    )
    text = shown(*queues(1), diagnostics=(*notes, *warnings))
    assert "38 more: --full shows all" in text
    assert "30 more: --full shows all" in text
    assert "note 49" in shown(*queues(1), diagnostics=notes, full=True)
