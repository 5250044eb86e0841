import { expect, it } from "vitest";
import { playUpdates } from "../fuzz/play-updates.ts";
import { print } from "./calm-questions.ts";

const UPDATES = 100_000;
const SEED = Number(process.env.DRILL_SEED ?? Date.now() % 1_000_000);

it("survives 100,000 strange updates on every platform and sends nothing that a platform would refuse", async () => {
  const begunAt = performance.now();
  const played = await playUpdates(UPDATES, SEED);
  const seconds = (performance.now() - begunAt) / 1_000;
  print(
    `fuzz, seed ${SEED}: ${played.updates} updates, ${played.inboxEntries} inbox entries, ${played.sent} messages sent, ` +
      `${played.violations.length} violations, ${played.errors.length} errors, ${played.unhandledRejections.length} unhandled rejections, ` +
      `${seconds.toFixed(0)} s`,
  );
  expect(played.violations.slice(0, 5)).toEqual([]);
  expect(played.errors.slice(0, 5)).toEqual([]);
  expect(played.unhandledRejections).toEqual([]);
  expect(played.givenUp).toBe(0);
});
