import { describe, expect, it } from "vitest";
import type { Delivery, NewDelivery, Settlement, Turn } from "../../src/delivery/index.ts";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT, delivery } from "../support/records.ts";

interface Row {
  id: number;
  status: string;
  edit: string | null;
}
const HANDLE = "case-card:17";
const textOf = (turn: Turn): unknown =>
  "content" in turn ? turn.content.blocks.map((block) => ("text" in block ? block.text : "")) : undefined;
const idOf = (one: Delivery | undefined): number => one?.id ?? 0;

/** What every outbox store keeps of messages that are changed after they were sent. */
export function messageVersionsContract(engine: EngineUnderTest): void {
  describe("versions of a message in the outbox", () => {
    const database = useDatabase(engine);
    const enqueue = async (values: Parameters<typeof delivery>[0]): Promise<number> => {
      const row: NewDelivery = delivery({ lane: "case", handle: HANDLE, ...values });
      const [written] = await database().transact(({ outbox }) =>
        outbox.enqueue([row], AT, { owner: "me", until: AT + 1_000 }),
      );
      return idOf(written);
    };
    const turn = (id: number, canEdit = true, now = AT) =>
      database().transact(({ outbox }) =>
        outbox.takeTurn(id, { owner: "one", until: now + 1_000 }, now, canEdit),
      );
    const settle = (...settlements: Settlement[]) =>
      database().transact(({ outbox }) => outbox.settle(settlements, AT + 5));
    const sent = (id: number, messageId: string) => settle({ id, outcome: "sent", messageId });
    const statuses = async () =>
      (await rowsOf<Row>(database(), "deliveries")).sort((a, b) => a.id - b.id).map(({ status }) => status);

    it("says the first version, then changes that message, through any number of versions", async () => {
      const first = await enqueue({ text: "一" });
      expect(await turn(first)).toMatchObject({ kind: "send" });
      await sent(first, "77");
      for (const text of ["二", "三"]) {
        const next = await enqueue({ text, edit: "or-send" });
        const taken = await turn(next);
        expect(taken).toMatchObject({ kind: "edit", messageId: "77" });
        expect(textOf(taken)).toEqual([text]);
        await sent(next, "77");
      }
      expect(await statuses()).toEqual(["sent", "sent", "sent"]);
    });

    it("says only the newest words of what waits, whichever row comes first", async () => {
      for (const turnOf of [0, 1, 2]) {
        await database().clear();
        const ids = [
          await enqueue({ text: "一" }),
          await enqueue({ text: "二", edit: "or-skip" }),
          await enqueue({ text: "三", edit: "or-skip" }),
        ];
        const taken = await turn(ids[turnOf] ?? 0);
        expect(taken).toMatchObject({ kind: "send" });
        expect(textOf(taken)).toEqual(["三"]);
        await sent(ids[turnOf] ?? 0, "5");
        for (const [index, id] of ids.entries()) {
          if (index !== turnOf) expect(await turn(id)).toEqual({ kind: "settled" });
        }
        expect((await statuses()).filter((status) => status === "replaced")).toHaveLength(2);
        const next = await enqueue({ text: "四", edit: "or-skip" });
        expect(await turn(next)).toMatchObject({ kind: "edit", messageId: "5" });
      }
    });

    it("keeps the newest words when the process dies with them", async () => {
      const first = await enqueue({ text: "旧" });
      await enqueue({ text: "新", edit: "or-skip" });
      await turn(first);
      await database().transact(({ outbox }) => outbox.expireLeases(AT + 5_000, undefined));
      const taken = await turn(first, true, AT + 5_000);
      expect(textOf(taken)).toEqual(["新"]);
    });

    it("lets one version be under way at a time, also for two workers at the same moment", async () => {
      const first = await enqueue({ text: "一" });
      await turn(first);
      const second = await enqueue({ text: "二", edit: "or-send" });
      expect(await turn(second)).toEqual({ kind: "wait" });
      await sent(first, "9");
      const third = await enqueue({ text: "三", edit: "or-send" });
      const kinds = (await Promise.all([turn(second), turn(third)])).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === "edit")).toHaveLength(1);
      expect((await statuses()).filter((status) => status === "leased")).toHaveLength(1);
    });

    it("waits for a first version that may be out already, and sends that again as it was", async () => {
      const first = await enqueue({ text: "一" });
      await turn(first);
      await settle({ id: first, outcome: "unknown", nextTryAt: AT, detail: "no answer" });
      const second = await enqueue({ text: "二", edit: "or-send" });
      expect(await turn(second)).toEqual({ kind: "wait" });
      const again = await turn(first);
      expect(textOf(again)).toEqual(["一"]);
      await sent(first, "3");
      expect(await turn(second)).toMatchObject({ kind: "edit", messageId: "3" });
    });

    it("says a refused attempt in its newest words", async () => {
      const first = await enqueue({ text: "一" });
      await turn(first);
      await settle({ id: first, outcome: "retry", nextTryAt: AT, detail: "too many" });
      await enqueue({ text: "二", edit: "or-send" });
      expect(textOf(await turn(first))).toEqual(["二"]);
    });

    it("says it anew, or not at all, when there is nothing to change", async () => {
      const orSkip = await enqueue({ text: "一", edit: "or-skip" });
      expect(await turn(orSkip)).toEqual({ kind: "settled" });
      const orSend = await enqueue({ text: "二", edit: "or-send" });
      expect(await turn(orSend)).toMatchObject({ kind: "send" });
      await sent(orSend, "1");
      expect(await statuses()).toEqual(["skipped", "sent"]);
      // From here on this is the message.
      const next = await enqueue({ text: "三", edit: "or-skip" });
      expect(await turn(next)).toMatchObject({ kind: "edit", messageId: "1" });
    });

    it("does the same where the platform changes nothing, or the message turned out to be gone", async () => {
      const first = await enqueue({ text: "一" });
      await turn(first);
      await sent(first, "1");
      const unable = await enqueue({ text: "二", edit: "or-send" });
      expect(await turn(unable, false)).toMatchObject({ kind: "send" });
      await sent(unable, "2");
      const gone = await enqueue({ text: "三", edit: "or-send" });
      expect(await turn(gone)).toMatchObject({ kind: "edit", messageId: "2" });
      await settle({ id: gone, outcome: "retry", nextTryAt: AT, detail: "message-gone", anew: true });
      expect(await turn(gone)).toMatchObject({ kind: "send" });
    });

    it("keeps the wish to be said anew of a change that it takes along", async () => {
      const first = await enqueue({ text: "一" });
      await turn(first);
      await sent(first, "1");
      await enqueue({ text: "二", edit: "or-send" });
      const last = await enqueue({ text: "三", edit: "or-skip" });
      expect(await turn(last)).toMatchObject({ kind: "edit", or: "or-send" });
    });

    it("says two messages under one handle as two, and changes the later one", async () => {
      const first = await enqueue({ text: "一" });
      const second = await enqueue({ text: "二" });
      const change = await enqueue({ text: "三", edit: "or-skip" });
      expect(textOf(await turn(first))).toEqual(["一"]);
      await sent(first, "1");
      expect(textOf(await turn(second))).toEqual(["三"]);
      await sent(second, "2");
      expect(await turn(change)).toEqual({ kind: "settled" });
    });

    it("keeps the same handle in two chats apart", async () => {
      const here = await enqueue({ text: "一" });
      await turn(here);
      await sent(here, "1");
      const there = await enqueue({ text: "二", chatId: "2", edit: "or-send" });
      expect(await turn(there)).toMatchObject({ kind: "send" });
    });

    it("changes a message again after a crash, in every lane, and leaves a doubtful first one to a person", async () => {
      const first = await enqueue({ text: "一", lane: "announcement" });
      await turn(first);
      await sent(first, "1");
      const change = await enqueue({ text: "二", lane: "announcement", edit: "or-send" });
      await turn(change);
      await database().transact(({ outbox }) => outbox.expireLeases(AT + 5_000, undefined));
      expect(await statuses()).toEqual(["sent", "pending"]);
      await database().clear();
      const doubtful = await enqueue({ text: "一", lane: "announcement" });
      await turn(doubtful);
      await database().transact(({ outbox }) => outbox.expireLeases(AT + 5_000, undefined));
      const after = await enqueue({ text: "二", lane: "announcement", edit: "or-send" });
      expect(await turn(after)).toEqual({ kind: "settled" });
      expect(await statuses()).toEqual(["unknown", "unknown"]);
    });

    it("tells a message's handle by its id, in the chat or the thread's parent", async () => {
      const first = await enqueue({ text: "一" });
      await turn(first);
      await sent(first, "77");
      const handleOf = (chatIds: string[], messageId: string) =>
        database().transact(({ outbox }) => outbox.handleOf("telegram", chatIds, messageId));
      expect(await handleOf(["1"], "77")).toBe(HANDLE);
      expect(await handleOf(["thread", "1"], "77")).toBe(HANDLE);
      expect(await handleOf(["2"], "77")).toBeUndefined();
      expect(await handleOf(["1"], "78")).toBeUndefined();
    });
  });
}
