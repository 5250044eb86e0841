import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { percentile, round } from "../bench/figures.ts";
import { freePort, startBot, startTelegramProcess, temporaryFolder } from "../support/process.ts";
import { calmQuestions, print } from "./calm-questions.ts";

const PER_SECOND = 30;
const HEALTHY_CHATS = 200;
const BROKEN_CHATS = [71, 72, 73];
const CALM_S = 22;
const FLOOD_S = 60;
const BLOCKED_S = 6;
/** Below this two percentiles are the same for whoever waits for an answer, and for the scheduler of a shared machine. */
const SAME_MS = 20;

interface Sent {
  readonly chatId: number;
  readonly acceptedAt: number;
}

it("delays nobody else while some chats are flood-limited for a minute and then blocked", async () => {
  const standIn = await startTelegramProcess();
  const folder = await temporaryFolder();
  const port = await freePort();
  const bot = await startBot({
    DATA_DIR: folder.path,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_WEBHOOK: "1",
    TELEGRAM_BOT_TOKEN: standIn.token,
    TELEGRAM_API_ROOT: standIn.url,
  });
  const questions = await calmQuestions(2_000, 7, 50);
  const askedAt = new Map<number, number[]>();
  let count = 0;

  /** Asks everywhere for a while; gives the healthy chats' waiting times, from question to answer, in milliseconds. */
  const phase = async (seconds: number): Promise<number[]> => {
    askedAt.clear();
    const { sent: from } = await standIn.control<{ sent: number }>("GET", "state");
    const begunAt = performance.now();
    for (let number = 0; performance.now() - begunAt < seconds * 1_000; number += 1) {
      count += 1;
      const isBroken = number % PER_SECOND === 0;
      const user = isBroken
        ? (BROKEN_CHATS[(number / PER_SECOND) % BROKEN_CHATS.length] ?? 71)
        : 10_000 + (count % HEALTHY_CHATS);
      if (!isBroken) askedAt.set(user, [...(askedAt.get(user) ?? []), Date.now()]);
      const text = questions[count % questions.length];
      await standIn.control("POST", "says", { chat: user, user, text });
      await sleep(Math.max(0, begunAt + ((number + 1) * 1_000) / PER_SECOND - performance.now()));
    }
    await sleep(1_500); // the last answers; one that is later than this counts as lost below
    const { sent } = await standIn.control<{ sent: readonly Sent[] }>("GET", `sent?from=${from}`);
    const waits: number[] = [];
    for (const [chatId, times] of askedAt) {
      const answers = sent.filter((one) => one.chatId === chatId);
      times.forEach((at, place) => {
        waits.push((answers[place]?.acceptedAt ?? Number.POSITIVE_INFINITY) - at);
      });
    }
    return waits;
  };
  const fault = (one: object) =>
    Promise.all(
      BROKEN_CHATS.map((chatId) =>
        standIn.control("POST", "faults", { method: "sendMessage", chatId, times: 0, ...one }),
      ),
    );

  try {
    await phase(5); // first contacts and a cold start belong to neither side
    const before = await phase(CALM_S);
    await fault({
      status: 429,
      description: "Too Many Requests: retry after 3",
      parameters: { retry_after: 3 },
    });
    const flooded = await phase(FLOOD_S);
    await standIn.control("DELETE", "faults");
    await fault({ status: 403, description: "Forbidden: bot was blocked by the user" });
    const blocked = await phase(BLOCKED_S);
    await standIn.control("DELETE", "faults");
    const after = await phase(CALM_S);

    const without = percentile([...before, ...after], 0.99);
    const withFailures = percentile([...flooded, ...blocked], 0.99);
    const { calls } = await standIn.control<{ calls: number }>("GET", "state");
    print(
      `failing targets: p99 ${round(withFailures, 1)} ms with (${flooded.length + blocked.length} answers), ` +
        `${round(without, 1)} ms without (${before.length + after.length} answers; ` +
        `${round(percentile(before, 0.99), 1)} before, ${round(percentile(after, 0.99), 1)} after), ` +
        `ratio ${round(withFailures / without, 2)}; p50 ${percentile(flooded, 0.5)} and ${percentile(before, 0.5)} ms; ${calls} calls`,
    );
    expect(withFailures).toBeLessThanOrEqual(Math.max(1.5 * without, without + SAME_MS));
  } finally {
    await bot.end();
    await standIn.end();
    await folder.remove();
  }
});
