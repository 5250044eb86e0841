import type { CaseDeps, CaseStores } from "../../src/cases/index.ts";
import type { Abilities } from "../../src/core/platform.ts";
import { createButtonSigner } from "../../src/core/signed-data.ts";
import type { Actor, RoleGrant } from "../../src/people/index.ts";
import type { Database } from "../support/databases.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

/** The parts of cases over a real database, without platforms: somebody acts, and what is said is returned. */
export function createCaseDesk(database: () => Database, startAt?: number) {
  const clock = createFakeClock(startAt);
  const platforms: CaseDeps["platforms"] = new Map([
    ["telegram", { abilities: { whisper: false } as Abilities, deepLink: () => undefined }],
  ]);
  const deps: CaseDeps = {
    clock,
    random: createSeededRandom(5),
    signer: createButtonSigner(new Uint8Array(32).fill(7)),
    platforms,
  };
  const actor = (personId: string, roles: readonly RoleGrant[] = []): Actor => ({
    platform: "telegram",
    chatId: personId,
    chat: undefined,
    person: { personId, greeted: true, privateChatId: personId, lastHostId: "wang", children: [], roles },
    locale: "zh",
    discreet: true,
    way: { deepLink: () => undefined, inviteLink: () => undefined },
  });
  return {
    clock,
    deps,
    actor,
    moderator: (personId: string) => actor(personId, [{ hostId: "wang", role: "moderator" }]),
    act: <T>(work: (stores: CaseStores) => Promise<T>): Promise<T> =>
      database().transact((stores) => work(stores)),
    /** A host with a staff room, moderators, and a fan whose private chat is open. */
    async opens(moderators: readonly string[]) {
      await database().transact(async ({ people }) => {
        await people.createHost({ hostId: "wang", name: "王老师", sample: false }, clock.now());
        const room = { platform: "telegram", chatId: "-9", kind: "group", title: "后台" } as const;
        await people.seeChat(room, clock.now());
        const binding = { platform: "telegram", chatId: "-9", hostId: "wang", purpose: "staff" } as const;
        await people.bindChat({ ...binding, boundBy: "x" }, clock.now());
        for (const name of [...moderators, "mei"]) {
          const account = { platform: "telegram", userId: name, displayName: name } as const;
          await people.identify({ ...account, privateChatId: name }, name, clock.now());
        }
        for (const name of moderators) {
          await people.grant(name, { hostId: "wang", role: "moderator" }, undefined, clock.now());
        }
      });
    },
  };
}
