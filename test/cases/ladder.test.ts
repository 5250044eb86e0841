import { expect, it } from "vitest";
import type { FanWay } from "../../src/cases/index.ts";
import { lookAtCase } from "../../src/cases/ladder.ts";
import { openCase } from "../../src/cases/open-case.ts";
import type { Draft } from "../../src/core/content.ts";
import { describeEachEngine, useDatabase } from "../support/each-engine.ts";
import { createCaseDesk } from "./harness.ts";

const FROM: FanWay = { platform: "telegram", chatId: "mei", kind: "private", userId: "mei", locale: "zh" };

describeEachEngine("a ladder on which several processes look", (engine) => {
  const database = useDatabase(engine);

  it("has each step taken once, and due again at its own moment", async () => {
    const desk = createCaseDesk(database);
    await desk.opens(["lan", "ying"]);
    const plea = {
      personId: "mei",
      hostId: "wang",
      kind: "health",
      level: "urgent",
      reason: "alarm",
    } as const;
    const { caseId } = (
      await desk.act((stores) =>
        openCase(desk.deps, stores, { ...plea, from: FROM, text: "抽搐了", media: [] }),
      )
    ).one;
    const posted: { origin: string; drafts: readonly Draft[] }[] = [];
    const deps = {
      cases: desk.deps,
      post: async (_stores: unknown, origin: string, drafts: readonly Draft[]) => {
        posted.push({ origin, drafts });
        return [];
      },
    };
    const look = () => database().transact((stores) => lookAtCase(deps, stores, caseId));
    await Promise.all([look(), look()]);
    expect(posted, "too early").toEqual([]);

    await desk.clock.advance(15 * 60_000);
    await Promise.all([look(), look(), look(), look()]);
    const steps = await desk.act(({ cases }) => cases.eventsOf(caseId, ["ladder-step"], 10));
    // Nobody is on duty and there is no host: the next to hear are all.
    expect(steps).toEqual([
      expect.objectContaining({ step: 5, told: expect.arrayContaining(["lan", "ying", "room"]) }),
    ]);
    // A work that a server undid and repeated has posted under the same key.
    expect(new Set(posted.map(({ origin }) => origin)).size).toBe(1);
    expect(posted[0]?.drafts.map(({ to }) => to.chatId).sort()).toEqual(["-9", "lan", "ying"]);
    const now = desk.clock.now();
    expect(await desk.act(({ cases }) => cases.dueCases(now, undefined, 10))).toEqual([]);
    expect(await desk.act(({ cases }) => cases.earliestClock())).toBe(now + 15 * 60_000);
  });

  it("follows the host's times at once when they change", async () => {
    const desk = createCaseDesk(database);
    await desk.opens(["lan"]);
    const plea = {
      personId: "mei",
      hostId: "wang",
      kind: "health",
      level: "urgent",
      reason: "alarm",
    } as const;
    await desk.act((stores) => openCase(desk.deps, stores, { ...plea, from: FROM, media: [] }));
    const now = desk.clock.now();
    expect(await desk.act(({ cases }) => cases.dueCases(now, undefined, 10))).toEqual([]);
    await desk.act(({ cases }) => cases.wakeClocks("wang", now));
    expect(await desk.act(({ cases }) => cases.dueCases(now, undefined, 10))).toHaveLength(1);
  });
});
