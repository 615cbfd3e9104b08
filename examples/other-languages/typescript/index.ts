import * as apexai from "@apexlogic/apexai";
import * as aws from "@pulumi/aws";

const results = new aws.sqs.Queue("results");

const churn = new apexai.InferenceService("churn", {
    file: "../service.yaml",
    overrides: { runtime: { environment: { RESULTS_QUEUE: results.url } } },
});

new apexai.BudgetGuard("team", {
    limit: "$1000/month",
    thresholds: ["50%", "80%"],
    alerts: ["growth-leads@example.com"],
    scope: { aws: { tag: { key: "costCenter", value: "growth" }, region: "eu-west-1" } },
});

export const endpoint = churn.endpoint;
export const revision = churn.revision;
