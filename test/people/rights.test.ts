import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reply } from "../../src/core/reply.ts";
import { say, type TextKey } from "../../src/core/texts/index.ts";
import {
  type Actor,
  askHostName,
  bindGroup,
  bindTo,
  chooseBindHost,
  connectGroup,
  hostMenu,
  inviteStaff,
  listStaff,
  type PeopleDeps,
  removeStaff,
  setUp,
  showStaff,
  unbindGroup,
} from "../../src/people/index.ts";
import type { Stores } from "../../src/storage/index.ts";
import { LI, type People, type Place, shownIn, startPeople, textOfReply, WHO, type Who } from "./harness.ts";

let bot: People;
beforeEach(async () => {
  bot = await startPeople();
});
afterEach(() => bot.close());

type Run = (deps: PeopleDeps, stores: Stores, actor: Actor) => Promise<Reply | undefined>;
const MANAGERS: readonly Who[] = ["host", "operator"];
const BINDERS: readonly Who[] = ["moderator", "host", "operator"];

/** Each action on the host 王老师 with what it needs; `place` is where it would be allowed. */
const ACTIONS: readonly (readonly [name: string, place: Place, allowed: readonly Who[], run: Run])[] = [
  ["begin a new host", "private", ["operator"], askHostName],
  ["see the menu", "private", MANAGERS, (deps, stores, actor) => hostMenu(deps, stores, actor, "wang")],
  ["see the people", "private", MANAGERS, (deps, stores, actor) => showStaff(deps, stores, actor, "wang")],
  ["list the staff in the staff room", "staff room", MANAGERS, listStaff],
  ...(["host", "moderator", "editor"] as const).map(
    (role) =>
      [
        `invite as ${role}`,
        "private",
        MANAGERS,
        (deps: PeopleDeps, stores: Stores, actor: Actor) => inviteStaff(deps, stores, actor, "wang", role),
      ] as const,
  ),
  [
    "remove a moderator",
    "private",
    MANAGERS,
    (deps, stores, actor) => removeStaff(deps, stores, actor, "wang", "moderator", "moderator"),
  ],
  [
    "connect a group",
    "private",
    MANAGERS,
    (deps, stores, actor) => connectGroup(deps, stores, actor, "wang", "fan"),
  ],
  [
    "choose the host for a group",
    "free group",
    BINDERS,
    (deps, stores, actor) => chooseBindHost(deps, stores, actor, "wang"),
  ],
  [
    "bind a group",
    "free group",
    BINDERS,
    (deps, stores, actor) => bindTo(deps, stores, actor, "wang", "fan", true),
  ],
  ["unbind a group", "fan group", BINDERS, unbindGroup],
];

const refusals = (["people.who.operator-or-host", "people.who.staff"] as const).map((who) =>
  say("zh", "people.not-allowed", { who: say("zh", who) }),
);
const isRefusal = (reply: Reply | undefined): boolean => refusals.includes(textOfReply(reply));
const saying = (key: TextKey, values = {}): string => say("zh", key, values);

describe.each(ACTIONS)("to %s", (_name, place, allowed, run) => {
  it.each(WHO)("as %s", async (who) => {
    const before = await bot.state();
    const actor = await bot.actor(who, place);
    const reply = await bot.run((stores) => run(bot.deps, stores, actor));
    const may = allowed.includes(who);
    expect(isRefusal(reply)).toBe(!may);
    if (may) return;
    expect(await bot.state()).toEqual(before);
    expect(reply?.content.buttons).toEqual([]);
  });
});

describe("what concerns people and rights", () => {
  const PRIVATE = ACTIONS.filter(([, place, , run]) => place === "private" && run !== askHostName);

  it.each(PRIVATE)("to %s is not shown in a group", async (name, _place, _allowed, run) => {
    const before = await bot.state();
    const actor = await bot.actor("host", "fan group");
    const reply = await bot.run((stores) => run(bot.deps, stores, actor));
    if (name === "remove a moderator") {
      // The press was valid and is done; who is left is said in private.
      expect((await bot.state()).roles).not.toEqual(before.roles);
    } else expect(await bot.state()).toEqual(before);
    expect(reply?.audience).toBe("chat");
    expect(textOfReply(reply)).toBe(saying("people.only-private"));
    expect(reply && shownIn(reply.content)).not.toMatch(/名字|moderator|i-|b-/);
  });

  it("is refused for a host that does not exist, or a role that cannot be given", async () => {
    const operator = await bot.actor("operator", "private");
    const host = await bot.actor("host", "private");
    const before = await bot.state();
    const run = (work: (stores: Stores) => Promise<Reply>) => bot.run(work).then(textOfReply);
    expect(await run((stores) => hostMenu(bot.deps, stores, operator, "nobody"))).toBe(
      saying("people.button-stale"),
    );
    for (const role of ["operator", "fan", "__proto__", ""]) {
      for (const actor of [operator, host]) {
        const said = await bot.run((stores) => inviteStaff(bot.deps, stores, actor, "wang", role));
        expect(isRefusal(said)).toBe(true);
        const removed = await bot.run((stores) =>
          removeStaff(bot.deps, stores, actor, "wang", "operator", role),
        );
        expect(isRefusal(removed)).toBe(true);
      }
    }
    expect(await bot.state()).toEqual(before);
  });

  it("leaves a host the last one who is host", async () => {
    const actor = await bot.actor("host", "private");
    const remove = () =>
      bot.run((stores) => removeStaff(bot.deps, stores, actor, "wang", "host", "host")).then(textOfReply);
    expect(await remove()).toBe(saying("people.staff-last-host"));
    await bot.run(({ people }) => people.grant("fan", { hostId: "wang", role: "host" }, "x", 1));
    await remove();
    expect(await bot.rolesOf("host")).toEqual([]);
  });

  it("says so when the one to remove is gone already, also from another host", async () => {
    const actor = await bot.actor("host", "private");
    const remove = (hostId: string, personId: string) =>
      bot.run((stores) => removeStaff(bot.deps, stores, actor, hostId, personId, "moderator"));
    expect(textOfReply(await remove("wang", "fan"))).toBe(saying("people.staff-gone"));
    expect(isRefusal(await remove("li", "host of another"))).toBe(true);
  });

  it("counts as it is now: who lost a role cannot press an old button", async () => {
    await bot.run(({ people }) => people.revoke("host", { hostId: "wang", role: "host" }));
    const actor = await bot.actor("host", "private");
    expect(isRefusal(await bot.run((stores) => hostMenu(bot.deps, stores, actor, "wang")))).toBe(true);
  });
});

describe("binding a group", () => {
  const bind = async (who: string, place: Place, chatAdmin: boolean | undefined, hostId = "wang") => {
    const actor = await bot.actor(who, place);
    return await bot
      .run((stores) => bindTo(bot.deps, stores, actor, hostId, "staff", chatAdmin))
      .then(textOfReply);
  };

  it("needs an administrator of that group, or an operator where the platform cannot tell", async () => {
    const before = await bot.state();
    expect(await bind("host", "free group", false)).toBe(saying("people.bind-not-admin"));
    expect(await bind("operator", "free group", false)).toBe(saying("people.bind-not-admin"));
    expect(await bind("host", "free group", undefined)).toBe(saying("people.bind-cannot-check"));
    expect(await bot.state()).toEqual(before);
    expect(await bind("operator", "free group", undefined)).toBe(
      saying("people.bound-staff", { host: "王老师" }),
    );
  });

  it("takes no group from another host, whoever asks", async () => {
    const before = await bot.state();
    for (const who of ["host", "moderator", "operator"]) {
      expect(await bind(who, "group of another", true)).toBe(saying("people.bind-other-host"));
    }
    expect(await bot.state()).toEqual(before);
  });

  it("is for groups", async () => {
    expect(await bind("host", "private", true)).toBe(saying("people.bind-only-group"));
  });

  it("offers the hosts that the person may bind, and no other", async () => {
    const offered = async (who: string) => {
      const actor = await bot.actor(who, "free group");
      const reply = await bot.run((stores) => bindGroup(bot.deps, stores, actor, "粉丝群", true));
      return reply.content.buttons.flat().map(({ label }) => label);
    };
    expect(await offered("operator")).toEqual(["王老师", "李姐"]);
    expect(await offered("host")).toEqual([]);
    const chat = await bot.run(({ people }) => people.chat("telegram", "g-free"));
    expect(chat).toMatchObject({ host: { hostId: "wang" }, purpose: "fan" });
  });

  it("by a host of two hosts asks which one", async () => {
    await bot.run(({ people }) => people.grant("host", { hostId: "li", role: "moderator" }, "x", 1));
    const actor = await bot.actor("host", "free group");
    const reply = await bot.run((stores) => bindGroup(bot.deps, stores, actor, "", true));
    const actions = reply.content.buttons
      .flat()
      .map((one) => ("data" in one ? bot.deps.signer.open(one.data) : undefined));
    expect(actions).toEqual([
      { action: "bh", arg: "wang" },
      { action: "bh", arg: LI.hostId },
    ]);
  });
});

describe("the set-up", () => {
  it("is offered to operators and hosts only, each their own hosts", async () => {
    const labels = async (who: Who) => {
      const actor = await bot.actor(who, "private");
      const reply = await bot.run((stores) => setUp(bot.deps, stores, actor));
      return isRefusal(reply) ? "refused" : shownIn(reply.content);
    };
    for (const who of ["fan", "editor", "moderator"] as const) expect(await labels(who)).toBe("refused");
    expect(await labels("host")).toMatch(/王老师/);
    expect(await labels("host")).not.toMatch(/李姐/);
    expect(await labels("host of another")).not.toMatch(/王老师/);
    expect(await labels("operator")).toMatch(/王老师[\s\S]*李姐/);
  });
});
