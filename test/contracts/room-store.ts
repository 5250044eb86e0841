import { beforeEach, describe, expect, it } from "vitest";
import type { NewRoomMessage, RoomStore } from "../../src/platforms/web/index.ts";
import { AT } from "../support/records.ts";

let count = 0;
function said(values: Partial<NewRoomMessage> = {}): NewRoomMessage {
  count += 1;
  return {
    room: "lobby",
    key: `key${count}`,
    author: "visitor",
    authorId: "v1",
    authorName: "梅",
    visibleTo: null,
    replyToId: null,
    content: { kind: "text", text: `第${count}句 😀` },
    at: AT,
    ...values,
  };
}
const keys = (messages: readonly { key: string }[]): string[] => messages.map(({ key }) => key);

/** What every room store keeps, the test double included. */
export function roomStoreContract(open: () => RoomStore | Promise<RoomStore>): void {
  describe("room store", () => {
    let store: RoomStore;
    beforeEach(async () => {
      store = await open();
    });

    it("keeps a message whole", async () => {
      const message = said({
        author: "bot",
        content: { kind: "content", content: { tone: "answer", blocks: [], buttons: [] } },
      });
      const kept = await store.append(message);
      expect(kept).toEqual({ ...message, id: kept.id });
      expect(await store.find("lobby", kept.id)).toEqual(kept);
      expect(await store.find("other", kept.id)).toBeUndefined();
      expect(await store.find("lobby", kept.id + 1_000)).toBeUndefined();
    });

    it("answers a second append of a key with the message that was first", async () => {
      const first = await store.append(said({ key: "same" }));
      expect(await store.append(said({ key: "same", authorId: "v2" }))).toEqual(first);
      expect((await store.append(said({ key: "same", room: "other" }))).id).not.toBe(first.id);
      expect(await store.latest("lobby", { visitorId: "v1", limit: 10 })).toEqual([first]);
    });

    it("keeps one message when the same key is appended by several at once", async () => {
      const all = await Promise.all(
        Array.from({ length: 8 }, (_, index) => store.append(said({ key: "same", authorId: `v${index}` }))),
      );
      expect(new Set(all.map(({ id }) => id)).size).toBe(1);
      expect(new Set(all.map(({ authorId }) => authorId)).size).toBe(1);
    });

    it("shows a message for one visitor to that visitor alone", async () => {
      const mine = said({ visibleTo: "v1" });
      const theirs = said({ visibleTo: "v2" });
      const open = said();
      for (const message of [mine, theirs, open]) await store.append(message);
      expect(keys(await store.latest("lobby", { visitorId: "v1", limit: 10 }))).toEqual([mine.key, open.key]);
      expect(keys(await store.after("lobby", { visitorId: "v2", afterId: 0, limit: 10 }))).toEqual([
        theirs.key,
        open.key,
      ]);
    });

    it("gives the newest, or the oldest after an id, always oldest first", async () => {
      const messages = await Promise.all(Array.from({ length: 6 }, () => store.append(said())));
      await store.append(said({ room: "other" }));
      const inOrder = [...messages].sort((one, other) => one.id - other.id);
      expect(await store.latest("lobby", { visitorId: "v1", limit: 3 })).toEqual(inOrder.slice(3));
      const afterId = inOrder[1]?.id ?? 0;
      expect(await store.after("lobby", { visitorId: "v1", afterId, limit: 2 })).toEqual(inOrder.slice(2, 4));
    });

    it("lets a reader who follows the ids miss nothing while many write", async () => {
      const read: string[] = [];
      let afterId = 0;
      const follow = async () => {
        const page = await store.after("lobby", { visitorId: "v1", afterId, limit: 50 });
        read.push(...keys(page));
        afterId = page.at(-1)?.id ?? afterId;
      };
      const written = Array.from({ length: 60 }, () => store.append(said()));
      let open = true;
      const writing = Promise.all(written).finally(() => {
        open = false;
      });
      while (open) await follow();
      const all = await writing;
      await follow();
      expect([...read].sort()).toEqual(keys(all).sort());
    });

    it("changes a message of the bot, and tells what was changed to whom may see it", async () => {
      const words = (text: string) => ({ kind: "text", text }) as const;
      const open = await store.append(said({ author: "bot" }));
      const secret = await store.append(said({ author: "bot", visibleTo: "v1" }));
      const visitors = await store.append(said());
      expect(await store.replace("lobby", open.id, words("新"), AT + 10)).toEqual({
        ...open,
        content: words("新"),
      });
      expect((await store.find("lobby", open.id))?.content).toEqual(words("新"));
      await store.replace("lobby", secret.id, words("密"), AT + 20);
      expect(await store.replace("lobby", visitors.id, words("改"), AT + 20)).toBeUndefined();
      expect(await store.replace("other", open.id, words("改"), AT + 20)).toBeUndefined();
      const edited = async (visitorId: string, since = AT, upTo = visitors.id, limit = 10) =>
        (await store.edited("lobby", { visitorId, since, upTo, limit })).map(({ id }) => id);
      expect(await edited("v1")).toEqual([open.id, secret.id]);
      expect(await edited("v2")).toEqual([open.id]);
      expect(await edited("v1", AT + 11)).toEqual([secret.id]);
      expect(await edited("v1", AT, open.id)).toEqual([open.id]);
      expect(await edited("v1", AT, visitors.id, 1)).toEqual([open.id]);
    });

    it("gives what visitors wrote since a moment, whoever may see it", async () => {
      const early = said({ at: AT - 1 });
      const secret = said({ visibleTo: "v1" });
      const bot = said({ author: "bot" });
      const late = said();
      for (const message of [early, secret, bot, late]) await store.append(message);
      expect(keys(await store.writtenByVisitors("lobby", { since: AT, limit: 10 }))).toEqual([
        secret.key,
        late.key,
      ]);
      expect(keys(await store.writtenByVisitors("lobby", { since: AT, limit: 1 }))).toEqual([late.key]);
    });
  });
}
