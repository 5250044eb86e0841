import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, labels, only, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { watching } from "../support/wait-for.ts";

const MINUTE_MS = 60_000;
const LINK = "https://live.kuaishou.com/u/3xwanglaoshi";
const page = (name: string) => ({
  status: 200,
  body: readFileSync(new URL(`../probes/pages/${name}.html.txt`, import.meta.url), "utf8"),
});

let app: TestApp;
let watch: ReturnType<typeof watching>;
let fans: Group;
let staff: Group;
let wang: TelegramSpeaker;
let helper: TelegramSpeaker;

beforeAll(async () => {
  app = await startTestApp({ telegram: "polling", outside: true });
  watch = watching(app);
  await app.opensHost("wang", "王老师");
  fans = app.telegram.group("王老师粉丝群");
  staff = app.telegram.group("王老师后台");
  await app.binds("wang", "fan", fans);
  await app.binds("wang", "staff", staff);
  wang = app.telegram.person("王老师");
  helper = app.telegram.person("助理");
  await app.grants(wang, { hostId: "wang", role: "host" });
  await app.grants(helper, { hostId: "wang", role: "moderator" });
});
afterAll(() => app.stop());

const looks = () => app.outside.asked.length;
const until = (look: () => boolean | Promise<boolean>, what: string, stepMs = 60_000) =>
  watch.until(look, what, { stepMs, show: [staff, fans] });
const lookAgain = async (times: number, stepMs?: number) => {
  const before = looks();
  await until(() => looks() >= before + times, `${times} looks`, stepMs);
  await app.app.idle();
};
const asks = () => watch.countOf(staff, "网页看着像开播了");
const session = () => app.read(({ live }) => live.openSession("wang"));

describe("the page of a live room", () => {
  it("is looked at by nobody until the host says so", async () => {
    await watch.later(60 * MINUTE_MS);
    expect(looks()).toBe(0);
    expect(textOf(await helper.says(staff, `/probe ${LINK}`))).toMatch(/只有.*才能做/);
    expect(textOf(await wang.says(staff, "/probe https://evil.example/u/x"))).toContain("只看得懂快手");
    expect(textOf(await wang.says(staff, "/看直播页"))).toContain("没有在看网页");
    app.outside.shows(LINK, page("offline"));
    expect(textOf(await wang.says(staff, `/看直播页 ${LINK}?from=app`))).toContain(LINK);
    await lookAgain(1);
    expect(textOf(await wang.says(staff, "/probe"))).toContain("像是没在播");
    expect([asks(), watch.countOf(fans, "开播")]).toEqual([0, 0]);
  });

  it("is asked every few minutes at most", async () => {
    const [before, at] = [looks(), app.clock.now()];
    await lookAgain(3);
    const passedMs = app.clock.now() - at;
    expect(looks() - before).toBeLessThanOrEqual(passedMs / (5 * MINUTE_MS) + 1);
  });

  it("leads to a question when it looks live, and only her tap tells anybody, with the page's link", async () => {
    app.outside.shows(LINK, page("live"));
    await until(() => asks() === 1, "the question");
    expect((await session())?.state).toBe("likely");
    await lookAgain(3);
    expect([asks(), watch.countOf(fans, "开播")]).toEqual([1, 0]);
    const asked = only(watch.saidIn(staff).filter(({ text }) => text.includes("网页看着像开播了")));
    await wang.presses(asked, "我开播了");
    await until(() => watch.countOf(fans, "开播啦") === 1, "the alert");
    const alert = only(watch.saidIn(fans).filter(({ text }) => text.includes("开播啦")));
    expect(alert.buttons).toEqual([expect.objectContaining({ label: "进直播间", url: LINK })]);
  });

  it("never ends a session: a throttled page says nothing, and one that stays off only asks", async () => {
    app.outside.shows(LINK, page("throttled"));
    await lookAgain(1);
    const at = app.clock.now();
    await lookAgain(1);
    expect(app.clock.now() - at).toBeGreaterThan(55 * MINUTE_MS);
    const again = app.clock.now();
    await lookAgain(1);
    expect(app.clock.now() - again).toBeGreaterThan(110 * MINUTE_MS);
    expect(textOf(await wang.says(staff, "/probe"))).toContain("歇几个小时");
    app.outside.shows(LINK, page("offline"));
    await lookAgain(1, 5 * MINUTE_MS);
    expect(watch.countOf(staff, "像是没在播了")).toBe(0);
    await until(() => watch.countOf(staff, "像是没在播了") === 1, "the question");
    await lookAgain(3);
    expect(watch.countOf(staff, "像是没在播了")).toBe(1);
    expect([(await session())?.state, watch.countOf(fans, "开播啦")]).toEqual(["confirmed", 1]);
    const asked = only(watch.saidIn(staff).filter(({ text }) => text.includes("像是没在播了")));
    expect(labels(asked)).toEqual(["下播"]);
    await wang.presses(asked, "下播");
    await until(() => watch.countOf(fans, "下播了") === 1, "the end");
  });

  it("makes no new guess right after an end, forgets one in silence, and looks no more when switched off", async () => {
    app.outside.shows(LINK, page("live"));
    await lookAgain(2);
    expect(asks()).toBe(1);
    await watch.later(35 * MINUTE_MS);
    await until(() => asks() === 2, "the next question");
    app.outside.shows(LINK, page("offline"));
    await until(async () => (await session()) === undefined, "the end of the guess");
    expect(watch.countOf(fans, "下播了")).toBe(1);
    expect(textOf(await wang.says(staff, "/probe off"))).toContain("不看网页了");
    const before = looks();
    await watch.later(60 * MINUTE_MS);
    expect(looks()).toBe(before);
  });
});
