// Serves workers in the real workerd until standard input ends; see workerd.py.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { root, workers } = JSON.parse((await lines.next()).value);
const require = createRequire(`${root}/package.json`);
const { Miniflare } = require("miniflare");
const { SignJWT, exportJWK, generateKeyPair } = await import(require.resolve("jose"));

const AI = `export default { async fetch(request) {
  const { model, inputs, options } = await request.json();
  if (inputs.fail) return new Response(inputs.fail, { status: 500 });
  return Response.json({ response: inputs.prompt, model, gateway: options?.gateway?.id ?? null });
} }`;
const AI_BINDING = `export default function (env) {
  return { async run(model, inputs, options) {
    if (inputs.hang) return new Promise((resolve) => setTimeout(resolve, 60000));
    const response = await env.service.fetch("http://ai/", {
      method: "POST", body: JSON.stringify({ model, inputs, options }) });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  } };
}`;

function moduleOf({ name, type, file }) {
  return { type, path: name, contents: type === "ESModule" ? readFileSync(file, "utf8") : readFileSync(file) };
}

const miniflare = new Miniflare({
  host: "127.0.0.1",
  port: 0,
  cf: false,
  unsafeTriggerHandlers: true,
  workers: [
    { name: "ai", modules: [{ type: "ESModule", path: "ai.js", contents: AI }], compatibilityDate: "2026-04-01" },
    {
      name: "ai-binding",
      modules: [{ type: "ESModule", path: "ai-binding.js", contents: AI_BINDING }],
      serviceBindings: { service: "ai" },
    },
    ...workers.map(({ name, modules, ...options }) => ({
      name,
      modules: modules.map(moduleOf),
      compatibilityDate: "2026-04-01",
      routes: [`${name}.test/*`],
      ...options,
    })),
  ],
});
const address = await miniflare.ready;
const { privateKey, publicKey } = await generateKeyPair("ES256");

async function token({ issuer, audience, expires }) {
  return new SignJWT({}).setProtectedHeader({ alg: "ES256", kid: "one" }).setSubject("caller")
    .setIssuer(issuer).setAudience(audience).setExpirationTime(expires).sign(privateKey);
}

async function answer({ ask, ...about }) {
  switch (ask) {
    case "token":
      return token(about);
    case "keys":
      return { keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "ES256", use: "sig" }] };
    case "kv":
      return (await (await miniflare.getKVNamespace(about.binding, about.worker)).list()).keys.map((key) => key.name);
    case "r2": {
      const bucket = await miniflare.getR2Bucket(about.binding, about.worker);
      const { objects } = await bucket.list();
      return Promise.all(objects.map(async ({ key }) => [key, await (await bucket.get(key)).text()]));
    }
    case "scheduled":
      return (await (await miniflare.getWorker(about.worker)).scheduled({ cron: "* * * * *" })).outcome;
  }
}

console.log(JSON.stringify(address.href));
for await (const line of lines) console.log(JSON.stringify(await answer(JSON.parse(line))));
await miniflare.dispose();
