import { describe, expect, it } from "vitest";
import { type Action, textContent } from "../../src/core/content.ts";
import { OperationalError, PermanentError } from "../../src/core/errors.ts";
import type { DeedOutcome } from "../../src/core/platform.ts";
import { toDeliveries } from "../../src/delivery/index.ts";
import { ABILITIES, createFakePlatform } from "../support/fake-platform.ts";
import { delivery } from "../support/records.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { startDispatcher } from "./harness.ts";

const action: Action = {
  platform: "discord",
  chatId: "fans",
  deed: { kind: "remove-message", messageId: "5" },
  otherwise: {
    "no-right": textContent("没有权限"),
    gone: textContent("已经不在了"),
    failed: textContent("没成功"),
  },
};

/** Staff on one platform, the group on another, which does as the test says. */
async function start(remove: (() => Promise<DeedOutcome>) | undefined) {
  const asked: unknown[][] = [];
  const run = await startDispatcher({
    others: (clock) => [
      Object.assign(createFakePlatform({ clock, name: "discord" }), {
        ...(remove && {
          removeMessage: async (...args: unknown[]) => {
            asked.push(args);
            return await remove();
          },
        }),
      }),
    ],
  });
  const press = async (ms = 0) => {
    await run.say({ ...delivery({ lane: "case", chatId: "staff", text: "删掉了" }), action });
    for (let at = 0; at < ms; at += 500) await run.clock.advance(500);
    return run.platform.textsIn("staff");
  };
  return { ...run, asked, press };
}

describe("what staff has done to others", () => {
  it("is done, and then told", async () => {
    const run = await start(async () => "done");
    expect(await run.press()).toEqual(["删掉了"]);
    expect(run.asked).toEqual([["fans", "5"]]);
    await run.end();
  });

  it.each([
    ["no-right", "没有权限"],
    ["gone", "已经不在了"],
  ] as const)("says why it was not: %s", async (outcome, text) => {
    const run = await start(async () => outcome);
    expect(await run.press()).toEqual([text]);
    await run.end();
  });

  it("says so where the platform knows no such deed, and when it was refused for good", async () => {
    const unable = await start(undefined);
    expect(await unable.press()).toEqual(["没有权限"]);
    await unable.end();
    const refused = await start(async () => {
      throw new PermanentError("rejected", "no");
    });
    expect(await refused.press()).toEqual(["没成功"]);
    await refused.end();
  });

  it("is tried again when it fails in passing, while the staff room goes on", async () => {
    let tries = 0;
    const run = await start(async () => {
      tries += 1;
      if (tries < 3) throw new OperationalError("429", { retryAfterMs: 60_000, flood: true });
      return "done";
    });
    await run.press();
    await run.say(delivery({ lane: "case", chatId: "staff", text: "别的话" }));
    expect(run.platform.textsIn("staff")).toEqual(["别的话"]);
    for (let at = 0; at < 20_000; at += 500) await run.clock.advance(500);
    expect(run.platform.textsIn("staff")).toEqual(["别的话", "删掉了"]);
    await run.end();
  });

  it("is told as failed when it went on failing", async () => {
    const run = await start(async () => {
      throw new Error("a bug, or a lost answer");
    });
    expect(await run.press(60_000)).toEqual(["没成功"]);
    expect(run.asked).toHaveLength(4);
    await run.end();
  });

  it("is one message whatever becomes of it, and no version of another", () => {
    const long = textContent("很长的一句话。".repeat(2_000));
    const draft = {
      lane: "case",
      purpose: "p",
      to: { platform: "telegram", chatId: "1" },
      content: long,
    } as const;
    const otherwise = { ...action.otherwise, gone: long };
    const rows = toDeliveries(
      { ...draft, handle: "h", action: { ...action, otherwise } },
      "o",
      ABILITIES,
      createSeededRandom(1),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.handle).toBeUndefined();
    expect(rows[0]?.action?.otherwise.gone.blocks.at(-1)).toEqual({ kind: "small", text: "…" });
  });
});
