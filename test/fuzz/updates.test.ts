import { expect, it } from "vitest";
import { playUpdates } from "./play-updates.ts";

const SEED = Number(process.env.FUZZ_SEED ?? 20_260_301);

it("survives 2,000 strange updates and sends nothing that a platform would refuse", async () => {
  const { errors, givenUp, inboxEntries, sent, unhandledRejections, violations } = await playUpdates(
    2_000,
    SEED,
  );
  expect(violations).toEqual([]);
  expect(errors).toEqual([]);
  expect(unhandledRejections).toEqual([]);
  expect(givenUp).toBe(0);
  // A generator that makes nothing readable would prove nothing.
  expect(inboxEntries).toBeGreaterThan(700);
  expect(sent).toBeGreaterThan(300);
}, 60_000);
