import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStores, FolderInUseError, lockFolder, openSqlite } from "../../src/storage/index.ts";
import { AT, message } from "../support/records.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "beluga-folder-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function otherProcess() {
  const child = fork(new URL("hold-folder.ts", import.meta.url), [folder], {
    stdio: "inherit",
    execArgv: ["--expose-gc"],
  });
  const [held] = await once(child, "message");
  return {
    held: held as boolean,
    async kill() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

describe("the data folder", () => {
  it("is refused to a second process, with a sentence that says what to do", async () => {
    const other = await otherProcess();
    try {
      expect(other.held).toBe(true);
      expect(() => lockFolder(folder)).toThrow(FolderInUseError);
      expect(() => lockFolder(folder)).toThrow(/already running on the folder .* DATA_DIR/);
    } finally {
      await other.kill();
    }
  });

  it("is free again at once when its process was killed", async () => {
    const other = await otherProcess();
    await other.kill();
    const unlock = lockFolder(folder);
    const early = await otherProcess();
    expect(early.held).toBe(false);
    await early.kill();
    unlock();
    const next = await otherProcess();
    expect(next.held).toBe(true);
    await next.kill();
  });
});

describe("the embedded database", () => {
  const path = () => join(folder, "beluga.db");

  it("leaves nothing behind of a first start that failed half-way", async () => {
    const blocked = new DatabaseSync(path());
    blocked.exec("create table safety_events (id integer)"); // one of the last tables of the first migration
    blocked.close();
    await expect(openSqlite(path(), createStores)).rejects.toThrow(/safety_events/);
    const unblocked = new DatabaseSync(path());
    const tables = unblocked.prepare("select name from sqlite_master where type = 'table'").all();
    expect(tables).toEqual([{ name: "safety_events" }]);
    unblocked.exec("drop table safety_events");
    unblocked.close();
    const opened = await openSqlite(path(), createStores);
    expect(await opened.transact(({ people }) => people.hosts())).toEqual([]);
    await opened.close();
  });

  it("shares one durable commit between works that come together", async () => {
    const opened = await openSqlite(path(), createStores);
    const watcher = new DatabaseSync(path());
    const version = () => watcher.prepare("pragma data_version").get()?.data_version;
    const seen: unknown[] = [];
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        await opened.transact(({ inbox }) => inbox.add([message()], AT));
        seen.push(version());
      }),
    );
    expect(new Set(seen).size).toBe(1);
    watcher.close();
    await opened.close();
  });

  it("rejects every work of a commit that fails, keeps none of them, and goes on", async () => {
    const opened = await openSqlite(path(), createStores);
    const before = await opened.transact(({ people }) => people.settleSetting("before", "1"));
    const other = new DatabaseSync(path());
    other.exec("pragma busy_timeout=0");
    // A foreign key that is checked at the commit only makes the commit itself fail.
    const { sql } = await import("kysely");
    const works = Array.from({ length: 5 }, (_, index) =>
      opened.transact(async ({ people, db }) => {
        if (index === 2) {
          await sql`pragma defer_foreign_keys=on`.execute(db);
          const invite = { hostId: "nobody", purpose: "host", createdBy: "x", expiresAt: AT } as const;
          await people.createInvite("hash", invite);
        }
        await people.settleSetting(`key ${index}`, "1");
      }),
    );
    const results = await Promise.allSettled(works);
    expect(results.map(({ status }) => status)).toEqual(Array(5).fill("rejected"));
    const kept = await opened.transact(async ({ people }) => [
      await people.setting("before"),
      await people.setting("key 0"),
      await people.settleSetting("after", "1"),
    ]);
    expect([before, ...kept]).toEqual(["1", "1", undefined, "1"]);
    other.close();
    await opened.close();
  });

  it("cannot be read by a newcomer before the commit, and can after it", async () => {
    const opened = await openSqlite(path(), createStores);
    const reader = new DatabaseSync(path());
    const count = () => reader.prepare("select count(*) as n from inbox").get()?.n;
    const inside = await opened.transact(async ({ inbox }) => {
      await inbox.add([message()], AT);
      return count();
    });
    expect([inside, count()]).toEqual([0, 1]);
    reader.close();
    await opened.close();
  });
});
