import { describe, expect, it } from "vitest";
import { mayPromote, quietAfterAnswer, quietAfterDanger, quietAmong } from "../../src/safety/index.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { erase } from "../support/erase.ts";
import { AT, message } from "../support/records.ts";

const HOUR = 3_600_000;
const EVENT = {
  hostId: "wang",
  platform: "telegram",
  chatId: "1",
  personId: "mei",
  inboxId: 7,
  level: "care",
  kinds: ["hardship"],
  rules: ["hardship.cannot-afford"],
  words: ["买不起"],
  messageId: "71",
  userId: "501",
  locale: "zh",
} as const;

/** What is kept about dangers and needs. */
export function safetyStoresContract(engine: EngineUnderTest): void {
  describe("safety event store", () => {
    const database = useDatabase(engine);

    it("gives the same update the same event", async () => {
      const add = () => database().transact(({ safety }) => safety.addEvent(EVENT, AT));
      const number = await add();
      expect(await add()).toBe(number);
      expect(await database().transact(({ safety }) => safety.event(number))).toEqual({
        hostId: "wang",
        platform: "telegram",
        chatId: "1",
        personId: "mei",
        kinds: ["hardship"],
        messageId: "71",
        userId: "501",
        locale: "zh",
      });
      expect(await database().transact(({ safety }) => safety.event(number + 1))).toBeUndefined();
    });

    it("records the first who looked, whoever presses at the same time", async () => {
      const { transact } = database();
      const number = await transact(({ safety }) => safety.addEvent(EVENT, AT));
      const pressed = await Promise.all(
        ["an", "bo", "chen"].map((person) =>
          transact(({ safety }) => safety.markSeen(number, person, AT + 1)),
        ),
      );
      expect(pressed.filter(Boolean)).toHaveLength(1);
      expect(await transact(({ safety }) => safety.markSeen(number, "an", AT + 2))).toBe(false);
      expect(await transact(({ safety }) => safety.markSeen(number + 1, "an", AT + 2))).toBe(false);
    });
  });

  describe("what staff has done about a report", () => {
    const database = useDatabase(engine);

    it("is recorded for the first of several who press, until it is over", async () => {
      const { transact } = database();
      const number = await transact(({ safety }) => safety.addEvent(EVENT, AT));
      const mark = (person: string, now: number, until?: number) =>
        transact(({ safety }) => safety.markAct(number, "mute", person, now, until));
      const pressed = await Promise.all(["an", "bo", "chen"].map((person) => mark(person, AT)));
      expect(pressed.filter((before) => before === undefined)).toHaveLength(1);
      const first = pressed.find((before) => before !== undefined);
      expect(await mark("du", AT + 5, AT - 1)).toEqual({ personId: first?.personId, at: AT });
      expect(await mark("du", AT + HOUR, AT)).toBeUndefined();
      expect(await mark("an", AT + HOUR + 1, AT)).toEqual({ personId: "du", at: AT + HOUR });
      expect(await transact(({ safety }) => safety.markAct(number, "warn", "an", AT))).toBeUndefined();
    });
  });

  describe("quiet times", () => {
    const database = useDatabase(engine);
    const may = (personId: string, now: number, chatId?: string) =>
      database().transact(({ quiet }) =>
        mayPromote(
          quiet,
          { personId, chat: chatId === undefined ? undefined : { platform: "telegram", chatId } },
          now,
        ),
      );

    it("keep promotion away from a person for 72 hours after danger, wherever they are", async () => {
      await database().transact(({ quiet }) => quietAfterDanger(quiet, "mei", AT));
      expect(await may("mei", AT + 72 * HOUR - 1)).toBe(false);
      expect(await may("mei", AT + 71 * HOUR, "1")).toBe(false);
      expect(await may("mei", AT + 72 * HOUR)).toBe(true);
      expect(await may("lan", AT)).toBe(true);
    });

    it("keep it out of one talk after an answer about a child's body", async () => {
      const talk = { platform: "telegram", chatId: "1", personId: "mei" } as const;
      await database().transact(({ quiet }) => quietAfterAnswer(quiet, talk, AT));
      expect(await may("mei", AT + 1, "1")).toBe(false);
      expect(await may("mei", AT + 1, "2")).toBe(true);
      expect(await may("mei", AT + 1)).toBe(true);
      expect(await may("mei", AT + HOUR, "1")).toBe(true);
    });

    it("are found for many talks at once as for each of them", async () => {
      const { transact } = database();
      const talk = (personId: string, chatId: string) =>
        ({ platform: "telegram", personId, chatId }) as const;
      await transact(({ quiet }) => quietAfterDanger(quiet, "mei", AT));
      await transact(({ quiet }) => quietAfterAnswer(quiet, talk("lan", "1"), AT));
      const among = (chatId: string, now: number) =>
        transact(({ quiet }) =>
          quietAmong(
            quiet,
            ["mei", "lan", "hua"].map((who) => talk(who, chatId)),
            now,
          ),
        );
      expect(await among("1", AT + 1)).toEqual(new Set(["mei", "lan"]));
      expect(await among("2", AT + 1)).toEqual(new Set(["mei"]));
      expect(await among("1", AT + 72 * HOUR)).toEqual(new Set());
    });

    it("do not end sooner because an older event is written late, and are forgotten when over", async () => {
      const { transact } = database();
      await transact(({ quiet }) => quietAfterDanger(quiet, "mei", AT + HOUR));
      await transact(({ quiet }) => quietAfterDanger(quiet, "mei", AT));
      expect(await may("mei", AT + 72 * HOUR + 1)).toBe(false);
      expect(await erase(database(), "quiet-times", AT + HOUR)).toBe(0);
      expect(await erase(database(), "quiet-times", AT + 74 * HOUR)).toBe(1);
    });
  });

  describe("earlier texts of one person", () => {
    const database = useDatabase(engine);

    it("come from the same person and chat, are recent, and are neither commands nor edits", async () => {
      const lan = { userId: "lan" };
      const events = [
        message({ text: "把孩子" }),
        { ...message({ text: "别人的话" }), sender: lan },
        message({ text: "在别处", chatId: "another" }),
        { ...message({ text: "改过的" }), edited: true },
        { ...message({ text: "/help" }), command: { name: "help", args: "" } },
        message({ text: "扔下去" }),
        message({ text: "算了" }),
      ];
      const entries = await database().transact(({ inbox }) => inbox.add(events, AT));
      const last = entries.at(-1)?.id ?? 0;
      const of = { platform: "telegram", chatId: "1", senderId: "501" } as const;
      const earlier = (since: number, beforeId = last) =>
        database().transact(({ inbox }) => inbox.earlierTexts(of, beforeId, since));
      expect(await earlier(AT)).toEqual(["把孩子", "扔下去"]);
      expect(await earlier(AT + 1)).toEqual([]);
      expect(await earlier(AT, entries[0]?.id)).toEqual([]);
    });
  });
}
