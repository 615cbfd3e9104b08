"""The program that the engine benchmarks run: wide resources in components."""

LAMBDA_PROGRAM = """
import pulumi, pulumi_aws as aws
from pulumi import ResourceOptions

class Service(pulumi.ComponentResource):
    def __init__(self, name, pairs):
        super().__init__("bench:index:Service", name)
        options = ResourceOptions(parent=self)
        for n in range(pairs):
            role = aws.iam.Role(f"{name}-role-{n}", assume_role_policy="{}", tags={"service": name}, opts=options)
            aws.lambda_.Function(
                f"{name}-function-{n}", role=role.arn, handler="main.handler", runtime="python3.12",
                memory_size=256, timeout=30, s3_bucket="code", s3_key=f"{name}.zip", tags={"service": name},
                environment={"variables": {"SERVICE": name, "NUMBER": str(n)}}, opts=options)
        self.register_outputs({})

for n in range(COMPONENTS):
    Service(f"service-{n}", PAIRS)
"""


def lambda_program(resources: int) -> str:
    """A program of this many roles and functions, ten to a component."""
    return LAMBDA_PROGRAM.replace("COMPONENTS", str(resources // 10)).replace("PAIRS", "5")
