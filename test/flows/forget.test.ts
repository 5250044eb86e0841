import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startApp } from "../../src/app.ts";
import { ConfigError } from "../../src/config.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { buttonOf, type Group, only, type Shown, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const DAY_MS = 86_400_000;
const YES = "忘记我";
let app: TestApp;
let fans: Group;
let staff: Group;
let mei: TelegramSpeaker;
let lan: TelegramSpeaker;

beforeEach(async () => {
  app = await startTestApp({
    telegram: "polling",
    env: { CASE_ENCRYPTION_KEY: randomBytes(32).toString("hex") },
  });
  await app.opensHost("wang", "王老师");
  fans = app.telegram.group("王老师粉丝群");
  staff = app.telegram.group("王老师后台");
  await app.binds("wang", "fan", fans);
  await app.binds("wang", "staff", staff);
  mei = app.telegram.person("小溪");
  lan = app.telegram.person("阿兰");
  await app.grants(lan, { hostId: "wang", role: "moderator" });
  await mei.says(fans, "大家好");
});
afterEach(() => app.stop());

const numberIn = (said: readonly Shown[]): number => Number(/编号 (\d+)/.exec(textOf(said))?.[1]);
const toMei = (said: readonly Shown[]) => said.filter(({ chatId }) => chatId === mei.userId);

/** Every text and every JSON in the whole database, but for the articles. */
async function everything(): Promise<string> {
  return await app.read(async ({ db }) => {
    const tables = await db.introspection.getTables();
    const rows = [];
    for (const { name } of tables.filter((table) => !table.name.startsWith("article_")))
      rows.push(
        await db
          .selectFrom(name as "meta")
          .selectAll()
          .execute(),
      );
    return JSON.stringify(rows);
  });
}

async function passTime(days: number): Promise<void> {
  app.clock.forward(days * DAY_MS);
  await app.breathe();
  await app.breathe();
}

/** Waits for what a job does by itself. */
async function soon(check: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    if (await check()) return;
    app.clock.forward(60_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it did not happen");
}

describe("what is kept about a person", () => {
  it("is shown to her as a text and as JSON, over linked accounts, and nobody else's is in it", async () => {
    await mei.tells("/child 2025-03");
    await mei.tells("新生儿要吃维生素D3吗");
    await mei.tells("/human 鞋底开胶了");
    await lan.says(staff, "/reply 1 马上给您看");
    await lan.says(staff, "/note 1 老顾客了");
    const other = app.telegram.person("别人");
    await other.tells("/human 裤子短了一截");
    const said = await mei.tells("/mydata");
    const [text, json] = said.map(({ file }) => file);
    expect(text?.name).toMatch(/\.txt$/);
    expect(text?.text).toContain("newborn-vitamin-d3");
    expect(text?.text).toContain("鞋底开胶了");
    expect(text?.text).toContain("马上给您看");
    expect(text?.text).toContain("孩子的出生年月：2025-03");
    expect(text?.text).toContain("不记名");
    const kept = JSON.parse(json?.text ?? "{}") as { kept: Record<string, readonly object[]> };
    expect(Object.keys(kept.kept)).toEqual([
      "messages",
      "answers",
      "alarms",
      "subscriptions",
      "cases",
      "aid",
      "coupons",
      "people",
    ]);
    expect(kept.kept.cases?.[0]).toMatchObject({ number: 1, kind: "other", status: "open" });
    for (const file of [text, json]) {
      expect(file?.text).not.toContain("裤子短了");
      expect(file?.text, "notes belong to the staff").not.toContain("老顾客了");
    }
    expect(only(await mei.says(fans, "/mydata")).text).toContain("请私下跟我说");
  });
});

describe("forget me", () => {
  it("says first what goes and what stays, erases at once, and leaves a receipt of nobody", async () => {
    await mei.tells("新生儿要吃维生素D3吗");
    await mei.tells("我不想活了");
    const number = numberIn(await mei.tells("/human 我家住幸福路18号3栋，鞋底开胶"));
    await lan.says(staff, `/reply ${number} 好的`);
    await lan.says(staff, `/close ${number}`);
    await lan.says(staff, "/close 1");
    const asked = only(await mei.tells("/forget"));
    expect(asked.text).toContain("没有什么必须留着");
    const done = toMei(await mei.presses(asked, YES));
    const receipt = /回执：(\S+?)（/.exec(textOf(done))?.[1] ?? "";
    expect(receipt).toMatch(/^\w{5}-\w{5}$/);
    const rows = await app.read(({ db }) => db.selectFrom("forget_receipts").selectAll().execute());
    expect(rows).toMatchObject([{ id: receipt, done_at: rows[0]?.asked_at }]);
    expect(await app.read(({ people }) => people.findAccount("telegram", mei.userId))).toBeUndefined();
    await soon(async () => (await app.rows("sweeps")).length === 0);
    const left = await everything();
    const hers = ["幸福路", "开胶", "不想活", "小溪", `"${mei.userId}`, `:${mei.userId}:`];
    expect(hers.filter((word) => left.includes(word))).toEqual([]);
    expect((await app.rows("answers")).map(({ person_id, chat_id }) => [person_id, chat_id])).toEqual([
      ["", ""],
    ]);
    // Whoever comes again is met for the first time.
    expect(textOf(await mei.tells("/start"))).toContain("机器人");
    expect(only(await mei.presses(asked, YES)).text).toContain("不能用了");
  });

  it("keeps an open case until it is closed, says so, and then lets go of her by itself", async () => {
    const number = numberIn(await mei.tells("/human 想找人说说话"));
    const asked = only(await mei.tells("忘记我"));
    expect(asked.text).toContain(`个案 ${number} 还没结`);
    expect(textOf(toMei(await mei.presses(asked, YES)))).toContain("办完就删");
    // She is still answered.
    const answer = await lan.says(staff, `/reply ${number} 我在`);
    expect(textOf(toMei(answer))).toContain("我在");
    await passTime(1);
    expect(await app.read(({ people }) => people.findAccount("telegram", mei.userId))).toBeDefined();
    await lan.says(staff, `/close ${number}`);
    await soon(
      async () => (await app.read(({ people }) => people.findAccount("telegram", mei.userId))) === undefined,
    );
    const receipts = await app.read(({ db }) => db.selectFrom("forget_receipts").selectAll().execute());
    expect(receipts[0]?.done_at).not.toBeNull();
    expect(await app.rows("forget_wishes")).toEqual([]);
  });

  it("keeps what the law keeps about goods, without an account behind it", async () => {
    const number = numberIn(await mei.tells("/human 我要退货"));
    await app.read(({ db }) => db.updateTable("cases").set({ kind: "after-sale" }).execute());
    await lan.says(staff, `/reply ${number} 好的`);
    await lan.says(staff, `/close ${number}`);
    const asked = only(await mei.tells("/forget"));
    expect(asked.text).toContain("交易记录留三年");
    await mei.presses(asked, YES);
    expect(await app.read(({ people }) => people.findAccount("telegram", mei.userId))).toBeUndefined();
    expect((await app.rows("cases")).map(({ id, erased_at }) => [id, erased_at])).toEqual([[number, null]]);
  });

  it("is nobody else's to press, not in a group, and not from an old message", async () => {
    await mei.tells("新生儿要吃维生素D3吗");
    const asked = only(await mei.tells("/forget"));
    const stolen = buttonOf(asked, YES).data ?? "";
    const other = app.telegram.person("别人");
    await other.tells("新生儿要吃维生素D3吗");
    const under = only(await other.tells("/start"));
    expect(only(await other.forges(under, stolen)).text).toContain("不能用了");
    app.clock.forward(2 * 3_600_000);
    expect(only(await mei.presses(asked, YES)).text).toContain("不能用了");
    expect((await app.rows("answers")).every(({ person_id }) => person_id !== "")).toBe(true);
    expect(only(await mei.says(fans, "/forget")).text).toContain("请私下跟我说");
  });

  it("tells a linked account, and who works for a host stays known to her", async () => {
    const tablet = app.telegram.person("小溪的平板");
    const code = /绑定码：(\S+)/.exec(only(await mei.tells("/link")).text)?.[1] ?? "";
    const confirm = only(await tablet.tells(`/link ${code}`));
    await tablet.presses(confirm, "都是我的，合起来");
    await app.grants(mei, { hostId: "wang", role: "moderator" });
    await mei.tells("/child 2025-03");
    const asked = only(await mei.tells("/forget"));
    expect(asked.text).toContain("您有工作身份");
    const said = await mei.presses(asked, YES);
    expect(textOf(said.filter(({ chatId }) => chatId === tablet.userId))).toContain("另一个账号上的要求");
    const known = await app.read(({ people }) => people.findAccount("telegram", mei.userId));
    expect(known?.roles).toHaveLength(1);
    expect(await app.read(({ links }) => links.childrenOf(known?.personId ?? ""))).toEqual([]);
  });
});

describe("with a key nothing of a case stands readable in the database", () => {
  it("neither in the case, nor on its way in or out", async () => {
    const number = numberIn(await mei.tells("/human 我叫陈小溪，电话13812345678，住幸福路18号"));
    await lan.says(staff, `/reply ${number} 收到，寄到幸福路`);
    const left = await everything();
    expect(["陈小溪", "13812345678", "幸福路"].filter((word) => left.includes(word))).toEqual([]);
    // And a restart reads it again.
    await app.down();
    await app.up();
    expect(textOf(await lan.says(staff, `/case ${number}`))).toContain("13812345678");
  });

  it("and a start without that key stops with a sentence that names the variable alone", async () => {
    await mei.tells("/human 我住幸福路18号");
    const key = Buffer.from(app.config.caseEncryptionKeys[0] ?? []).toString("hex");
    await app.down();
    const start = (caseEncryptionKeys: readonly Uint8Array[]) =>
      startApp({ config: { ...app.config, telegram: undefined, caseEncryptionKeys }, logger: silentLogger });
    for (const keys of [[], [randomBytes(32)]]) {
      const error = await start(keys).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(ConfigError);
      expect(String(error)).toContain("CASE_ENCRYPTION_KEY");
      expect(String(error)).not.toContain(key);
    }
    await app.up();
    const ready = (await (await fetch(`${app.app.url}/readyz`)).json()) as { warnings: readonly string[] };
    expect(ready.warnings).toEqual([]);
  });
});
