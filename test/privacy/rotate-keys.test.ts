import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UNOPENED } from "../../src/cases/case.ts";
import { appendEvent } from "../../src/cases/index.ts";
import { silentLogger } from "../../src/core/logger.ts";
import { systemRandom } from "../../src/core/random.ts";
import { createTextSealer } from "../../src/core/text-sealer.ts";
import { countMissingKeys, resealAll, startKeyRotation } from "../../src/privacy/index.ts";
import { createStores, openSqlite, type Stores } from "../../src/storage/index.ts";
import { FROM } from "../cases/arbitrary.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { AT, delivery, message } from "../support/records.ts";

const [OLD, NEW] = [randomBytes(32), randomBytes(32)];
const WORDS = "我家住幸福路";
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "beluga-keys-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function open(...keys: readonly Uint8Array[]) {
  const sealer = createTextSealer(keys, systemRandom);
  const path = join(folder, "beluga.db");
  const storage = await openSqlite(path, (db, engine) => createStores(db, engine, sealer));
  return { ...storage, keyIds: sealer.keyIds };
}

/** A word in each place that is sealed. */
async function fill({ transact }: { transact<T>(work: (stores: Stores) => Promise<T>): Promise<T> }) {
  await transact(async (stores) => {
    const { cases, aid, inbox, outbox } = stores;
    const caseId =
      (await cases.create({ hostId: "wang", personId: "mei" }, { ...UNOPENED, from: FROM })) ?? 0;
    const opened = { type: "opened", kind: "other", level: "care", alias: "青禾", reason: "human" } as const;
    await appendEvent(stores, caseId, 0, { ...opened, from: FROM, text: WORDS, at: AT });
    const form = { kind: "application", subject: "1", step: "needs", updatedAt: AT } as const;
    await aid.keepForm("mei", { ...form, answers: { needs: WORDS } });
    await inbox.add([message({ text: WORDS })], AT);
    await outbox.enqueue([delivery({ text: WORDS })], AT);
  });
}

const read = ({ transact }: Awaited<ReturnType<typeof open>>) =>
  transact(async ({ cases, aid, inbox, outbox }) => [
    (await cases.events(1, 9)).map((event) => ("text" in event ? event.text : undefined)),
    (await aid.form("mei"))?.answers.needs,
    (await inbox.unfinished(0, 9)).map(({ event }) => (event.kind === "message" ? event.text : "")),
    (await outbox.due(AT + 1, 9, ["telegram"])).flatMap(({ content }) => content.blocks),
  ]);
const ALL = [[WORDS], WORDS, [WORDS], [{ kind: "text", text: WORDS }]];

const rawText = ({ transact }: Awaited<ReturnType<typeof open>>) =>
  transact(async ({ db }) =>
    JSON.stringify([
      await db.selectFrom("case_events").selectAll().execute(),
      await db.selectFrom("aid_forms").selectAll().execute(),
      await db.selectFrom("inbox").selectAll().execute(),
      await db.selectFrom("deliveries").selectAll().execute(),
    ]),
  );

describe("another key", () => {
  it("seals what the old one sealed, after which the old one may go", async () => {
    const first = await open(OLD);
    expect(await countMissingKeys(first)).toBe(0);
    await fill(first);
    expect(await rawText(first)).not.toContain(WORDS);
    await first.close();

    const without = await open(NEW);
    expect(await countMissingKeys(without), "the old one is missing").toBe(1);
    await without.close();
    const none = await open();
    expect(await countMissingKeys(none), "all of them are missing").toBe(1);
    await none.close();

    const both = await open(NEW, OLD);
    expect(await countMissingKeys(both)).toBe(0);
    expect(await read(both)).toEqual(ALL);
    expect(await resealAll(both, () => false)).toEqual({ count: 4, unreadable: 0 });
    expect(await resealAll(both, () => false), "once").toEqual({ count: 0, unreadable: 0 });
    await both.close();

    const after = await open(NEW);
    expect(await countMissingKeys(after)).toBe(0);
    expect(await read(after)).toEqual(ALL);
    await after.close();
  });

  it("seals what was written while there was none", async () => {
    const plain = await open();
    expect(await countMissingKeys(plain)).toBe(0);
    await fill(plain);
    expect(await rawText(plain)).toContain(WORDS);
    await plain.close();
    const sealed = await open(NEW);
    expect(await countMissingKeys(sealed)).toBe(0);
    const clock = createFakeClock();
    const stop = startKeyRotation({ ...sealed, clock, logger: silentLogger });
    await clock.advance(100_000);
    await expect.poll(() => sealed.transact(({ sealed: store }) => store.keysInUse())).toEqual(sealed.keyIds);
    await stop();
    expect(await rawText(sealed)).not.toContain(WORDS);
    expect(await read(sealed)).toEqual(ALL);
    expect(clock.pending).toBe(0);
    await sealed.close();
  });

  it("is found in records that were sealed before anybody kept a list of keys", async () => {
    const first = await open(OLD);
    await fill(first);
    await first.transact(({ db }) => db.deleteFrom("meta").where("key", "=", "sealing-keys").execute());
    await first.close();
    const other = await open(NEW);
    expect(await countMissingKeys(other)).toBe(1);
    await other.close();
  });

  it("that nobody has keeps the list as it is: the key may still be found", async () => {
    const first = await open(OLD);
    await countMissingKeys(first);
    await fill(first);
    await first.close();
    const wrong = await open(NEW);
    expect((await resealAll(wrong, () => false)).unreadable).toBe(4);
    expect(await wrong.transact(({ sealed }) => sealed.keysInUse())).toEqual(
      expect.arrayContaining([...first.keyIds]),
    );
    await wrong.close();
  });
});
