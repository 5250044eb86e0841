import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { cpuMs, freePort, startBot, startChild, temporaryFolder } from "../support/process.ts";
import { median, round } from "./figures.ts";

const ROUNDS = 5;
const POLL_MS = 5;
const COMPILE_CACHE = fileURLToPath(new URL("../../node_modules/.cache/beluga", import.meta.url));

/** Milliseconds until the address answers 200. */
async function untilAnswers(url: string, begunAt: number): Promise<number> {
  for (;;) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return performance.now() - begunAt;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function startOnce(dataDir: string) {
  const port = await freePort();
  const begunAt = performance.now();
  const ready = startBot({ DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: "info" });
  const answersMs = await untilAnswers(`http://127.0.0.1:${port}/readyz`, begunAt);
  const bot = await ready;
  const readyMs = performance.now() - begunAt;
  const cpu = cpuMs(bot.pid);
  await bot.end();
  return { answersMs, readyMs, cpu: cpu ?? Number.NaN };
}

async function nodeAlone(): Promise<number> {
  const begunAt = performance.now();
  await startChild(new URL("./nothing.ts", import.meta.url)).exited;
  return performance.now() - begunAt;
}

async function bareHono(): Promise<number> {
  const port = await freePort();
  const begunAt = performance.now();
  const child = startChild(new URL("./bare-hono.ts", import.meta.url), { args: [String(port)] });
  const answersMs = await untilAnswers(`http://127.0.0.1:${port}/readyz`, begunAt);
  await child.end();
  return answersMs;
}

/** From spawning to the first 200 of /readyz. `again` is what a restart costs, `first` a start after installing. */
export async function benchStart() {
  const bots = [];
  const nodes: number[] = [];
  const honos: number[] = [];
  const folder = await temporaryFolder();
  try {
    await rm(COMPILE_CACHE, { recursive: true, force: true });
    const first = await startOnce(folder.path);
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      nodes.push(await nodeAlone());
      honos.push(await bareHono());
      bots.push(await startOnce(folder.path));
    }
    const againMs = median(bots.map(({ answersMs }) => answersMs));
    const honoMs = median(honos);
    return {
      bench: "start",
      rounds: ROUNDS,
      againMs: round(againMs, 0),
      againReadyMs: round(median(bots.map(({ readyMs }) => readyMs)), 0),
      againCpuMs: round(median(bots.map(({ cpu }) => cpu)), 0),
      firstMs: round(first.answersMs, 0),
      firstCpuMs: round(first.cpu, 0),
      baseline: { nodeAloneMs: round(median(nodes), 0), bareHonoMs: round(honoMs, 0) },
      ratioToBareHono: round(againMs / honoMs, 2),
      budgets: { againMs: 1_500, firstMs: 1_500 },
      ok: againMs < 1_500 && first.answersMs < 1_500,
    };
  } finally {
    await folder.remove();
  }
}
