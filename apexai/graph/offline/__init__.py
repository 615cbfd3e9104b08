"""The offline engine: runs a Pulumi program against a monitor of our own and gives its resource graph."""

from apexai.graph.offline.capture import capture_program
from apexai.graph.offline.program import ProgramSource, ProjectProgram, ScriptProgram
from apexai.graph.offline.result import Capture, InvokeRecord

__all__ = ["Capture", "InvokeRecord", "ProgramSource", "ProjectProgram", "ScriptProgram", "capture_program"]
