import { describe, expect, it } from "vitest";
import type { InvitePurpose } from "../../src/people/index.ts";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT } from "../support/records.ts";

const WANG = { hostId: "wang", name: "王老师", sample: false };
const LI = { hostId: "li", name: "李姐", sample: true };

/** What every people store keeps. */
export function peopleStoreContract(engine: EngineUnderTest): void {
  describe("people store", () => {
    const database = useDatabase(engine);
    type People = Parameters<Parameters<ReturnType<typeof database>["transact"]>[0]>[0]["people"];
    const people = <T>(work: (store: People) => Promise<T>) =>
      database().transact((stores) => work(stores.people));
    const identify = (
      userId: string,
      newId: string,
      more: { displayName?: string; privateChatId?: string } = {},
    ) =>
      people((store) =>
        store.identify(
          {
            platform: "telegram",
            userId,
            displayName: more.displayName,
            privateChatId: more.privateChatId,
          },
          newId,
          AT,
        ),
      );
    const group = (chatId: string, title?: string) =>
      people((store) => store.seeChat({ platform: "telegram", chatId, kind: "group", title }, AT));
    const bind = (chatId: string, hostId: string, purpose: "fan" | "staff" = "fan", at = AT) =>
      people((store) => store.bindChat({ platform: "telegram", chatId, hostId, purpose, boundBy: "me" }, at));
    const hosts = async () => {
      await people((store) => store.createHost(WANG, AT));
      await people((store) => store.createHost(LI, AT + 1));
    };

    it("makes a person at first sight and knows the account again", async () => {
      expect(await identify("1", "p1")).toEqual({
        personId: "p1",
        greeted: false,
        privateChatId: undefined,
        lastHostId: undefined,
        children: [],
        roles: [],
      });
      expect(await identify("1", "p2")).toMatchObject({ personId: "p1" });
      expect(await identify("2", "p3")).toMatchObject({ personId: "p3" });
      const web = await people((store) =>
        store.identify(
          { platform: "web", userId: "1", displayName: undefined, privateChatId: undefined },
          "p4",
          AT,
        ),
      );
      expect(web.personId).toBe("p4");
    });

    it("makes one person when an account is first seen by several workers at once", async () => {
      const seen = await Promise.all(Array.from({ length: 8 }, (_, index) => identify("1", `p${index}`)));
      expect(new Set(seen.map(({ personId }) => personId)).size).toBe(1);
      expect(await rowsOf(database(), "persons")).toHaveLength(1);
    });

    it("remembers the private chat, the greeting and the last host", async () => {
      await hosts();
      await identify("1", "p1", { privateChatId: "dm" });
      await people((store) => store.markGreeted("p1", AT));
      await people((store) => store.rememberHost("p1", "wang"));
      expect(await identify("1", "p1")).toMatchObject({
        greeted: true,
        privateChatId: "dm",
        lastHostId: "wang",
      });
    });

    it("keeps the name of staff only", async () => {
      await hosts();
      await identify("1", "p1", { displayName: "梅" });
      expect(await rowsOf(database(), "accounts")).toMatchObject([{ display_name: null }]);
      await people((store) => store.grant("p1", { hostId: "wang", role: "moderator" }, "boss", AT));
      await identify("1", "p1", { displayName: "梅" });
      expect(await people((store) => store.staffOf("wang"))).toEqual([
        { personId: "p1", role: "moderator", displayName: "梅" },
      ]);
    });

    it("grants a role once, for one host or for the whole server, and takes it away", async () => {
      await hosts();
      await identify("1", "p1");
      const moderator = { hostId: "wang", role: "moderator" } as const;
      const operator = { hostId: undefined, role: "operator" } as const;
      for (const grant of [moderator, moderator, operator, operator]) {
        await people((store) => store.grant("p1", grant, undefined, AT));
      }
      const { roles } = await identify("1", "p1");
      expect(roles).toHaveLength(2);
      expect(roles).toEqual(expect.arrayContaining([moderator, operator]));
      expect(await people((store) => store.operatorCount())).toBe(1);
      expect(await people((store) => store.revoke("p1", { hostId: "li", role: "moderator" }))).toBe(false);
      expect(await people((store) => store.revoke("p1", moderator))).toBe(true);
      expect(await people((store) => store.revoke("p1", moderator))).toBe(false);
      expect(await identify("1", "p1")).toMatchObject({ roles: [operator] });
    });

    it("knows the operators' private chats", async () => {
      await identify("1", "p1", { privateChatId: "dm" });
      await identify("2", "p2");
      for (const id of ["p1", "p2"]) {
        await people((store) => store.grant(id, { hostId: undefined, role: "operator" }, undefined, AT));
      }
      expect(await people((store) => store.operatorChats())).toEqual([
        { platform: "telegram", chatId: "dm" },
      ]);
    });

    it("keeps hosts in the order in which they came, each once", async () => {
      await hosts();
      await people((store) => store.createHost({ ...WANG, name: "别人" }, AT + 2));
      expect(await people((store) => store.hosts())).toEqual([WANG, LI]);
      expect(await people((store) => store.host("wang"))).toEqual(WANG);
      expect(await people((store) => store.host("nobody"))).toBeUndefined();
    });

    it("binds a group to one host and refuses another one", async () => {
      await hosts();
      await group("1", "妈妈群");
      expect(await bind("1", "wang")).toBe("bound");
      expect(await bind("1", "li")).toBe("bound-to-other-host");
      expect(await bind("1", "wang", "staff")).toBe("bound");
      expect(await people((store) => store.chat("telegram", "1"))).toEqual({
        platform: "telegram",
        chatId: "1",
        kind: "group",
        title: "妈妈群",
        host: WANG,
        purpose: "staff",
        gone: false,
        seesAll: undefined,
      });
      expect(await people((store) => store.chat("web", "1"))).toBeUndefined();
    });

    it("lets one of two hosts win that bind a group at the same moment", async () => {
      await hosts();
      await group("1");
      const results = await Promise.all([bind("1", "wang"), bind("1", "li")]);
      expect([...results].sort()).toEqual(["bound", "bound-to-other-host"]);
    });

    it("unbinds a group for its own host only", async () => {
      await hosts();
      await group("1");
      await bind("1", "wang");
      const unbind = (hostId: string) => people((store) => store.unbindChat("telegram", "1", hostId, AT));
      expect(await unbind("li")).toBe(false);
      expect(await unbind("wang")).toBe(true);
      expect(await people((store) => store.chat("telegram", "1"))).toMatchObject({ host: undefined });
      expect(await bind("1", "li")).toBe("bound");
    });

    it("lists the groups of a host, all or of one purpose", async () => {
      await hosts();
      for (const chatId of ["1", "2", "3"]) await group(chatId);
      await bind("1", "wang", "fan", AT);
      await bind("2", "wang", "staff", AT + 1);
      await bind("3", "li");
      const ids = (purpose?: "fan" | "staff") =>
        people(async (store) => (await store.chatsOf("wang", purpose)).map(({ chatId }) => chatId));
      expect(await ids()).toEqual(["1", "2"]);
      expect(await ids("fan")).toEqual(["1"]);
      expect(await ids("staff")).toEqual(["2"]);
    });

    it("notices that a chat is gone, and that it is back when it writes", async () => {
      await group("1", "旧名");
      await people((store) => store.markChatGone("telegram", "1", "blocked", AT));
      expect(await people((store) => store.chat("telegram", "1"))).toMatchObject({ gone: true });
      await people((store) =>
        store.seeChat(
          { platform: "telegram", chatId: "1", kind: "group", title: undefined, seesAll: false },
          AT,
        ),
      );
      expect(await people((store) => store.chat("telegram", "1"))).toMatchObject({
        gone: false,
        title: "旧名",
        seesAll: false,
      });
    });

    it("keeps names that carry a NUL character, whatever the engine can hold", async () => {
      await group("1", "妈妈\u0000群");
      expect(await people((store) => store.chat("telegram", "1"))).toMatchObject({ title: "妈妈群" });
      await identify("1", "p1");
      await people((store) => store.grant("p1", { hostId: "wang", role: "host" }, undefined, AT));
      await identify("1", "p1", { displayName: "王\u0000姐" });
      expect(await people((store) => store.staffOf("wang"))).toMatchObject([{ displayName: "王姐" }]);
    });

    it("carries a binding over when a chat moves, also when told twice", async () => {
      await hosts();
      await group("1", "妈妈群");
      await bind("1", "wang");
      await group("2");
      for (let times = 0; times < 2; times += 1) {
        await people((store) => store.moveChat("telegram", "1", "2", AT));
      }
      expect(await people((store) => store.chat("telegram", "2"))).toMatchObject({
        host: WANG,
        purpose: "fan",
        gone: false,
        title: "妈妈群",
      });
      expect(await people((store) => store.chat("telegram", "1"))).toMatchObject({
        host: undefined,
        gone: true,
      });
      await people((store) => store.moveChat("telegram", "never seen", "3", AT));
      expect(await people((store) => store.chat("telegram", "3"))).toBeUndefined();
    });

    it("does not take a moved chat away from the host that already has the new one", async () => {
      await hosts();
      await group("1");
      await group("2");
      await bind("1", "wang");
      await bind("2", "li");
      await people((store) => store.moveChat("telegram", "1", "2", AT));
      expect(await people((store) => store.chat("telegram", "2"))).toMatchObject({ host: LI });
    });

    it("lets an invite be used once, by whoever is first", async () => {
      await hosts();
      await people((store) =>
        store.createInvite("hash", {
          hostId: "wang",
          purpose: "moderator",
          createdBy: "boss",
          expiresAt: AT + 10,
        }),
      );
      const redeem = (personId: string, purposes: InvitePurpose[] = ["moderator"], now = AT) =>
        people((store) => store.redeemInvite("hash", personId, purposes, now));
      expect(await redeem("p", ["bind-fan", "host"])).toBeUndefined();
      expect(await redeem("p", ["moderator"], AT + 10)).toBeUndefined();
      const all = await Promise.all(Array.from({ length: 6 }, (_, index) => redeem(`p${index}`)));
      expect(all.filter((invite) => invite !== undefined)).toEqual([
        { hostId: "wang", purpose: "moderator", createdBy: "boss" },
      ]);
      expect(await redeem("p0")).toBeUndefined();
    });

    it("takes the unused invitations of a host away with the role, and nobody else's", async () => {
      await hosts();
      await identify("1", "p1");
      const host = { hostId: "wang", role: "host" } as const;
      await people((store) => store.grant("p1", host, undefined, AT));
      const invitations = [
        ["hash1", "wang", "p1"],
        ["hash2", "wang", "boss"],
        ["hash3", "li", "p1"],
      ] as const;
      for (const [hash, hostId, createdBy] of invitations) {
        const invite = { hostId, purpose: "host", createdBy, expiresAt: AT + 10 } as const;
        await people((store) => store.createInvite(hash, invite));
      }
      await people((store) => store.revoke("p1", host));
      const redeem = (hash: string) =>
        people(async (store) => (await store.redeemInvite(hash, "p2", ["host"], AT)) !== undefined);
      expect([await redeem("hash1"), await redeem("hash2"), await redeem("hash3")]).toEqual([
        false,
        true,
        true,
      ]);
    });

    it("keeps a step of the set-up until it is taken away", async () => {
      expect(await people((store) => store.wizard("p1"))).toBeUndefined();
      await people((store) => store.setWizard("p1", "host-name", AT));
      await people((store) => store.setWizard("p1", "host-name", AT + 1));
      expect(await people((store) => store.wizard("p1"))).toEqual({ step: "host-name", updatedAt: AT + 1 });
      await people((store) => store.setWizard("p1", undefined, AT));
      expect(await people((store) => store.wizard("p1"))).toBeUndefined();
    });

    it("settles a setting once, also when several start at once", async () => {
      const all = await Promise.all(
        ["a", "b", "c", "d"].map((value) => people((store) => store.settleSetting("key", value))),
      );
      expect(new Set(all).size).toBe(1);
      expect(await people((store) => store.settleSetting("key", "z"))).toBe(all[0]);
      expect(await people((store) => store.setting("key"))).toBe(all[0]);
      expect(await people((store) => store.setting("other"))).toBeUndefined();
    });

    it("counts tries within a window and begins anew after it", async () => {
      const count = (now: number, key = "claim") => people((store) => store.countAttempt(key, 1_000, now));
      expect(await count(AT)).toBe(1);
      expect(await count(AT + 1_000)).toBe(2);
      expect(await count(AT + 1_001)).toBe(1);
      expect(await count(AT + 1_500)).toBe(2);
      expect(await count(AT, "another")).toBe(1);
    });

    it("counts every try of several at once", async () => {
      const all = await Promise.all(
        Array.from({ length: 8 }, () => people((store) => store.countAttempt("claim", 1_000, AT))),
      );
      expect([...all].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });
  });
}
