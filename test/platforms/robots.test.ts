import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAskOutside } from "../../src/core/ask-outside.ts";
import { type Content, textContent } from "../../src/core/content.ts";
import { OperationalError, PermanentError, UnknownOutcomeError } from "../../src/core/errors.ts";
import type { RobotName } from "../../src/core/message.ts";
import type { Platform } from "../../src/core/platform.ts";
import { createPacer } from "../../src/delivery/pacer.ts";
import { signDingtalk } from "../../src/platforms/robots/dingtalk.ts";
import { signFeishu } from "../../src/platforms/robots/feishu.ts";
import { createRobotPlatforms, readRobotAddress } from "../../src/platforms/robots/index.ts";
import type { RobotKey } from "../../src/platforms/robots/robot-kind.ts";
import { type Outside, startOutside } from "../standins/outside/server.ts";
import { createForwardClock } from "../support/forward-clock.ts";

const NAMES = ["wecom", "feishu", "dingtalk"] as const;
const TOKEN = "t".repeat(36);

let outside: Outside;
let clock: ReturnType<typeof createForwardClock>;
let keys: Map<string, RobotKey>;
let platforms: readonly Platform[];

beforeEach(async () => {
  clock = createForwardClock();
  outside = await startOutside(clock.now);
  keys = new Map(NAMES.map((name) => [name, { token: TOKEN }]));
  platforms = platformsAt(outside.url);
});
afterEach(() => outside.stop());

const platformsAt = (root: string) =>
  createRobotPlatforms({
    ask: createAskOutside({ clock, root }),
    clock,
    sendTimeoutMs: 2_000,
    keyOf: async (name: RobotName, robotId) => (robotId === "r1" ? keys.get(name) : undefined),
  });
const of = (name: RobotName): Platform => {
  const found = platforms.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
const send = (name: RobotName, content: Content, chatId = "r1") =>
  of(name).send({ key: "k1", to: { platform: name, chatId }, content });
const failure = async (name: RobotName) =>
  await send(name, textContent("您好")).catch((error: unknown) => error);
const link = { label: "看链接", url: "https://shop.example/1" };

describe.each(NAMES)("a robot of %s", (name) => {
  it("says words as they were typed, and gives its pages and no other buttons", async () => {
    outside.robots.add({ maker: name, token: TOKEN });
    const words = "**星号** <b>&amp; [方括号](x) @所有人\n第二行";
    const content = textContent(words, [[link], [{ label: "按一下", data: "a.1.sig" }]]);
    expect(
      await send(name, { ...content, blocks: [...content.blocks, { kind: "list", items: ["一", "二"] }] }),
    ).toEqual({
      messageId: "k1",
    });
    const [said] = outside.robots.received;
    expect(said?.text).toContain(words);
    expect(said?.text).toContain("• 一\n• 二");
    expect(said?.text).toContain(link.url);
    expect(said?.text).not.toContain("按一下");
    expect(said?.callsEverybody).toBe(false);
    await send(name, { ...content, mentionsAll: true });
    expect(outside.robots.received[1]).toMatchObject({ callsEverybody: true });
  });

  it("keeps to the maker's limits, whatever is to be said", async () => {
    outside.robots.add({ maker: name, token: TOKEN });
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 700 });
    await fc.assert(
      fc.asyncProperty(text, fc.nat(4), fc.nat(400), async (words, count, length) => {
        clock.forward(60_000);
        const far = { label: "去看", url: `https://shop.example/${"x".repeat(length)}` };
        const buttons = Array.from({ length: count }, () => [far]);
        await send(name, textContent(`说：${words}`, buttons));
        const long = "很长的一段话，一直说下去。".repeat(800);
        await send(name, textContent(long, buttons));
        const said = outside.robots.received.at(-1)?.text ?? "";
        expect(said.startsWith("很长的一段话")).toBe(true);
        expect(count === 0 || said.includes(far.url)).toBe(true);
      }),
      { numRuns: 20 },
    );
    expect(outside.robots.refused).toEqual([]);
  });

  it("is never sent to faster than its maker allows, however much waits", async () => {
    outside.robots.add({ maker: name, token: TOKEN });
    // What the tests before this one have sent counts no more.
    clock.forward(61_000);
    const pacer = createPacer(of(name).pace, clock);
    for (let count = 0; count < 90; count += 1) {
      clock.forward(Math.max(pacer.chatWaitMs("r1"), pacer.waitMs(false)));
      const spent = pacer.spend("r1", false);
      await send(name, textContent(`第 ${count} 条`));
      spent.answered();
    }
    expect(outside.robots.received).toHaveLength(90);
  });

  it("tells what passes from what does not, and neither with its address", async () => {
    expect(await failure(name)).toMatchObject({ name: "PermanentError", reason: "target-gone" });
    outside.robots.add({ maker: name, token: TOKEN });
    for (let count = 0; count < 120; count += 1) {
      const error = await failure(name);
      if (!(error instanceof Error)) continue;
      expect(error).toBeInstanceOf(OperationalError);
      expect(error).toMatchObject({ flood: true, retryAfterMs: name === "dingtalk" ? 600_000 : 60_000 });
      break;
    }
    expect(outside.robots.refused).not.toEqual([]);
    outside.fails(429);
    expect(await failure(name)).toMatchObject({ name: "OperationalError", flood: true });
    outside.fails(503);
    expect(await failure(name)).toBeInstanceOf(OperationalError);
    for (const status of [500, 502, 200]) {
      outside.fails(status); // 200 with a body that is no answer of a robot
      const error = await failure(name);
      expect(error).toBeInstanceOf(UnknownOutcomeError);
      expect(JSON.stringify([String(error), (error as Error).stack, (error as Error).cause])).not.toContain(
        TOKEN,
      );
    }
    const closed = await startOutside();
    await closed.stop();
    platforms = platformsAt(closed.url);
    const away = await failure(name);
    expect(away).toBeInstanceOf(OperationalError);
    expect(String((away as Error).stack)).not.toContain(TOKEN);
    const nobody = await send(name, textContent("您好"), "r2").catch((error: unknown) => error);
    expect(nobody).toBeInstanceOf(PermanentError);
  });
});

describe("signatures", () => {
  // Computed with `openssl dgst -sha256 -hmac`.
  it("are the makers'", () => {
    expect(signFeishu("secret", 1_700_000_000)).toBe("fiWS2+gh28DOydAv7hzONH/mDn9+b1Y4Y5ivXWXy8vA=");
    expect(signDingtalk("SECsecret", 1_700_000_000_000)).toBe("0QWYb8Ux63Sm4BhHaJNL3lv5mqW1sLFoks7vu+HFFi4=");
  });

  it.each(["feishu", "dingtalk"] as const)("of %s are checked, and a wrong secret ends it", async (name) => {
    const secret = "SEC0123456789abcdef";
    outside.robots.add({ maker: name, token: TOKEN, secret });
    keys.set(name, { token: TOKEN, secret });
    await send(name, textContent("签了名"));
    keys.set(name, { token: TOKEN, secret: "another" });
    expect(await failure(name)).toMatchObject({ reason: "target-gone" });
    keys.set(name, { token: TOKEN });
    expect(await failure(name)).toMatchObject({ reason: "target-gone" });
  });

  it.each(["feishu", "dingtalk"] as const)("or the word that %s asks for", async (name) => {
    outside.robots.add({ maker: name, token: TOKEN, keyword: "小白鲸" });
    keys.set(name, { token: TOKEN, keyword: "小白鲸" });
    await send(name, textContent("开播啦", [[link]]));
    await send(name, textContent("小白鲸说：开播啦"));
    expect(outside.robots.received.map(({ text }) => text.split("小白鲸").length)).toEqual([2, 2]);
    keys.set(name, { token: TOKEN });
    expect(await failure(name)).toMatchObject({ reason: "target-gone" });
  });
});

describe("an address", () => {
  it("is one of the three makers' over https, or none", () => {
    expect(readRobotAddress(`https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${TOKEN}`)).toEqual({
      name: "wecom",
      token: TOKEN,
    });
    expect(readRobotAddress(`https://open.feishu.cn/open-apis/bot/v2/hook/${TOKEN}`)?.name).toBe("feishu");
    expect(readRobotAddress(`https://oapi.dingtalk.com/robot/send?access_token=${TOKEN}`)?.name).toBe(
      "dingtalk",
    );
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => readRobotAddress(url) === undefined),
    );
    for (const odd of ["", "x", "https://open.feishu.cn/open-apis/bot/v2/hook/", "file:///etc/passwd"]) {
      expect(readRobotAddress(odd)).toBeUndefined();
    }
  });
});
