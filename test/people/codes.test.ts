import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { say, type TextKey } from "../../src/core/texts/index.ts";
import { newSetupCode, sameCode } from "../../src/people/codes.ts";
import {
  askHostName,
  bindByInvite,
  claimCode,
  connectGroup,
  inviteStaff,
  prepareSetupCode,
  redeemRole,
  takeHostName,
} from "../../src/people/index.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { type People, type Place, startPeople, textOfReply } from "./harness.ts";

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const saying = (key: TextKey, values = {}): string => say("zh", key, values);

let bot: People;
beforeEach(async () => {
  bot = await startPeople();
});
afterEach(() => bot.close());

async function claim(who: string, code: string, configured?: string, place: Place = "private") {
  const actor = await bot.actor(who, place);
  const deps = { ...bot.deps, configuredSetupCode: configured };
  return textOfReply(await bot.run((stores) => claimCode(deps, stores, actor, code)));
}
const isOperator = async (who: string) => (await bot.rolesOf(who)).some(({ role }) => role === "operator");
const noOperatorYet = () =>
  bot.run(({ people }) => people.revoke("operator", { hostId: undefined, role: "operator" }));
const prepare = (configured?: string) => bot.run((stores) => prepareSetupCode(bot.deps, stores, configured));

describe("the set-up code", () => {
  it("that was made at the first start works once, however it is typed", async () => {
    await noOperatorYet();
    const code = (await prepare()) ?? "";
    expect(code).toMatch(/^[0-9a-z]{4}-[0-9a-z]{4}$/);
    expect(await prepare()).toBe(code);
    expect(await claim("fan", ` ${code.toUpperCase().replace("-", " ")} `)).toBe(
      saying("people.claimed-operator"),
    );
    expect(await isOperator("fan")).toBe(true);
    expect(await claim("editor", code)).toBe(saying("people.claim-wrong"));
    expect(await isOperator("editor")).toBe(false);
    expect(await prepare()).toBeUndefined();
  });

  it("that the owner has set is the only one that counts", async () => {
    await noOperatorYet();
    const made = (await prepare()) ?? "";
    expect(await claim("fan", made, "owner-code-1")).toBe(saying("people.claim-wrong"));
    expect(await claim("fan", "OWNER code 1", "owner-code-1")).toBe(saying("people.claimed-operator"));
    expect(await prepare("owner-code-1")).toBeUndefined();
  });

  it("said in a group is answered by pointing to a private chat, and not used", async () => {
    await noOperatorYet();
    const code = (await prepare()) ?? "";
    expect(await claim("fan", code, undefined, "fan group")).toBe(saying("people.only-private"));
    expect(await isOperator("fan")).toBe(false);
  });

  it("cannot be guessed: eight tries an hour, then not even the right one", async () => {
    await noOperatorYet();
    const code = (await prepare()) ?? "";
    for (let tries = 0; tries < 8; tries += 1) {
      expect(await claim("fan", `wrong${tries}`)).toBe(saying("people.claim-wrong"));
    }
    expect(await claim("fan", code)).toBe(saying("people.claim-too-often"));
    expect(await isOperator("fan")).toBe(false);
    expect(await claim("moderator", code)).toBe(saying("people.claimed-operator"));
    await bot.clock.advance(HOUR_MS + 1);
    expect(await claim("fan", "wrong")).toBe(saying("people.claim-wrong"));
  });

  it("cannot be guessed with many accounts either: a hundred tries an hour of everybody", async () => {
    await noOperatorYet();
    const code = (await prepare()) ?? "";
    for (let tries = 0; tries < 100; tries += 1) await claim(`stranger ${tries}`, "wrong");
    expect(await claim("one more", code)).toBe(saying("people.claim-too-often"));
    expect(await isOperator("one more")).toBe(false);
  });

  it("without anything behind the command is explained, and counts as no try", async () => {
    for (let tries = 0; tries < 20; tries += 1) {
      expect(await claim("fan", "")).toBe(saying("people.claim-usage"));
    }
    expect(await claim("fan", "wrong")).toBe(saying("people.claim-wrong"));
  });

  it("has forty bits that differ each time, and is compared whole", () => {
    const codes = Array.from({ length: 200 }, (_, seed) => newSetupCode(createSeededRandom(seed)));
    expect(new Set(codes).size).toBe(200);
    expect(sameCode("abcd-1234", "ABCD 1234")).toBe(true);
    for (const other of ["abcd-123", "abcd-12345", "", "abcd-1235"]) {
      expect(sameCode("abcd-1234", other)).toBe(false);
    }
  });
});

describe("an invitation to a role", () => {
  /** The token as it goes out: in a link, or as a code where there are no links. */
  async function invite(role: string, links = true): Promise<string> {
    const actor = await bot.actor("host", "private");
    const way = links ? actor.way : { ...actor.way, deepLink: () => undefined };
    const reply = await bot.run((stores) => inviteStaff(bot.deps, stores, { ...actor, way }, "wang", role));
    const text = textOfReply(reply);
    return (links ? /start=i-([0-9a-z]{16})/ : /([0-9a-z]{16})/).exec(text)?.[1] ?? "";
  }
  const redeem = async (who: string, token: string) => {
    const actor = await bot.actor(who, "private");
    return await bot.run((stores) => redeemRole(bot.deps, stores, actor, token));
  };

  it.each(["host", "moderator", "editor"] as const)("gives the role %s once, for its host", async (role) => {
    const token = await invite(role);
    expect(textOfReply(await redeem("fan", token))).toBe(
      saying("people.claimed-role", { host: "王老师", role: saying(`people.role.${role}`) }),
    );
    expect(await bot.rolesOf("fan")).toEqual([{ hostId: "wang", role }]);
    expect(await redeem("someone else", token)).toBeUndefined();
    expect(await bot.rolesOf("someone else")).toEqual([]);
  });

  it("can be typed as a code, within the limit of tries", async () => {
    const token = await invite("editor", false);
    expect(await claim("fan", token.toUpperCase())).toMatch(/王老师/);
    expect(await bot.rolesOf("fan")).toEqual([{ hostId: "wang", role: "editor" }]);
    expect(await claim("another", token)).toBe(saying("people.claim-wrong"));
  });

  it("is over after a week", async () => {
    const token = await invite("moderator");
    await bot.clock.advance(WEEK_MS);
    expect(await redeem("fan", token)).toBeUndefined();
  });

  it("of a host who was removed since then gives nothing", async () => {
    const token = await invite("host");
    await bot.run(({ people }) => people.revoke("host", { hostId: "wang", role: "host" }));
    expect(await redeem("host", token)).toBeUndefined();
    expect(await bot.rolesOf("host")).toEqual([]);
  });

  it("is not in the database as it was given out", async () => {
    const token = await invite("moderator");
    expect(JSON.stringify(await bot.state())).not.toContain(token);
  });

  it("does not bind a group, and a link that binds a group gives no role", async () => {
    const token = await invite("moderator");
    const inGroup = await bot.actor("host", "free group");
    const bound = await bot.run((stores) => bindByInvite(bot.deps, stores, inGroup, token, true));
    expect(textOfReply(bound)).toBe(saying("people.button-stale"));
    expect(textOfReply(await redeem("fan", token))).toMatch(/王老师/);

    const host = await bot.actor("host", "private");
    const link = await bot.run((stores) => connectGroup(bot.deps, stores, host, "wang", "staff"));
    const [button] = link.content.buttons.flat();
    const groupToken = /b-([0-9a-z]{16})/.exec(button && "url" in button ? button.url : "")?.[1] ?? "";
    expect(groupToken).not.toBe("");
    expect(await redeem("someone", groupToken)).toBeUndefined();
  });
});

describe("a link that adds the bot to a group", () => {
  async function token(): Promise<string> {
    const host = await bot.actor("host", "private");
    const reply = await bot.run((stores) => connectGroup(bot.deps, stores, host, "wang", "staff"));
    const [button] = reply.content.buttons.flat();
    return /b-([0-9a-z]{16})/.exec(button && "url" in button ? button.url : "")?.[1] ?? "";
  }
  const use = async (who: string, place: Place, value: string, chatAdmin: boolean | undefined = true) => {
    const actor = await bot.actor(who, place);
    return textOfReply(await bot.run((stores) => bindByInvite(bot.deps, stores, actor, value, chatAdmin)));
  };
  const free = () => bot.run(({ people }) => people.chat("telegram", "g-free"));

  it("binds the group for the purpose it was made for, once", async () => {
    const value = await token();
    expect(await use("host", "free group", value)).toBe(saying("people.bound-staff", { host: "王老师" }));
    expect(await free()).toMatchObject({ host: { hostId: "wang" }, purpose: "staff" });
    expect(await use("host", "free group", value)).toBe(saying("people.button-stale"));
  });

  it("binds nothing for somebody who may not, so that a passed-on link is worth nothing", async () => {
    for (const who of ["fan", "editor", "host of another"]) {
      expect(await use(who, "free group", await token())).toMatch(/只有/);
      expect(await free()).toMatchObject({ host: undefined });
    }
  });

  it("is not used up by somebody who does not administer the group, or by a private chat", async () => {
    const value = await token();
    expect(await use("host", "free group", value, false)).toBe(saying("people.bind-not-admin"));
    expect(await use("host", "private", value)).toBe(saying("people.bind-only-group"));
    expect(await use("host", "free group", value)).toBe(saying("people.bound-staff", { host: "王老师" }));
  });

  it("takes no group from another host", async () => {
    expect(await use("operator", "group of another", await token())).toBe(saying("people.bind-other-host"));
  });
});

describe("the question for the host's name", () => {
  const ask = async (who = "operator") => {
    const actor = await bot.actor(who, "private");
    return await bot.run((stores) => askHostName(bot.deps, stores, actor));
  };
  const tellName = async (text: string, place: Place = "private", who = "operator") => {
    const actor = await bot.actor(who, place);
    return await bot.run((stores) => takeHostName(bot.deps, stores, actor, text));
  };
  const names = () => bot.run(async ({ people }) => (await people.hosts()).map(({ name }) => name));

  it("takes the next private message for the name, once", async () => {
    await ask();
    expect(await tellName("小雨妈妈", "fan group")).toBeUndefined();
    expect(textOfReply(await tellName("  小雨妈妈 "))).toMatch(/小雨妈妈/);
    expect(await names()).toContain("小雨妈妈");
    expect(await tellName("新生儿要吃维生素D3吗")).toBeUndefined();
  });

  it("is asked again for what is no name, and makes nothing of it", async () => {
    await ask();
    for (const bad of [
      "看 https://x.example",
      "<b>王</b>",
      "a".repeat(21),
      "@bot",
      "王.com",
      "",
      "王\n李🐳",
    ]) {
      expect(textOfReply(await tellName(bad))).toBe(saying("people.setup-name-bad"));
    }
    expect(await names()).toEqual(["王老师", "李姐"]);
    expect(textOfReply(await tellName("取消"))).toBe(saying("people.setup-cancelled"));
    expect(await tellName("小雨妈妈")).toBeUndefined();
  });

  it("is forgotten after an hour: what comes then is a question of a parent", async () => {
    await ask();
    await bot.clock.advance(HOUR_MS + 1);
    expect(await tellName("新生儿要吃维生素D3吗")).toBeUndefined();
    expect(await names()).toEqual(["王老师", "李姐"]);
  });

  it("is of no use to somebody who is no operator any more", async () => {
    await ask();
    await noOperatorYet();
    expect(await tellName("小雨妈妈"), "what they write is a message like any other").toBeUndefined();
    expect(await names()).toEqual(["王老师", "李姐"]);
  });
});
