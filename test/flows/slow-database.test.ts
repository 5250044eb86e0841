import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSlowStorage } from "../support/slow-storage.ts";
import type { Group, Shown } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const CHOKING = "宝宝噎住了脸都紫了喘不上气";
const DESPAIR = "我不想活了，想带着孩子一起走";
const WITHIN_MS = 3_000;

describe("danger while each query takes two seconds, the model is down and the fan floods", () => {
  const slow = createSlowStorage();
  let app: TestApp;
  let group: Group;
  let staff: Group;
  let shopStaff: Group;
  let mei: TelegramSpeaker;
  let hong: TelegramSpeaker;

  beforeAll(async () => {
    app = await startTestApp({
      telegram: "polling",
      openStorage: slow.open,
      // Nobody listens there.
      env: { OPENAI_BASE_URL: "http://127.0.0.1:9/v1", OPENAI_API_KEY: "x", OPENAI_MODEL: "none" },
    });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("王老师粉丝群");
    staff = app.telegram.group("王老师后台");
    await app.binds("wang", "fan", group);
    await app.binds("wang", "staff", staff);
    shopStaff = app.telegram.group("示例房间后台");
    await app.binds("sample", "staff", shopStaff);
    mei = app.telegram.person("小美");
    hong = app.telegram.person("阿红");
    await mei.says(group, "大家好");
    await mei.tells("/start");
    app.clock.forward(60_000); // where the staff reads is looked up again
    await app.app.idle();
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  afterAll(async () => {
    slow.ms = 0;
    await app.stop();
  });

  /** Milliseconds until something that fits was sent, from `since` on. */
  async function heardAfter(since: number, before: number, fits: (shown: Shown) => boolean): Promise<number> {
    for (;;) {
      if (app.telegram.said().slice(before).some(fits)) return performance.now() - since;
      if (performance.now() - since > 15_000) throw new Error("it was never sent");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  it("tells the person and the staff within three seconds, and again with a number once it is written", async () => {
    // Telegram shows a hundred updates that are not confirmed yet, and no more.
    slow.ms = 2_000;
    const before = app.telegram.said().length;
    for (let count = 0; count < 80; count += 1) hong.saysLater(group, `哈哈${count}`);
    for (let count = 0; count < 12; count += 1)
      mei.saysLater(undefined, `宝宝红屁股怎么办${"？".repeat(count)}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const at = performance.now();
    mei.saysLater(undefined, CHOKING);
    mei.saysLater(undefined, CHOKING);
    hong.saysLater(group, DESPAIR);
    const took = await Promise.all([
      heardAfter(at, before, ({ chatId, text }) => chatId === mei.userId && text.includes("120")),
      heardAfter(at, before, ({ chatId, text }) => chatId === staff.chatId && text.includes("「噎住")),
      heardAfter(at, before, ({ chatId, text }) => chatId === staff.chatId && text.includes("不想活")),
      heardAfter(at, before, ({ chatId }) => chatId === group.chatId),
    ]);
    for (const ms of took) expect(ms).toBeLessThan(WITHIN_MS);
    const inGroup = app.telegram
      .said()
      .slice(before)
      .filter(({ chatId }) => chatId === group.chatId);
    for (const { text } of inGroup) expect(text).not.toMatch(/12356|不想活|死/);
    const first = app.telegram
      .said()
      .slice(before)
      .filter(({ chatId }) => chatId === staff.chatId);
    expect(first, "a person who repeats herself is told of once").toHaveLength(2);

    slow.ms = 0;
    await heardAfter(
      performance.now(),
      before,
      ({ chatId, text }) => chatId === staff.chatId && /个案 \d/.test(text),
    );
    await app.app.idle();
    const cases = await app.rows("cases");
    expect(cases.map(({ kind }) => kind).sort()).toEqual(["distress", "health"]);
    const inbox = await app.rows("inbox");
    expect(inbox.every(({ status }) => status === "done")).toBe(true);
    expect(inbox.filter(({ chat_id }) => chat_id === mei.userId)).toHaveLength(15);
  }, 60_000);

  it("does so for the web room, whose staff is told although the room itself is kept in the database", async () => {
    const fan = app.web.person("小溪");
    await fan.says(app.web.room, "大家好");
    slow.ms = 2_000;
    const before = app.telegram.said().length;
    for (let count = 0; count < 10; count += 1)
      void fan.posts(`宝宝红屁股怎么办${"？".repeat(count)}`).catch(() => {});
    const at = performance.now();
    const posted = fan.posts(CHOKING).catch(() => undefined);
    const took = await heardAfter(
      at,
      before,
      ({ chatId, text }) => chatId === shopStaff.chatId && text.includes("「噎住"),
    );
    expect(took).toBeLessThan(WITHIN_MS);
    slow.ms = 0;
    await posted;
    await heardAfter(
      performance.now(),
      before,
      ({ chatId, text }) => chatId === shopStaff.chatId && /个案 \d/.test(text),
    );
    await app.app.idle();
  }, 60_000);

  it("stays silent where the database is well, also when an update comes twice", async () => {
    const said = await hong.says(group, CHOKING);
    expect(said.filter(({ chatId }) => chatId === staff.chatId)).toHaveLength(1);
    const before = app.telegram.said().length;
    app.clock.forward(5_000);
    await app.app.idle();
    expect(app.telegram.said().slice(before)).toEqual([]);
  });
});

describe("danger in a Discord channel behind two hundred messages, while each query takes two seconds", () => {
  it("is told to the person and the staff within three seconds", async () => {
    const slow = createSlowStorage();
    const app = await startTestApp({ discord: true, openStorage: slow.open });
    try {
      await app.opensHost("wang", "王老师");
      const group = app.discord.group("妈妈聊天");
      const staff = app.discord.group("后台频道");
      await app.binds("wang", "fan", group);
      await app.binds("wang", "staff", staff);
      const mei = app.discord.person("小美");
      const hong = app.discord.person("阿红");
      await mei.says(group, "大家好");
      app.clock.forward(60_000); // where the staff reads is looked up again
      await app.app.idle();
      await new Promise((resolve) => setTimeout(resolve, 100));
      slow.ms = 2_000;
      const before = app.discord.said().length;
      for (let count = 0; count < 200; count += 1) hong.saysLater(group, `哈哈${count}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const at = performance.now();
      mei.saysLater(group, CHOKING);
      const isTold = ({ chatId, text }: Shown) => chatId === staff.chatId && text.includes("「噎住");
      const isHelped = ({ chatId, text }: Shown) => chatId === group.chatId && text.includes("120");
      for (const fits of [isTold, isHelped]) {
        await expect.poll(() => app.discord.said().slice(before).some(fits), { timeout: 10_000 }).toBe(true);
      }
      expect(performance.now() - at).toBeLessThan(WITHIN_MS);
    } finally {
      slow.ms = 0;
      await app.stop();
    }
  }, 60_000);
});
