import * as pulumi from "@pulumi/pulumi";

/** What the programs need of the SDK for AWS, which takes longer to read than the programs to run. */
export class Provider extends pulumi.ProviderResource {
    constructor(name: string, args: { region: string }) {
        super("aws", name, args);
    }
}

class Queue extends pulumi.CustomResource {
    public readonly url!: pulumi.Output<string>;
    constructor(name: string) {
        super("aws:sqs/queue:Queue", name, { url: undefined });
    }
}

export const sqs = { Queue };
