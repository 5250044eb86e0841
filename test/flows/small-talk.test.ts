import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, only } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const NO_ANSWER = "还没有正好对得上的";
let app: TestApp;
let group: Group;
beforeAll(async () => {
  app = await startTestApp({ telegram: "polling" });
  await app.opensHost("wang", "王老师");
  group = app.telegram.group("王老师粉丝群");
  await app.binds("wang", "fan", group);
});
afterAll(() => app.stop());

describe("what is no question", () => {
  it.each([
    ["谢谢", "不客气"],
    ["好的谢谢您！", "不客气"],
    ["谢谢小白鲸🐳", "不客气"],
    ["你好", "我是小白鲸，一个机器人"],
    ["在吗？", "我是小白鲸，一个机器人"],
    ["？", "我是小白鲸，一个机器人"],
    ["你是真人吗", "一个机器人，不是医生"],
    ["你是真人还是机器人", "一个机器人，不是医生"],
    ["您是医生吗", "一个机器人，不是医生"],
    ["你能做什么呀", "带娃的事可以直接问我"],
    ["嗯嗯", "随时叫我"],
    ["知道了", "随时叫我"],
    ["👍", "随时叫我"],
    ["/foo", "我能做这些"],
  ])("gets a fitting word in private: %s", async (text, expected) => {
    const said = only(await app.telegram.person("小美").tells(text));
    expect(said.text).toContain(expected);
    expect(said.text).not.toContain(NO_ANSWER);
  });

  it.each(["我要找真人", "转人工客服", "能不能帮我找个人工", "麻烦转一下人工", "真人客服"])(
    "calls a human for: %s",
    async (text) => {
      expect(only(await app.telegram.person("小美").tells(text)).text).toMatch(/编号 \d+/);
    },
  );

  it("goes on answering who asked for a human where none is connected", async () => {
    const mei = app.telegram.person("小美");
    await mei.tells("转人工");
    expect(only(await mei.tells("新生儿要吃维生素D3吗")).text).toContain("400 IU");
    const wrote = (await app.rows("case_events")).filter(({ type }) => type === "fan-wrote");
    expect(wrote, "and writes it down for whoever comes").toHaveLength(1);
  });

  it("never ends up among the gaps", async () => {
    expect(await app.rows("gaps")).toEqual([]);
  });

  it("stays a question when there is one in it", async () => {
    for (const text of ["谢谢，请问新生儿要吃维生素D3吗", "你好，新生儿要吃维生素D3吗"]) {
      expect(only(await app.telegram.person("小美").tells(text)).text).toContain("400 IU");
    }
    for (const text of ["好的奶瓶怎么选", "可以喝水吗", "早产儿", "不用了的奶粉能送人吗"]) {
      expect(only(await app.telegram.person("小美").tells(text)).text, text).not.toMatch(/随时叫我|不客气/);
    }
  });

  it("is answered in a group in a few words, and a nod not at all", async () => {
    const mei = app.telegram.person("小美");
    const answer = only(await mei.says(group, "新生儿要吃维生素D3吗"));
    expect(only(await mei.says(group, "谢谢", { replyTo: answer.messageId })).text).toBe(
      "不客气。带娃的事，随时问我。",
    );
    expect(await mei.says(group, "好的", { replyTo: answer.messageId })).toEqual([]);
    expect(only(await mei.says(group, "@beluga_test_bot 在吗")).text.length).toBeLessThan(60);
    expect(only(await mei.says(group, "@beluga_test_bot")).text).toContain("写在同一句里");
    expect(await mei.says(group, "谢谢大家")).toEqual([]);
    expect(await mei.says(group, "你好")).toEqual([]);
  });

  it("is danger first all the same", async () => {
    const said = await app.telegram.person("小美").tells("谢谢，我不想活了");
    expect(said[0]?.text).toContain("12356");
  });
});
