"""The kubernetes target: Deployments behind a Service or a Gateway, in a cluster that exists."""
