"""A program reaches no cloud: no credentials in its environment, no network beyond this machine."""

import json
import socket
import threading

import pytest

from apexai.errors import ProgramError
from apexai.graph.offline.environment import child_environment, is_scrubbed
from tests.graph.offline.conftest import Preview


@pytest.mark.parametrize(
    "name",
    [
        "AWS_ACCESS_KEY_ID",
        "AWS_PROFILE",
        "ARM_CLIENT_SECRET",
        "AZURE_CLIENT_ID",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "GOOGLE_OAUTH_ACCESS_TOKEN",
        "CLOUDFLARE_API_TOKEN",
        "KUBECONFIG",
        "PULUMI_ACCESS_TOKEN",
        "PULUMI_CONFIG_PASSPHRASE",
        "DIGITALOCEAN_TOKEN",
        "SSH_AUTH_SOCK",
    ],
)
def test_credentials_stay_with_the_caller(preview: Preview, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "precious")
    assert is_scrubbed(name)
    seen = json.loads(preview("import json, os\nprint(json.dumps(dict(os.environ)))\n").stdout)
    assert "precious" not in seen.values()


def test_ordinary_variables_and_places_are_kept() -> None:
    own = {"PATH": "/bin", "HOME": "/root", "AWS_REGION": "eu-west-1", "APP": "1", "DATABASE_URL": "x"}
    made = child_environment(own, extra={"MORE": "2"}, nothing="/nowhere")
    assert {name: made[name] for name in (*own, "MORE")} == {**own, "MORE": "2"}
    assert made["AWS_EC2_METADATA_DISABLED"] == "true"
    assert made["KUBECONFIG"] == "/nowhere/kubeconfig"


def test_the_network_is_refused_and_reported_with_its_line(preview: Preview) -> None:
    capture = preview(
        """
        import socket, urllib.request
        for host, port in (("169.254.169.254", 80), ("2001:db8::1", 443)):
            kind = socket.AF_INET6 if ":" in host else socket.AF_INET
            try:
                socket.socket(kind).connect((host, port))
            except OSError as error:
                print("refused", error.errno)
        try:
            urllib.request.urlopen("https://example.com/latest")
        except OSError as error:
            print(error)
        """
    )
    assert capture.stdout.count("refused") == 2
    assert "example.com:443 is out of reach" in capture.stdout
    refused = [(d.line, d.message.split()[4].rstrip(",")) for d in capture.diagnostics if d.code == "APX-OFF-031"]
    assert refused == [(6, "169.254.169.254:80"), (6, "2001:db8::1:443"), (10, "example.com:443")]


def test_this_machine_is_in_reach(preview: Preview) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_greet, args=(server,), daemon=True).start()
        port = server.getsockname()[1]
        capture = preview(f"import socket\nprint(socket.create_connection(('localhost', {port})).recv(5).decode())\n")
    assert capture.stdout == "hello\n"
    assert capture.diagnostics == ()


def _greet(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        connection.sendall(b"hello")


def test_processes_are_named(preview: Preview) -> None:
    capture = preview("import subprocess\n\nsubprocess.run(['true', '--x'], check=True)\n")
    (note,) = capture.diagnostics
    assert (note.code, note.line) == ("APX-OFF-032", 3)
    assert "started true --x" in note.message


def test_logs_have_severity_urn_and_line(preview: Preview) -> None:
    capture = preview(
        """
        import pulumi
        pulumi.info("told")
        pulumi.warn("warned")
        pulumi.error("complained")
        pulumi.debug("whispered")
        """
    )
    assert [(d.severity.value, d.message, d.line) for d in capture.diagnostics] == [
        ("note", "told", 3),
        ("warning", "warned", 4),
        ("error", "complained", 5),
    ]


def test_secret_configuration_is_in_no_text(preview: Preview) -> None:
    secrets = {"password": "hush-hush", "keys": '{"deep": ["whisper"]}'}
    show = "import sys, pulumi\nc = pulumi.Config()\nboth = c.get('password') + c.get('keys')\n"
    capture = preview(show + "print(both)\nprint(both, file=sys.stderr)\npulumi.warn(both)\n", secret_config=secrets)
    with pytest.raises(ProgramError) as caught:
        preview(show + "raise ValueError(both)\n", secret_config=secrets)
    texts = (capture.stdout, capture.stderr, *map(str, capture.diagnostics), str(caught.value))
    assert all("[secret]" in text for text in texts)
    assert not any(word in text for text in texts for word in ("hush", "whisper"))
