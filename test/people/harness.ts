import type { Content } from "../../src/core/content.ts";
import type { Reply } from "../../src/core/reply.ts";
import { createButtonSigner } from "../../src/core/signed-data.ts";
import type { Actor, PeopleDeps, Role } from "../../src/people/index.ts";
import { createStores, openSqlite, type Stores } from "../../src/storage/index.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { textOf } from "../support/fake-platform.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

export const WANG = { hostId: "wang", name: "王老师", sample: false };
export const LI = { hostId: "li", name: "李姐", sample: false };

export const WHO = ["fan", "editor", "moderator", "host", "host of another", "operator"] as const;
export type Who = (typeof WHO)[number];

const ROLES: Readonly<Record<Who, { hostId: string | undefined; role: Role } | undefined>> = {
  fan: undefined,
  editor: { hostId: "wang", role: "editor" },
  moderator: { hostId: "wang", role: "moderator" },
  host: { hostId: "wang", role: "host" },
  "host of another": { hostId: "li", role: "host" },
  operator: { hostId: undefined, role: "operator" },
};

/** Where somebody acts: alone with the bot, or in a group that is bound as named. */
export type Place = "private" | "fan group" | "staff room" | "free group" | "group of another";
const CHATS: Readonly<Record<Place, string>> = {
  private: "dm",
  "fan group": "g-fan",
  "staff room": "g-staff",
  "free group": "g-free",
  "group of another": "g-li",
};

const TABLES = ["roles", "invites", "chats", "hosts", "wizards"] as const;

/** Two hosts with their groups, and one person in each role, over a real database. */
export async function startPeople() {
  const opened = await openSqlite(":memory:", createStores);
  const clock = createFakeClock();
  const deps: PeopleDeps = {
    clock,
    random: createSeededRandom(),
    signer: createButtonSigner(new Uint8Array(32).fill(7)),
  };
  const now = clock.now();
  await opened.transact(async ({ people }) => {
    await people.createHost(WANG, now);
    await people.createHost(LI, now + 1);
    for (const who of WHO) {
      const grant = ROLES[who];
      await people.identify(
        { platform: "telegram", userId: who, displayName: undefined, privateChatId: undefined },
        who,
        now,
      );
      if (grant) await people.grant(who, grant, undefined, now);
    }
    for (const [place, chatId] of Object.entries(CHATS)) {
      if (place === "private") continue;
      await people.seeChat({ platform: "telegram", chatId, kind: "group", title: place }, now);
    }
    const bind = (chatId: string, hostId: string, purpose: "fan" | "staff") =>
      people.bindChat({ platform: "telegram", chatId, hostId, purpose, boundBy: "x" }, now);
    await bind("g-fan", "wang", "fan");
    await bind("g-staff", "wang", "staff");
    await bind("g-li", "li", "fan");
  });

  /** A person as known at this moment, in a place. */
  async function actor(who: string, place: Place, more: Partial<Actor> = {}): Promise<Actor> {
    const chatId = CHATS[place];
    return await opened.transact(async ({ people }) => ({
      platform: "telegram" as const,
      chatId,
      chat: await people.chat("telegram", chatId),
      person: await people.identify(
        { platform: "telegram", userId: who, displayName: `名字 ${who}`, privateChatId: undefined },
        `person ${who}`,
        clock.now(),
      ),
      locale: "zh" as const,
      discreet: place === "private",
      way: {
        deepLink: (payload: string) => `https://t.me/bot?start=${payload}`,
        inviteLink: (payload: string) => `https://t.me/bot?startgroup=${payload}`,
      },
      ...more,
    }));
  }

  return {
    deps,
    clock,
    actor,
    run: <T>(work: (stores: Stores) => Promise<T>): Promise<T> => opened.transact(work),
    /** Everything that an action could have changed. */
    state: () =>
      opened.transact(async ({ db }) => {
        const all: Record<string, unknown> = {};
        for (const table of TABLES) all[table] = await db.selectFrom(table).selectAll().execute();
        return all;
      }),
    rolesOf: async (who: string) => (await actor(who, "private")).person.roles,
    close: opened.close,
  };
}

export type People = Awaited<ReturnType<typeof startPeople>>;

export const textOfReply = (reply: Reply | undefined): string => (reply ? textOf(reply.content) : "");

/** Everything somebody else in the chat could read in a reply, labels and links included. */
export const shownIn = (content: Content): string =>
  [
    textOf(content),
    ...content.buttons.flat().map((one) => `${one.label} ${"url" in one ? one.url : ""}`),
  ].join("\n");
