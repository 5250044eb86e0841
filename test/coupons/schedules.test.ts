import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CampaignSettings, Claim } from "../../src/coupons/index.ts";
import { mergeClaims, serveClaims } from "../../src/coupons/index.ts";
import { confirmDelivered, releaseOverdue } from "../../src/coupons/settle-claims.ts";
import { createStores, openSqlite, type Stores } from "../../src/storage/index.ts";
import { couponDeps, openCampaign, pressOf } from "../support/coupons.ts";
import type { Database } from "../support/databases.ts";

const START = Date.parse("2026-11-22T12:00:00Z");

type Step =
  | { readonly act: "press"; readonly who: number; readonly reachable: boolean }
  | { readonly act: "serve"; readonly most: number }
  | { readonly act: "send"; readonly count: number; readonly ends: "sent" | "failed" | "unknown" | "retry" }
  | { readonly act: "look" | "release" }
  | { readonly act: "wait"; readonly minutes: number }
  | { readonly act: "merge"; readonly who: number; readonly into: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constant("press" as const), who: fc.nat(7), reachable: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant("serve" as const), most: fc.constantFrom(1, 3, 500) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant("send" as const),
      count: fc.integer({ min: 1, max: 3 }),
      ends: fc.constantFrom("sent" as const, "failed" as const, "unknown" as const, "retry" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom("look" as const, "release" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant("wait" as const), minutes: fc.constantFrom(1, 10, 16) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant("merge" as const), who: fc.nat(7), into: fc.nat(7) }),
  },
);

/** Plays the steps and looks after each whether everything still adds up. */
async function play(steps: readonly Step[], stock: number, more: Partial<CampaignSettings>): Promise<void> {
  let now = START;
  const clock = { now: () => now, after: () => () => {} };
  const opened = await openSqlite(":memory:", createStores);
  const run = <T>(work: (stores: Stores) => Promise<T>) => opened.transact(work);
  const deps = couponDeps(opened.transact as Database["transact"], clock);
  const same = new Map<string, string>();
  const whole = (who: string): string => {
    const next = same.get(who);
    return next === undefined ? who : whole(next);
  };
  try {
    const campaignId = await run((stores) => openCampaign(stores, now, stock, more));
    const shown = new Map<string, string>();
    for (const [at, one] of steps.entries()) {
      switch (one.act) {
        case "press": {
          const from = pressOf(`p${one.who}`, at, one.reachable);
          await run(({ coupons }) => coupons.ask({ campaignId, personId: whole(`p${one.who}`), from }, now));
          break;
        }
        case "serve":
          await run((stores) => serveClaims(deps, stores, campaignId, one.most));
          break;
        case "send":
          await send(run, one, now, shown);
          break;
        case "look":
          await run((stores) => confirmDelivered(deps, stores, campaignId));
          break;
        case "release":
          await run((stores) => releaseOverdue(deps, stores, campaignId));
          break;
        case "wait":
          now += one.minutes * 60_000;
          break;
        case "merge": {
          const [from, into] = [whole(`p${one.who}`), whole(`p${one.into}`)];
          if (from === into) break;
          await run((stores) => mergeClaims(stores, from, into, now));
          same.set(from, into);
          break;
        }
      }
      await addsUp(run, campaignId, stock, more.perPerson ?? 1);
    }
  } finally {
    await opened.close();
  }
}

type Run = <T>(work: (stores: Stores) => Promise<T>) => Promise<T>;

/** What the dispatcher would do with some rows; nobody may ever read a code that somebody else has read. */
async function send(
  run: Run,
  { count, ends }: Extract<Step, { act: "send" }>,
  now: number,
  shown: Map<string, string>,
): Promise<void> {
  const due = (await run(({ outbox }) => outbox.due(now, 50, ["telegram"])))
    .filter(({ dedupeKey }) => dedupeKey.includes(":code:"))
    .slice(0, count);
  const taken = await run(({ outbox }) =>
    outbox.lease(
      due.map(({ id }) => id),
      "w",
      now + 60_000,
    ),
  );
  for (const row of due.filter(({ id }) => taken.includes(id))) {
    const detail = ends;
    await run(({ outbox }) =>
      outbox.settle(
        [
          ends === "sent"
            ? { id: row.id, outcome: "sent", messageId: "1" }
            : ends === "retry"
              ? { id: row.id, outcome: "retry", nextTryAt: now + 1_000, detail }
              : ends === "unknown"
                ? { id: row.id, outcome: "unknown", nextTryAt: undefined, detail }
                : { id: row.id, outcome: "failed", detail },
        ],
        now,
      ),
    );
    if (ends === "failed" || ends === "retry") continue;
    const code = row.content.blocks.map((block) => (block.kind === "list" ? "" : block.text))[1] ?? "";
    const reader = shown.get(code);
    expect(reader === undefined || reader === row.to.chatId, `${code} was read by two`).toBe(true);
    shown.set(code, row.to.chatId);
  }
}

async function addsUp(run: Run, campaignId: number, stock: number, perPerson: number): Promise<void> {
  const found = await run(async ({ coupons, db }) => ({
    campaign: await coupons.campaign(campaignId),
    free: await db
      .selectFrom("coupon_codes")
      .select("place")
      .where("campaign_id", "=", campaignId)
      .where("taken", "=", 0)
      .execute(),
    claims: (await db.selectFrom("coupon_claims").selectAll().execute()) as unknown as {
      person_id: string;
      status: Claim["status"];
      place: number | null;
    }[],
  }));
  const holding = found.claims.filter(({ status }) => ["reserved", "confirmed", "void"].includes(status));
  expect(found.campaign?.taken).toBe(holding.length);
  expect(holding.length + found.free.length).toBe(stock);
  expect(new Set(holding.map(({ place }) => place)).size).toBe(holding.length);
  const byPerson = new Map<string, number>();
  for (const { person_id, status } of found.claims) {
    if (["reserved", "confirmed", "waiting"].includes(status)) {
      byPerson.set(person_id, (byPerson.get(person_id) ?? 0) + 1);
    }
  }
  for (const count of byPerson.values()) expect(count).toBeLessThanOrEqual(perPerson);
}

describe("any schedule of presses, sends, time-outs, receipts and linked accounts", () => {
  const RUNS = process.env.DRILL ? 250 : 60;
  it.each([
    { stock: 3, perPerson: 1, waitingList: false },
    { stock: 4, perPerson: 2, waitingList: true },
  ])(
    "keeps to $stock codes and $perPerson a person, waiting list $waitingList",
    async ({ stock, ...more }) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) =>
          play(steps, stock, more),
        ),
        { numRuns: RUNS },
      );
    },
    120_000,
  );
});
