import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ModelStandIn, quoting, startModelStandIn } from "../support/model-standin.ts";
import { only } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const QUESTION = "新生儿要吃维生素D3吗";
const LABEL = "AI 改写";

let model: ModelStandIn;
let app: TestApp;
const env = () => ({ OPENAI_BASE_URL: model.url, OPENAI_MODEL: "stand-in", OPENAI_TIMEOUT_MS: "1500" });

/** A model that answers when it is let go. */
function holding(target: ModelStandIn) {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const arrived = new Promise<void>((resolve) => {
    target.answers("reword", async (asked) => {
      resolve();
      await released;
      return quoting(1)(asked);
    });
  });
  return { arrived, release };
}

beforeAll(async () => {
  model = await startModelStandIn();
  app = await startTestApp({ telegram: "polling", env: env() });
});
beforeEach(() => model.forget());
afterAll(async () => {
  await app.stop();
  await model.stop();
});

describe("asking a bot that has a model", () => {
  it("gets reviewed words under the AI label, with the danger signs, the sources and a record of what was said", async () => {
    model.answers("reword", (asked) => {
      const quoted = quoting(1)(asked);
      return { sentences: quoted.sentences.map((one) => ({ ...one, text: `辛苦了。${one.text}` })) };
    });
    const mei = app.telegram.person("小美");
    const answer = only(await mei.tells(QUESTION));
    expect(answer.text).toContain(LABEL);
    expect(answer.text).toContain("辛苦了。");
    expect(answer.text).toContain("400 IU");
    expect(answer.text).toContain("现在就去医院");
    expect(answer.text).toContain("依据：");
    const details = only(await mei.presses(answer, "看详细"));
    expect(details.text).toContain("怎么做");
    expect(details.text).not.toContain(LABEL);
    const wordings = await app.read(({ db }) => db.selectFrom("answer_wordings").selectAll().execute());
    expect(wordings).toMatchObject([{ article_id: "newborn-vitamin-d3" }]);
    expect(wordings[0]?.sentences).toContain("辛苦了");
  });

  it("gets the article's own words when the model's are not in it, and the editors get a line", async () => {
    model.answers("reword", ({ articleId, revision }) => ({
      sentences: [{ text: "每天吃12滴，保证不缺钙。", articleId, revision, lines: [1] }],
    }));
    const answer = only(await app.telegram.person("小红").tells(`${QUESTION}，顺产的`));
    expect(answer.text).not.toContain(LABEL);
    expect(answer.text).not.toContain("12");
    expect(answer.text).toContain("400 IU");
    const failures = await app.read(({ gaps }) => gaps.failedRewordings("everybody", 0, 10));
    expect(failures).toMatchObject([{ articleId: "newborn-vitamin-d3", reason: "promise" }]);
    const metrics = await (await fetch(`${app.app.url}/metrics`)).text();
    expect(metrics).toContain('beluga_model_help_total{task="reword",outcome="promise"} 1');
  });

  it("is never shown to the model when it is about danger", async () => {
    await app.telegram.person("小兰").tells("宝宝抽搐了，叫不醒");
    await app.telegram.person("小兰").tells("你好");
    expect(model.asked).toEqual([]);
  });

  it("does not hold up another chat while the model is slow, and no transaction is open meanwhile", async () => {
    const slow = holding(model);
    const waiting = app.telegram.person("小芳").tells(`${QUESTION}，第一次当妈`);
    await slow.arrived;
    const startedAt = performance.now();
    await app.read(({ people }) => people.setting("signing-key"));
    const started = await fetch(`${app.app.url}/api/rooms/wang/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: "宝宝抽搐了，叫不醒" }),
    });
    const cookie = started.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const texts = async () =>
      JSON.stringify(
        await (await fetch(`${app.app.url}/api/rooms/wang/messages`, { headers: { cookie } })).json(),
      );
    while (!(await texts()).includes("120")) expect(performance.now() - startedAt).toBeLessThan(1_200);
    slow.release();
    expect(only(await waiting).text).toContain("400 IU");
  });

  it("asks again from the inbox when the process ended while the model was thinking", async () => {
    const slow = holding(model);
    const asking = app.telegram.person("小静").tells(`${QUESTION}，月子里`);
    asking.catch(() => {}); // the process goes down under it
    await slow.arrived;
    const stopping = app.down();
    slow.release();
    await stopping;
    await app.up();
    await app.app.idle();
    const rows = await app.rows("inbox");
    expect(rows.every(({ status }) => status === "done")).toBe(true);
    await asking.catch(() => {});
  });

  it("is not answered from an article whose time ran out while the model was thinking", async () => {
    const slow = holding(model);
    const waiting = app.telegram.person("小云").tells(`${QUESTION}，想问问`);
    await slow.arrived;
    app.clock.forward(3 * 365 * 86_400_000);
    const [answer] = await waiting;
    slow.release();
    expect(answer?.text).toBeDefined();
    expect(answer?.text).not.toContain("IU");
  });
});
