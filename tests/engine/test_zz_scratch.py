from typing import Any
import pytest
from tests.engine.life import Life, Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
R="111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud"
def document(release: Release) -> dict[str, Any]:
    return {"apiVersion": "ai.apexlogic.com/v1alpha1","kind": "ServerlessModelDeployment","metadata": {"name": "fraud"},
     "spec": {"modelRef": {"name":"fraud","version":release.version,"uri":f"s3://m/fraud/{release.version}/"},
      "runtime":{"platform":"aws-lambda","region":"us-east-1","image":f"{R}:{release.version}","memory":"2GiB"},
      "trafficSplit":release.split,
      "autoscaling":{"minReplicas":1,"maxReplicas":10,"targetUtilization":70},
      "responsibleAI":{"dataClassification":"personal"},"slo":{"latencyP95":"300ms","availability":"99.9%"}}}
def weights(cloud):
    a=cloud.the("aws:lambda/alias:Alias").inputs
    return a["functionVersion"], a.get("routingConfig")
def test_x(stack: Stack, cloud: Cloud):
    life=Life(stack=stack,cloud=cloud,document=document,invariant=lambda c: [])
    def st(v,r): return {"modelVersion":v,"revision":r,"modelUri":f"s3://m/fraud/{v}/"}
    life.release("1"); r1=life.revision; print(weights(cloud), r1)
    for b,g in ((90,10),(50,50)):
        run=life.release("2",blue=b,green=g,stable=st("1",r1)); print(b,g,weights(cloud), run.steps, life.revision)
    r2=life.revision
    run=life.release("2",blue=0,green=100,stable=st("1",r1)); print(weights(cloud), run.steps)
    run=life.release("3",blue=90,green=10,stable=st("2",r2)); print(weights(cloud), run.steps)
    run=life.release("3",blue=100,green=0,stable=st("2",r2)); print(weights(cloud), run.steps)
    run=life.release("2"); print(weights(cloud), run.steps)
    run=life.release("4"); print(weights(cloud), run.steps)
    life.stack.destroy(); print(len(cloud))
