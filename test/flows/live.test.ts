import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signHook } from "../../src/alerts/receive-hook.ts";
import { settingsOf } from "../support/coupons.ts";
import { type Group, inChat, labels, only, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { watching } from "../support/wait-for.ts";
import type { WebSpeaker } from "../support/web-stage.ts";

const SAMPLE_HOST = "sample";
const MINUTE_MS = 60_000;

let app: TestApp;
let fans: Group;
let second: Group;
let channel: Group;
let staff: Group;
let wang: TelegramSpeaker;
let mei: TelegramSpeaker;
let visitor: WebSpeaker;

beforeAll(async () => {
  app = await startTestApp({ telegram: "polling", discord: true });
  watch = watching(app);
  fans = app.telegram.group("王老师粉丝群");
  second = app.telegram.group("王老师二群");
  staff = app.telegram.group("王老师后台");
  channel = app.discord.group("妈妈聊天");
  // The web room that is there from the beginning belongs to this host.
  for (const group of [fans, second, channel]) await app.binds(SAMPLE_HOST, "fan", group);
  await app.binds(SAMPLE_HOST, "staff", staff);
  wang = app.telegram.person("王老师");
  mei = app.telegram.person("小美");
  await app.grants(wang, { hostId: SAMPLE_HOST, role: "host" });
  visitor = app.web.person("小雨");
  await mei.tells("/start");
});
afterAll(() => app.stop());

let watch: ReturnType<typeof watching>;
const saidIn = (group: Group) => watch.saidIn(group);
const textsIn = (group: Group) => watch.textsIn(group);
const countOf = (group: Group, text: string) => watch.countOf(group, text);
const later = (ms: number) => watch.later(ms);
const until = (look: () => boolean | Promise<boolean>, what: string, stepMs = 2_000) =>
  watch.until(look, what, { stepMs, show: [fans, staff] });
const roomTexts = async () => (await visitor.sees()).map(({ text }) => text);
const isEverywhere = async (text: string) =>
  [fans, second, channel].every((group) => textsIn(group).some((one) => one.includes(text))) &&
  (await roomTexts()).some((one) => one.includes(text));

describe("a live session from start to end", () => {
  it("reaches every group once, on three platforms, and ends in the same messages", async () => {
    const now = app.clock.now();
    const by = await app.grants(wang, { hostId: SAMPLE_HOST, role: "host" });
    const waiting = await app.read(async ({ coupons }) => {
      const settings = settingsOf(now, { starts: "live" });
      const id = await coupons.addCampaign({ hostId: SAMPLE_HOST, settings, createdBy: by, stock: 5 }, now);
      await coupons.changeCampaign(id, { status: "scheduled" });
      return id;
    });
    const started = await wang.says(staff, "/golive 秋装专场 https://live.example/wang");
    const [begun] = await app.read(({ coupons }) => coupons.campaignsOf([SAMPLE_HOST], 5));
    expect(begun, "coupons that wait for her").toMatchObject({ campaignId: waiting });
    expect(begun?.openedAt ?? begun?.nextAt).toBeGreaterThanOrEqual(now);
    const card = inChat(started, staff)[0];
    expect(card?.text).toContain("正在通知 4 个群");
    await until(() => isEverywhere("秋装专场"), "the alert");
    const alert = saidIn(fans).find(({ text }) => text.includes("秋装专场"));
    expect(alert?.buttons).toEqual([
      expect.objectContaining({ label: "进直播间", url: "https://live.example/wang" }),
    ]);
    await until(() => textsIn(staff).some((text) => text.includes("开播通知发完了：送到 4")), "the receipt");

    expect(textOf(await wang.says(staff, "开播"))).toContain("已经通知过大家了");
    await later(10_000);
    expect([fans, second, channel].map((group) => countOf(group, "开播啦"))).toEqual([1, 1, 1]);

    if (!card) throw new Error("no card");
    expect(textOf(await wang.presses(card, "下播"))).toContain("辛苦了");
    await until(() => isEverywhere("下播了，谢谢陪伴"), "the end");
    expect([fans, second, channel].map((group) => countOf(group, "开播啦"))).toEqual([0, 0, 0]);
    expect([fans, second, channel].map((group) => countOf(group, "下播了"))).toEqual([1, 1, 1]);
    expect((await roomTexts()).filter((text) => text.includes("开播啦"))).toEqual([]);
  });

  it("goes on in the same messages when she comes back at once, also after a restart", async () => {
    await wang.says(staff, "/golive");
    await until(() => isEverywhere("开播啦"), "the alert");
    await app.down();
    await app.up();
    await later(60_000);
    expect([fans, second, channel].map((group) => countOf(group, "开播啦"))).toEqual([1, 1, 1]);
    await wang.says(staff, "/下播");
    await until(() => isEverywhere("下播了"), "the end");
    expect(textOf(await wang.says(staff, "/golive"))).toContain("欢迎回来");
    await until(() => isEverywhere("开播啦"), "the alert");
    expect([fans, second, channel].map((group) => countOf(group, "开播啦"))).toEqual([1, 1, 1]);
    await wang.says(staff, "/下播");
    await until(() => isEverywhere("下播了"), "the end");
  });

  it("is announced without a title that the guard does not let pass", async () => {
    await later(15 * MINUTE_MS);
    const said = textOf(await wang.says(staff, "/golive 全网最低价"));
    expect(said).toContain("标题先没有带上");
    expect(said).toContain("广告法第九条");
    await until(() => countOf(fans, "开播啦") > 0, "the alert");
    expect(textsIn(fans).join()).not.toContain("全网最低价");
    await wang.says(staff, "/下播");
    await until(() => countOf(fans, "开播啦") === 0, "the end");
  });

  it("is not news any more when it could not be sent for half an hour", async () => {
    await later(15 * MINUTE_MS);
    const alerts = () => app.rows("deliveries").then((rows) => rows.filter(({ lane }) => lane === 30));
    const before = (await alerts()).length;
    const heal = app.telegram.standIn.flood(Number(fans.chatId), 3_600, 50);
    await wang.says(staff, "/golive");
    await until(() => countOf(second, "开播啦") > 0, "the alert elsewhere");
    await later(61 * MINUTE_MS);
    heal();
    await until(
      async () => (await alerts()).slice(before).some(({ detail }) => detail === "too old"),
      "the record",
      10_000,
    );
    expect(countOf(fans, "开播啦")).toBe(0);
    await wang.says(staff, "/下播");
    await until(() => countOf(second, "开播啦") === 0, "the end");
    expect(countOf(fans, "开播啦")).toBe(0);
  });
});

describe("a plan", () => {
  it("reminds the host and tells nobody before she taps", async () => {
    await later(15 * MINUTE_MS);
    const soon = new Date(app.clock.now() + 8 * 3_600_000 + 20 * MINUTE_MS); // in China
    const time = soon.toISOString().slice(11, 16);
    expect(textOf(await wang.says(staff, `/schedule 每天 ${time} 秋装`))).toContain(`每天 ${time}`);
    await until(() => textsIn(staff).some((text) => text.includes("到开播时间了")), "the reminder", 30_000);
    expect(countOf(fans, "开播啦")).toBe(0);
    const reminder = saidIn(staff).find(({ text }) => text.includes("到开播时间了"));
    if (!reminder) throw new Error("no reminder");
    await wang.presses(reminder, "我开播了");
    await until(() => countOf(fans, "开播啦") === 1, "the alert");
    await wang.says(staff, "/下播");
    await until(() => countOf(fans, "开播啦") === 0, "the end");
    const said = await wang.says(staff, "/schedule");
    const list = only(said.filter(({ text }) => text.includes("开播计划")));
    expect(textOf(await wang.presses(list, labels(list)[0] ?? ""))).toContain("还没有开播计划");
  });
});

describe("a tool of the host", () => {
  let secret = "";
  const call = async (
    event: object | string,
    change: { at?: number; secret?: string; host?: string } = {},
  ) => {
    const body = typeof event === "string" ? event : JSON.stringify(event);
    const timestamp = String(change.at ?? app.clock.now());
    return await fetch(`${app.app.url}/hooks/live/${change.host ?? SAMPLE_HOST}`, {
      method: "POST",
      headers: {
        "x-beluga-timestamp": timestamp,
        "x-beluga-signature": `sha256=${signHook(change.secret ?? secret, timestamp, body)}`,
      },
      body,
    });
  };

  it("gets a secret that is shown once, in private, to the host alone", async () => {
    expect(textOf(await wang.says(staff, "/hook"))).toContain("请私下跟我说");
    expect(textOf(await mei.tells("/hook"))).toMatch(/只有.*才能做/);
    const shown = only(await wang.tells("/接口"));
    const [, , first = ""] = shown.text.split("\n\n");
    const [, , next = ""] = only(await wang.tells("/hook")).text.split("\n\n");
    expect(next).toMatch(/^[\w-]{43}$/);
    expect(next).not.toBe(first);
    secret = next;
    expect((await call({ event: "start" }, { secret: first })).status).toBe(401);
  });

  it("is refused with a wrong signature, an old time, a repeated call, or nonsense", async () => {
    await later(15 * MINUTE_MS);
    const before = countOf(fans, "开播啦");
    expect((await call({ event: "start" }, { secret: "guess" })).status).toBe(401);
    expect((await call({ event: "start" }, { host: "nobody" })).status).toBe(401);
    expect((await call({ event: "start" }, { at: app.clock.now() - 6 * MINUTE_MS })).status).toBe(401);
    expect((await call({ event: "start" }, { at: app.clock.now() + 6 * MINUTE_MS })).status).toBe(401);
    expect((await call("{")).status).toBe(400);
    expect((await call({ event: "start", link: "javascript:alert(1)" })).status).toBe(400);
    expect((await call("x".repeat(5_000))).status).toBe(413);
    const at = app.clock.now();
    expect((await call({ event: "end" }, { at })).status).toBe(202);
    expect((await call({ event: "end" }, { at })).status).toBe(409);
    await later(10_000);
    expect(countOf(fans, "开播啦")).toBe(before);
  });

  it("announces a start, and an end only when it lasts", async () => {
    expect((await call({ event: "start", title: "工具报的开播" })).status).toBe(202);
    await until(() => isEverywhere("工具报的开播"), "the alert");
    expect((await call({ event: "end" })).status).toBe(202);
    await later(60_000);
    expect((await call({ event: "start", title: "工具报的开播" })).status).toBe(202);
    await later(4 * MINUTE_MS);
    expect(countOf(fans, "工具报的开播")).toBe(1);
    expect((await call({ event: "end" })).status).toBe(202);
    await later(4 * MINUTE_MS);
    await until(() => isEverywhere("下播了"), "the end");
    expect(countOf(fans, "工具报的开播")).toBe(0);
  });

  it("is shut out when the host says so", async () => {
    await wang.tells("/hook off");
    expect((await call({ event: "start" })).status).toBe(401);
  });
});
