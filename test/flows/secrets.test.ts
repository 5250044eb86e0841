import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { type Group, only, type Shown, textOf } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

/** Each of these is said once, in a way of its own, and must be found nowhere. */
const MARKED = {
  name: "陈小溪标记",
  displayName: "王桂花标记",
  phone: "13987654321",
  card: "330106199003071238",
  address: "梧桐标记路88号7栋",
  text: "标记的心里话",
  answer: "标记的回话",
  note: "标记的备注",
  question: "标记的怪问题怎么办",
} as const;

let app: TestApp;
afterEach(() => app.stop());

const numberIn = (said: readonly Shown[]): number => Number(/编号 (\d+)/.exec(textOf(said))?.[1]);

/** A whole day: questions, danger, a case to its closing, an application, a link, a wish to be forgotten. */
async function live(fans: Group, staff: Group, mei: TelegramSpeaker, lan: TelegramSpeaker): Promise<void> {
  await mei.says(fans, `大家好我是${MARKED.name}`);
  await mei.says(fans, `@${app.telegram.standIn.username} ${MARKED.question}，我电话${MARKED.phone}`);
  await mei.tells(`孩子抽搐了，我在${MARKED.address}`);
  const number = numberIn(await mei.tells(`/human ${MARKED.text}，电话${MARKED.phone}，证件${MARKED.card}`));
  await mei.tells(`我住${MARKED.address}`);
  await lan.says(staff, `/take ${number}`);
  await lan.says(staff, `/reply ${number} ${MARKED.answer}`);
  await lan.says(staff, `/note ${number} ${MARKED.note}`);
  await lan.says(staff, `/reveal ${number} ${MARKED.note}`);
  await lan.tells(`/transcript ${number}`);
  await lan.says(staff, `/close ${number}`);
  await mei.tells("/apply");
  await mei.tells("/link");
  await mei.tells(`/link ${MARKED.text}`);
  await mei.tells(`/claim ${MARKED.text}`);
  await mei.tells("/mydata");
  await mei.presses(only(await mei.tells("/forget")), "忘记我");
}

describe("what people tell is found in no log, figure, page or error", () => {
  it("after a day in which everything went well", async () => {
    const key = randomBytes(32).toString("hex");
    app = await startTestApp({
      telegram: "polling",
      setupCode: "setup-code-marked",
      env: { CASE_ENCRYPTION_KEY: key },
    });
    const { fans, staff, mei, lan } = await people();
    await live(fans, staff, mei, lan);
    app.clock.forward(3_700_000);
    await app.breathe();
    const pages = await Promise.all(
      ["/metrics", "/readyz", "/healthz"].map(async (path) => (await fetch(`${app.app.url}${path}`)).text()),
    );
    const everything = [...app.logs, ...pages].join("\n");
    expect(everything.length).toBeGreaterThan(1_000);
    expect(found(everything, [key, "setup-code-marked"])).toEqual([]);
    expect(pages[0], "figures have no labels of persons or chats").not.toMatch(
      /(chat|person|user|host|room|case)(_?id)?="/i,
    );
  });

  it("after one in which the database failed again and again", async () => {
    let calls = 0;
    const { openStorage } = await import("../../src/storage/index.ts");
    app = await startTestApp({
      telegram: "polling",
      openStorage: async (options, onError) => {
        const opened = await openStorage(options, onError);
        const { transact } = opened.storage;
        return {
          ...opened,
          storage: {
            ...opened.storage,
            transact: (work) =>
              transact(async (stores) => {
                const done = await work(stores);
                calls += 1;
                // What the database says of a failing statement names its values.
                if (failing && calls % 3 === 0) {
                  await stores.db
                    .insertInto("hosts")
                    .values({ id: "wang", name: MARKED.text, sample: 0, created_at: 0 })
                    .execute();
                }
                return done;
              }),
          },
        };
      },
    });
    const { fans, staff, mei, lan } = await people();
    failing = true;
    for (const text of [`我是${MARKED.name}，电话${MARKED.phone}`, MARKED.text, `我住${MARKED.address}`]) {
      mei.saysLater(undefined, text);
      mei.saysLater(fans, text);
      lan.saysLater(staff, `/note 1 ${MARKED.note}`);
    }
    await expect
      .poll(() => app.logs.some((line) => /constraint|SQLITE/i.test(line)), { timeout: 8_000 })
      .toBe(true);
    failing = false;
    await app.breathe();
    expect(found(app.logs.join("\n"), [])).toEqual([]);
  });
});

let failing = false;

async function people() {
  await app.opensHost("wang", "王老师");
  const fans = app.telegram.group("王老师粉丝群");
  const staff = app.telegram.group("王老师后台");
  await app.binds("wang", "fan", fans);
  await app.binds("wang", "staff", staff);
  const mei = app.telegram.person(MARKED.displayName);
  const lan = app.telegram.person("阿兰标记");
  await app.grants(lan, { hostId: "wang", role: "host" });
  return { fans, staff, mei, lan };
}

const found = (everything: string, more: readonly string[]): readonly string[] =>
  [...Object.values(MARKED), "阿兰标记", app.telegram.standIn.token, ...more].filter((secret) =>
    everything.includes(secret),
  );
