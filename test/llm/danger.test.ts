import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTriage } from "../../src/safety/index.ts";
import { type ModelStandIn, startModelStandIn } from "../support/model-standin.ts";
import { textOf } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

/** Nothing that our own triage raises, and something in it that it could not place. */
const VEILED = "娃这两天老是躲着他二叔 晚上不敢睡";
const PLAIN = "新生儿要吃维生素D3吗";

let model: ModelStandIn;
let app: TestApp;
beforeAll(async () => {
  model = await startModelStandIn();
  app = await startTestApp({
    telegram: "polling",
    env: { OPENAI_BASE_URL: model.url, OPENAI_MODEL: "stand-in", OPENAI_TIMEOUT_MS: "1500" },
  });
});
beforeEach(() => model.forget());
afterAll(async () => {
  await app.stop();
  await model.stop();
});
const askedForDanger = () => model.asked.filter(({ task }) => task === "danger").length;

describe("a model beside the triage", () => {
  it("is about a text that our own triage leaves open", () => {
    expect(createTriage()(VEILED)).toMatchObject({ unsure: true });
    expect(createTriage()(PLAIN).unsure).toBeUndefined();
  });

  it("may raise it, and the person gets the card", async () => {
    model.answers("danger", { danger: "abuse" });
    const said = await app.telegram.person("小美").tells(VEILED);
    expect(textOf(said)).toContain("先让孩子离开那个人");
    const events = await app.rows("safety_events");
    expect(events.at(-1)).toMatchObject({
      level: "urgent",
      rules: expect.stringContaining("model.danger"),
    });
  });

  it.each([
    ["finds nothing", { danger: "none" }],
    ["names what is no danger", { danger: "hardship" }],
    ["says something else", "我不能回答"],
    ["is down", { status: 500, error: "down" }],
  ])("changes nothing when it %s", async (_, reply) => {
    model.answers("danger", reply);
    const before = (await app.rows("safety_events")).length;
    await app.telegram.person(`小兰${String(_)}`).tells(VEILED);
    expect(await app.rows("safety_events")).toHaveLength(before);
  });

  it("never sees what is urgent already, and is not asked about what is plainly harmless", async () => {
    model.answers("danger", { danger: "none" });
    const said = await app.telegram.person("小竹").tells("我不想活了");
    expect(textOf(said)).toContain("12356");
    await app.telegram.person("小竹").tells(PLAIN);
    expect(askedForDanger()).toBe(0);
  });

  it("is shown neither names nor numbers", async () => {
    model.answers("danger", { danger: "none" });
    await app.telegram.person("小荷").tells(`${VEILED} 有事打13800138000`);
    expect(askedForDanger()).toBe(1);
    expect(model.bodies.join()).not.toContain("13800138000");
  });
});
