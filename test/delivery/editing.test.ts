import { describe, expect, it } from "vitest";
import { textContent } from "../../src/core/content.ts";
import { OperationalError, PermanentError, UnknownOutcomeError } from "../../src/core/errors.ts";
import { toDeliveries } from "../../src/delivery/index.ts";
import { settle } from "../support/fake-clock.ts";
import { ABILITIES } from "../support/fake-platform.ts";
import { delivery } from "../support/records.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { type Running, startDispatcher } from "./harness.ts";

const card = (text: string, edit?: "or-send" | "or-skip") =>
  delivery({ lane: "case", chatId: "7", text, handle: "case-card:1", ...(edit ? { edit } : {}) });

async function inRun(options: Parameters<typeof startDispatcher>[0], story: (run: Running) => Promise<void>) {
  const run = await startDispatcher(options);
  try {
    await story(run);
  } finally {
    await run.end();
  }
}
const pass = async ({ clock }: Running, ms: number) => {
  for (let at = 0; at < ms; at += 500) await clock.advance(500);
  await settle();
};

describe("changing what was said", () => {
  it("shows one message, whose words go with time", () =>
    inRun({}, async (run) => {
      await run.say(card("等待"));
      await run.say(card("王老师在看", "or-send"));
      await run.say(card("结案", "or-send"));
      expect(run.platform.textsIn("7")).toEqual(["结案"]);
      expect(run.platform.attempts.map(({ edits }) => edits)).toEqual([undefined, "1", "1"]);
    }));

  it("sends only the newest words when several wait", () =>
    inRun({}, async (run) => {
      run.platform.script("7", new OperationalError("429", { retryAfterMs: 3_000, flood: true }));
      await run.say(card("一"));
      await run.say(card("二", "or-skip"));
      await run.say(card("三", "or-skip"));
      await pass(run, 8_000);
      expect(run.platform.attempts.map(({ text }) => text)).toEqual(["一", "三"]);
      expect(run.platform.textsIn("7")).toEqual(["三"]);
    }));

  it("says it anew at once when the message is gone, or leaves it", () =>
    inRun({}, async (run) => {
      await run.say(card("一"));
      run.platform.script("7", new PermanentError("message-gone", "gone"));
      await run.say(card("二", "or-skip"));
      expect(run.platform.textsIn("7")).toEqual(["一"]);
      run.platform.script("7", new PermanentError("message-gone", "gone"));
      await run.say(card("三", "or-send"));
      await pass(run, 500);
      expect(run.platform.textsIn("7")).toEqual(["一", "三"]);
      expect((await run.rows()).map(({ status }) => status)).toEqual(["sent", "skipped", "sent"]);
      expect(run.gone).toEqual([]); // a message that is gone says nothing about its chat
    }));

  it("says it anew on a platform that changes nothing", () =>
    inRun({ platform: { abilities: { canEdit: false } } }, async (run) => {
      await run.say(card("一"));
      await run.say(card("二", "or-send"), card("三", "or-skip"));
      await pass(run, 500);
      expect(run.platform.textsIn("7").at(0)).toBe("一");
      expect(run.platform.attempts.every(({ edits }) => edits === undefined)).toBe(true);
    }));

  it("repeats a change whose answer was lost, also in lanes where a person decides about repeats", () =>
    inRun({}, async (run) => {
      const progress = (text: string, edit?: "or-send") =>
        delivery({ lane: "digest", chatId: "7", text, handle: "p", ...(edit ? { edit } : {}) });
      await run.say(progress("一"));
      run.platform.script("7", { loseAnswer: new UnknownOutcomeError("lost") });
      await run.say(progress("二", "or-send"));
      await pass(run, 5_000);
      expect(run.platform.textsIn("7")).toEqual(["二"]);
      expect((await run.rows()).map(({ status }) => status)).toEqual(["sent", "sent"]);
    }));

  it("leaves the newest words standing whatever fails and dies on the way", async () => {
    for (let seed = 1; seed <= 40; seed += 1) await playCrashes(seed);
  }, 60_000);

  it("keeps what can be changed one message, with the buttons of the whole", () => {
    const buttons = [[{ label: "我来看", data: "t.1.sig" }]];
    const content = textContent("很长的一句话。".repeat(2_000), buttons);
    const draft = {
      lane: "case",
      to: { platform: "telegram", chatId: "1" },
      purpose: "card",
      content,
    } as const;
    const rows = toDeliveries({ ...draft, handle: "h" }, "o", ABILITIES, createSeededRandom(1));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.content.buttons).toEqual(buttons);
    expect(rows[0]?.content.blocks.at(-1)).toEqual({ kind: "small", text: "…" });
    expect(toDeliveries(draft, "o", ABILITIES, createSeededRandom(1)).length).toBeGreaterThan(1);
  });
});

/** Versions written while sends fail, answers get lost and processes end; the last words have to be the last shown. */
async function playCrashes(seed: number): Promise<void> {
  const random = createSeededRandom(seed);
  let dying = false;
  let run = await startDispatcher({ owner: "life 0", seed });
  run.platform.onSend = () => {
    const dice = random.fraction();
    if (dice < 0.1) return new OperationalError("no");
    if (dice < 0.2) return { loseAnswer: new UnknownOutcomeError("lost") };
    if (dice < 0.3) return new UnknownOutcomeError("never arrived");
    dying ||= dice < 0.4;
    return dying ? "hang" : undefined;
  };
  const { storage, clock } = run;
  const platform = run.platform;
  for (let version = 0; version < 8; version += 1) {
    if (version === 7) platform.onSend = () => undefined;
    const row = card(
      String(version),
      version === 0 ? undefined : random.fraction() < 0.5 ? "or-send" : "or-skip",
    );
    await run.say(row);
    if (random.fraction() < 0.4) await pass(run, Math.round(random.fraction() * 4) * 500);
    if (dying) {
      run.failing.with = new Error("this process is dead");
      dying = false;
      run = await startDispatcher({
        storage,
        clock,
        owner: `life ${version + 1}`,
        seed: seed + version,
        start: false,
      });
      // The same chats, behind another process.
      Object.assign(run.platform, { send: platform.send, edit: platform.edit });
      await run.dispatcher.start();
    }
  }
  platform.onSend = () => undefined;
  await pass(run, 200_000);
  const shown = platform.textsIn("7");
  expect(shown.at(-1), `seed ${seed}: ${shown}`).toBe("7");
  const open = (await run.rows()).filter(({ status }) => !["sent", "replaced", "skipped"].includes(status));
  expect(open, `seed ${seed}`).toEqual([]);
  run.failing.with = undefined;
  await run.end();
}
