import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { settle } from "../support/fake-clock.ts";
import { AT } from "../support/records.ts";
import { openInboxes, said, texts } from "./inbox-harness.ts";

let base: Awaited<ReturnType<typeof openInboxes>>;
beforeEach(async () => {
  base = await openInboxes();
});
afterEach(() => base.storage.close());

describe("an update", () => {
  it("is written before it is acknowledged, and handled by itself", async () => {
    const { inbox, handled } = base.start();
    await inbox.accept([said("1", "一")]);
    expect(await base.rows()).toHaveLength(1);
    await inbox.idle();
    expect(texts(handled)).toEqual(["一"]);
    expect(await base.rows()).toMatchObject([{ status: "done" }]);
  });

  it("is acknowledged while its handling still goes on", async () => {
    const held = Promise.withResolvers<void>();
    const { inbox, handled } = base.start(() => held.promise);
    await inbox.accept([said("1", "慢")]);
    expect(handled).toEqual([]);
    expect(inbox.waiting()).toBe(1);
    held.resolve();
    await inbox.idle();
    expect(texts(handled)).toEqual(["慢"]);
  });

  it("is handled once when the platform delivers it again", async () => {
    const { inbox, handled } = base.start();
    const event = said("1", "一");
    await Promise.all([inbox.accept([event]), inbox.accept([event, event])]);
    await inbox.accept([event]);
    await inbox.idle();
    expect(handled).toHaveLength(1);
  });

  it("is not acknowledged when it could not be written, and taken when it comes again", async () => {
    const { inbox, handled } = base.start();
    const event = said("1", "一");
    base.failing.with = new Error("disk full");
    await expect(inbox.accept([event])).rejects.toThrow("disk full");
    base.failing.with = undefined;
    await inbox.accept([event]);
    await inbox.idle();
    expect(texts(handled)).toEqual(["一"]);
  });

  it("that cannot be written does not keep out those that came with it", async () => {
    const bad = said("1", "坏");
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const { inbox, handled } = base.start();
    const results = await Promise.allSettled([
      inbox.accept([said("1", "好")]),
      inbox.accept([{ ...bad, ...cyclic }]),
      inbox.accept([said("2", "也好")]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    await inbox.idle();
    expect(texts(handled).sort()).toEqual(["也好", "好"]);
  });

  it("is refused after a stop, so that the platform keeps it", async () => {
    const { inbox } = base.start();
    await inbox.stop();
    await expect(inbox.accept([said("1", "一")])).rejects.toThrow("stopped");
    expect(await base.rows()).toEqual([]);
  });
});

describe("order", () => {
  it("is kept within a chat while chats run side by side", async () => {
    const slow = Promise.withResolvers<void>();
    const { inbox, handled } = base.start((entry) =>
      entry.event.chat.chatId === "slow" ? slow.promise : Promise.resolve(),
    );
    await inbox.accept([
      said("slow", "慢一"),
      said("a", "甲一"),
      said("slow", "慢二"),
      said("a", "甲二"),
      said("b", "乙一"),
    ]);
    await settle();
    expect(texts(handled).sort()).toEqual(["甲一", "甲二", "乙一"].sort());
    slow.resolve();
    await inbox.idle();
    expect(texts(handled).slice(3)).toEqual(["慢一", "慢二"]);
  });

  it("is kept within a chat when one update fails for a while", async () => {
    let failures = 2;
    const { inbox, handled } = base.start(async (entry) => {
      if (texts([entry])[0] === "一" && failures > 0) {
        failures -= 1;
        throw new Error("later");
      }
    });
    await inbox.accept([said("1", "一"), said("1", "二"), said("2", "别的")]);
    await settle();
    expect(texts(handled)).toEqual(["别的"]);
    await base.clock.advance(10_000);
    expect(texts(handled)).toEqual(["别的", "一", "二"]);
  });
});

describe("an update that cannot be handled", () => {
  it("is tried four times with growing pauses, then people are told the reference in the log", async () => {
    const tries: number[] = [];
    const refs: string[] = [];
    const { inbox } = base.start(
      async () => {
        tries.push(base.clock.now() - AT);
        throw new Error("a bug");
      },
      async (ref) => void refs.push(ref),
    );
    await inbox.accept([said("1", "坏")]);
    await base.clock.advance(60_000);
    expect(tries).toEqual([0, 1_000, 6_000, 36_000]);
    expect(refs).toEqual([expect.stringMatching(/^[0-9a-z]{8}$/)]);
    expect(await base.rows()).toMatchObject([{ status: "failed", attempts: 4, error_ref: refs[0] }]);
    await inbox.idle();
  });

  it("lets the next update of its chat through afterwards", async () => {
    const { inbox, handled } = base.start(async (entry) => {
      if (texts([entry])[0] === "坏") throw new Error("a bug");
    });
    await inbox.accept([said("1", "坏"), said("1", "好")]);
    await base.clock.advance(60_000);
    expect(texts(handled)).toEqual(["好"]);
  });

  it("stays to be told about when telling people failed", async () => {
    const { inbox } = base.start(
      async () => {
        throw new Error("a bug");
      },
      async () => {
        throw new Error("could not tell");
      },
    );
    await inbox.accept([said("1", "坏")]);
    await base.clock.advance(60_000);
    expect(await base.rows()).toMatchObject([{ status: "new" }]);
    await inbox.stop();

    const told: string[] = [];
    const next = base.start(
      async () => {
        throw new Error("a bug");
      },
      async (ref) => void told.push(ref),
    );
    await next.inbox.recover();
    await base.clock.advance(60_000);
    expect(told).toHaveLength(1);
    expect(await base.rows()).toMatchObject([{ status: "failed", error_ref: told[0] }]);
  });

  it("is not given up while the database is away, and handled when it is back", async () => {
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const { inbox, handled } = base.start(async () => {
      await begun;
      if (base.failing.with) throw base.failing.with;
    });
    await inbox.accept([said("1", "问"), said("1", "再问")]);
    base.failing.with = new Error("no connection");
    begin();
    await base.clock.advance(600_000);
    expect(handled).toEqual([]);
    base.failing.with = undefined;
    await base.clock.advance(31_000);
    await inbox.idle();
    expect(texts(handled)).toEqual(["问", "再问"]);
  });

  it("keeps its count of tries over a restart", async () => {
    const { inbox } = base.start(async () => {
      throw new Error("a bug");
    });
    await inbox.accept([said("1", "坏")]);
    await base.clock.advance(1_500);
    await inbox.stop();
    const tries: number[] = [];
    const next = base.start(async () => {
      tries.push(base.clock.now());
      throw new Error("a bug");
    });
    await next.inbox.recover();
    await base.clock.advance(60_000);
    expect(tries).toHaveLength(2);
  });
});

describe("a stop", () => {
  it("waits for what runs, begins nothing, and leaves the rest in the database", async () => {
    const held = Promise.withResolvers<void>();
    const { inbox, handled } = base.start(() => held.promise);
    await inbox.accept([said("1", "一"), said("1", "二")]);
    const stopping = inbox.stop();
    held.resolve();
    await stopping;
    expect(texts(handled)).toEqual(["一"]);
    expect((await base.rows()).map(({ status }) => status)).toEqual(["done", "new"]);
  });

  it("does not wait for the pause before the next try", async () => {
    const { inbox } = base.start(async () => {
      throw new Error("later");
    });
    await inbox.accept([said("1", "一")]);
    await settle();
    await inbox.stop();
    expect(await base.rows()).toMatchObject([{ status: "new", attempts: 1 }]);
  });
});

describe("a restart", () => {
  it("takes up everything that was left, in order, before what is new", async () => {
    const first = base.start(() => new Promise(() => {}));
    await first.inbox.accept([said("1", "一"), said("2", "甲"), said("1", "二")]);
    const { inbox, handled } = base.start();
    expect(await inbox.recover()).toBe(3);
    await inbox.accept([said("1", "三")]);
    await inbox.idle();
    expect(texts(handled).filter((text) => text !== "甲")).toEqual(["一", "二", "三"]);
    expect((await base.rows()).map(({ status }) => status)).toEqual(Array(4).fill("done"));
  });

  it("finds nothing to do where all is done", async () => {
    const { inbox } = base.start();
    await inbox.accept([said("1", "一")]);
    await inbox.idle();
    expect(await base.start().inbox.recover()).toBe(0);
  });
});
