import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Group, inChat, inPlace, only } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const QUESTION = "新生儿要吃维生素D3吗";

describe("a mother in the groups of two hosts", () => {
  let app: TestApp;
  const groups: Record<string, { fans: Group; staff: Group }> = {};
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    for (const [id, name] of [
      ["wang", "王老师"],
      ["li", "李姐"],
    ] as const) {
      await app.opensHost(id, name);
      const place = { fans: app.telegram.group(`${name}粉丝群`), staff: app.telegram.group(`${name}后台`) };
      await app.binds(id, "fan", place.fans);
      await app.binds(id, "staff", place.staff);
      groups[id] = place;
    }
  });
  afterAll(() => app.stop());

  it("reaches the staff of the host whose answer she asks about, not of the one she saw last", async () => {
    const [wang, li] = [groups.wang, groups.li];
    if (!wang || !li) throw new Error("the groups were not set up");
    const mei = app.telegram.person("小美");
    const answer = only(await mei.says(wang.fans, QUESTION));
    await mei.says(li.fans, QUESTION);
    const human = await mei.follows(answer, "找真人");
    expect(inPlace(human, "alone")[0]?.text).toContain("已经交给王老师团队的真人了");
    expect(inChat(human, wang.staff)).toHaveLength(1);
    expect(inChat(human, li.staff)).toEqual([]);
    expect((await app.rows("cases")).map(({ host_id }) => host_id)).toEqual(["wang"]);
  });
});
