// Compares pairs of pictures with the npm packages of package.json.
//
// stdin: a pair a line, {"id", "baseline", "actual", "tools": [names]}, with paths of PNG files.
// stdout: a line for every pair and tool, {"id", "tool", "different", "score", "boxes", "seconds"},
// or {"id", "tool", "error"}. Boxes are [x, y, w, h], or null for a tool that reports none.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const TIMEOUT_MS = 60_000;

/** The tools by name: each loads its package and gives back its comparison. */
const TOOLS = {
  pixelmatch: () => pixelmatch(0.1),
  playwright: () => pixelmatch(0.2),
  "looks-same": looksSame,
  odiff: () => odiff({}),
  "odiff-aa": () => odiff({ antialiasing: true }),
  honeydiff: () => honeydiff({}),
  "honeydiff-merged": () => honeydiff({ clusterMerge: true }),
};

const atTheEnd = [];

async function pixelmatch(threshold) {
  const { default: match } = await import("pixelmatch");
  const { PNG } = (await import("pngjs")).default;
  return (...paths) => {
    const [one, other] = paths.map((path) => PNG.sync.read(readFileSync(path)));
    if (one.width !== other.width || one.height !== other.height) {
      return { different: true, score: null, boxes: null };
    }
    const options = { threshold, includeAA: false };
    const count = match(one.data, other.data, undefined, one.width, one.height, options);
    return { different: count > 0, score: count, boxes: null };
  };
}

async function looksSame() {
  const { default: compare } = await import("looks-same");
  // Only with a picture of the differences does it tell how many there are.
  const options = { shouldCluster: true, createDiffImage: true };
  return async (baseline, actual) => {
    const { equal, differentPixels, diffClusters } = await compare(baseline, actual, options);
    const boxes = equal
      ? []
      : diffClusters.map(({ left, top, right, bottom }) => [
          left,
          top,
          right - left + 1,
          bottom - top + 1,
        ]);
    return { different: !equal, score: differentPixels ?? 0, boxes };
  };
}

async function odiff(options) {
  const { ODiffServer } = (await import("odiff-bin")).default;
  const server = new ODiffServer();
  // It compares nothing without a place to write the picture of the differences to.
  const folder = mkdtempSync(join(tmpdir(), "odiff-"));
  const output = join(folder, "differences.png");
  atTheEnd.push(() => server.stop(), () => rmSync(folder, { recursive: true }));
  return async (baseline, actual) => {
    const settings = { ...options, timeout: TIMEOUT_MS };
    const { match, diffCount } = await server.compare(baseline, actual, output, settings);
    return { different: !match, score: match ? 0 : (diffCount ?? null), boxes: null };
  };
}

async function honeydiff(options) {
  const { compare } = await import("@vizzly-testing/honeydiff");
  return async (baseline, actual) => {
    const settings = { includeClusters: true, ...options };
    const { isDifferent, diffPixels, diffClusters } = await compare(baseline, actual, settings);
    const boxes = (diffClusters ?? []).map(({ boundingBox: b }) => [b.x, b.y, b.width, b.height]);
    return { different: isDifferent, score: diffPixels, boxes };
  };
}

async function answer(loaded, { baseline, actual }, tool) {
  try {
    loaded[tool] ??= await TOOLS[tool]();
    const start = performance.now();
    const outcome = await loaded[tool](baseline, actual);
    return { ...outcome, seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    return { error: String(error?.message ?? error) };
  }
}

const loaded = {};
for await (const line of createInterface({ input: process.stdin })) {
  const pair = JSON.parse(line);
  for (const tool of pair.tools) {
    const outcome = await answer(loaded, pair, tool);
    process.stdout.write(`${JSON.stringify({ id: pair.id, tool, ...outcome })}\n`);
  }
}
atTheEnd.forEach((end) => end());
process.stdout.write("", () => process.exit()); // odiff-bin's timer would keep it for seconds
