import * as pulumi from "@pulumi/pulumi";
import * as aws from "./aws";
import * as apexai from "./sdk";

const mine = new aws.Provider("mine", { region: "us-east-1" });
const queue = new aws.sqs.Queue("queue");
const account = new apexai.AwsBudgetFoundation("account");
const describe: pulumi.ResourceTransform = ({ type, props, opts }) =>
    type === "aws:lambda/function:Function" ? { props: { ...props, description: "described" }, opts } : undefined;
const service = new apexai.InferenceService(
    "fraud",
    {
        metadata: { name: "fraud", labels: { team: "risk" } },
        spec: {
            modelRef: { name: "fraud", version: "2.1.0" },
            runtime: {
                platform: apexai.types.enums.Platform.AwsLambda,
                region: "us-east-1",
                image: pulumi.interpolate`${queue.url.apply((url) => url.split("/")[3])}.dkr.ecr.us-east-1.amazonaws.com/fraud:1`,
                memory: "3538MB",
                environment: { QUEUE: queue.url, TOKEN: pulumi.secret("s3cret") },
            },
            autoscaling: { minReplicas: 1, maxReplicas: 10, targetUtilization: 70 },
            finops: { budgetLimit: "$500/month", alerts: ["finops@example.com"], onBreach: "throttle" },
        },
        foundation: { budgetTopic: account.topicArn },
    },
    { protect: true, dependsOn: [queue], providers: [mine], transforms: [describe] },
);
new apexai.BudgetGuard(
    "guard",
    {
        limit: "$700/month",
        thresholds: ["80%", 50],
        alerts: ["ops@example.com"],
        scope: { aws: { tag: { key: "costCenter", value: "42" }, region: "us-east-1", topic: account.topicArn } },
    },
    { parent: service },
);
export const endpoint = service.endpoint;
