import { afterAll, beforeAll, expect, it } from "vitest";
import { type Group, inChat } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let staff: Group;
beforeAll(async () => {
  app = await startTestApp({ telegram: "polling" });
  staff = app.telegram.group("后台");
  await app.binds("sample", "staff", staff);
});
afterAll(() => app.stop());

it("carries a case between the web room and a staff room on Telegram, and drops nothing for a limit", async () => {
  const lan = app.telegram.person("阿兰");
  await app.grants(lan, { hostId: "sample", role: "moderator" });
  const mei = app.web.person("小美");
  const said = await mei.says(app.web.room, "/human 衣服起球了");
  expect(said.every(({ place }) => place === "alone")).toBe(true);
  expect(said.some(({ text }) => text.includes("已经交给王老师团队的真人了，编号 1，预计"))).toBe(true);
  const opened = await app.rows("case_events");
  expect(
    opened.filter(({ type }) => type === "fan-wrote"),
    "what triage wrote down stands there once",
  ).toEqual([]);
  const card = app.telegram.said().find(({ chatId }) => chatId === staff.chatId);
  if (!card) throw new Error("no card");
  await lan.says(staff, "您好，什么颜色的", { replyTo: card.messageId });
  const heard = (await mei.sees()).filter(({ author, private: whisper }) => author.kind === "bot" && whisper);
  const last = heard.at(-1);
  expect(last?.text).toContain("什么颜色的");
  const others = await app.web.person("路人").sees();
  expect(others.some(({ text }) => text.includes("什么颜色"))).toBe(false);

  // A reply to what was whispered is whispered too, and however fast it comes, it arrives.
  const texts = Array.from({ length: 30 }, (_, at) => `我再说第${at + 1}句`);
  for (const text of texts) {
    const { status } = await mei.posts(text, { replyTo: last?.id });
    expect(status).toBe(202);
  }
  await app.breathe();
  // Whichever case they stand in: the triage of a flood is another story.
  const kept = (await app.rows("case_events")).flatMap(
    ({ sealed }) => /第\d+句/.exec(sealed ?? "")?.[0] ?? [],
  );
  expect(kept.sort()).toEqual(texts.map((text) => text.slice(3)).sort());
  const after = await app.web.person("路人二").sees();
  expect(after.some(({ text }) => text.includes("我再说"))).toBe(false);
  expect(inChat(app.telegram.said(), staff).length).toBeGreaterThan(1);
});
