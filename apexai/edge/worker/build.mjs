// Builds ../bundle from src: the same bytes on every machine.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "..", "bundle");

await mkdir(target, { recursive: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: { forward: "src/forward.ts", onnx: "src/onnx.ts" },
  outdir: target,
  bundle: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
  external: ["module", "worker_threads", "*.wasm", "*.onnx"],
});
await copyFile(join(here, "node_modules/onnxruntime-web/dist/ort-wasm-simd.wasm"), join(target, "ort.wasm"));
await writeFile(join(target, "NOTICES.txt"), await notices(Object.keys(result.metafile.inputs)));

async function notices(inputs) {
  const names = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean);
  const parts = await Promise.all([...new Set(names)].sort().map(notice));
  return `What the files of this directory contain beside apexai's own code:\n\n${parts.join("\n\n")}\n`;
}

async function notice(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const places = [join(here, "licenses", `${name}.txt`), join(folder, "LICENSE.md"), join(folder, "LICENSE")];
  for (const place of places) {
    const text = await readFile(place, "utf8").catch(() => null);
    if (text !== null) return `${name} ${version} (${license})\n\n${text.trim()}`;
  }
  throw new Error(`${name} comes without the text of its licence: add licenses/${name}.txt`);
}
