import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import type { InboundEvent } from "../../src/core/message.ts";
import { createInbox, type InboxEntry } from "../../src/delivery/index.ts";
import { settle } from "../support/fake-clock.ts";
import { AT } from "../support/records.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { openInboxes, said, texts } from "./inbox-harness.ts";

let base: Awaited<ReturnType<typeof openInboxes>>;
beforeEach(async () => {
  base = await openInboxes();
});
afterEach(() => base.storage.close());

describe("more than fits into memory", () => {
  const many = (count: number, chats = 40): InboundEvent[] =>
    Array.from({ length: count }, (_, index) => said(`c${index % chats}`, String(index)));
  const inOrderPerChat = (handled: readonly InboxEntry[], chats = 40): boolean =>
    Array.from({ length: chats }, (_, chat) => chat).every((chat) =>
      texts(handled.filter(({ event }) => event.chat.chatId === `c${chat}`)).every(
        (text, index) => Number(text) === chat + index * chats,
      ),
    );

  it("waits in the database and is handled in order, together with what comes meanwhile", async () => {
    const held = Promise.withResolvers<void>();
    const { inbox, handled } = base.start(() => held.promise);
    const events = many(6_000);
    await inbox.accept(events.slice(0, 5_500));
    expect(inbox.waiting()).toBe(5_000);
    await inbox.accept(events.slice(5_500, 5_800));
    held.resolve();
    await inbox.accept(events.slice(5_800));
    await inbox.idle();
    expect(handled).toHaveLength(6_000);
    expect(inOrderPerChat(handled)).toBe(true);
    expect(inbox.waiting()).toBe(0);
  }, 30_000);

  it("is taken up over a restart as well", async () => {
    await base.storage.transact(({ inbox }) => inbox.add(many(5_600), AT));
    const { inbox, handled } = base.start();
    await inbox.recover();
    await inbox.accept([said("new", "新")]);
    await inbox.idle();
    expect(handled).toHaveLength(5_601);
    expect(inOrderPerChat(handled)).toBe(true);
  }, 30_000);

  it("is not forgotten when the database fails while it is read", async () => {
    const held = Promise.withResolvers<void>();
    const { inbox, handled } = base.start(async () => {
      await held.promise;
      // Fails exactly while the rest is to be read; finishing an entry does not pass through here.
      if (handled.length === 2_400) base.failing.with = new Error("disk full");
    });
    await inbox.accept(many(5_200));
    held.resolve();
    await settle(6_000);
    base.failing.with = undefined;
    await base.clock.advance(5_000);
    await inbox.idle();
    expect(handled).toHaveLength(5_200);
    expect(inOrderPerChat(handled)).toBe(true);
  }, 30_000);

  it("is not forgotten when it is written while the last look at the rest is still under way", async () => {
    const looked = Promise.withResolvers<void>();
    const mayAnswer = Promise.withResolvers<void>();
    const mayHandle = Promise.withResolvers<void>();
    const handled: string[] = [];
    const inbox = createInbox({
      async transact(work) {
        let foundNothing = false;
        const value = await base.storage.transact((stores) =>
          work({
            inbox: {
              ...stores.inbox,
              async unfinished(...args) {
                const page = await stores.inbox.unfinished(...args);
                foundNothing = page.length === 0;
                return page;
              },
            },
          }),
        );
        if (foundNothing) {
          // As on a server, where the answer of one connection can come after that of another.
          looked.resolve();
          await mayAnswer.promise;
        }
        return value;
      },
      async handle(entry) {
        await mayHandle.promise;
        await base.finish(entry);
        handled.push(texts([entry])[0] ?? "");
      },
      onGivenUp: async () => {},
      clock: base.clock,
      random: createSeededRandom(),
      logger: silentLogger,
    });
    await inbox.accept(many(5_001));
    mayHandle.resolve();
    await looked.promise;
    await inbox.accept([said("late", "晚到")]);
    mayAnswer.resolve();
    await settle(50);
    await inbox.idle();
    expect(handled).toHaveLength(5_002);
    expect(handled).toContain("晚到");
  }, 30_000);
});
