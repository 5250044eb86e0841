import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLogger } from "../../src/core/logger.ts";
import {
  checkText,
  createLibrary,
  type EditDeps,
  editText,
  keepLibrary,
  moveText,
  publishText,
  retireArticle,
  rollBack,
  startDraft,
} from "../../src/knowledge/index.ts";
import { createStores, type Opened, openSqlite, type Stores } from "../../src/storage/index.ts";
import { articleFile, DURIAN } from "../support/article-files.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { SAMPLES } from "./sample-articles.ts";

const EDITORS = ["lan", "ying", "owner"] as const;
const ARTICLES = ["durian", "fever"] as const;
const sample = (id: string) => (id === "durian" ? DURIAN : SAMPLES.find((one) => one.id === id));
const textOf = (id: string, version: number) => {
  const found = sample(id);
  if (!found) throw new Error(id);
  return articleFile({ ...found, short: `第${version}版这样说。` });
};

let opened: Opened<Stores>;
const clock = createFakeClock();
const makeDeps = (): EditDeps => {
  const library = createLibrary(SAMPLES, clock);
  return {
    clock,
    random: createSeededRandom(7),
    library,
    check: (id, text) => checkText(id, text, library.shelf().articles, clock.now()),
  };
};

beforeEach(async () => {
  opened = await openSqlite(":memory:", createStores);
  await opened.transact(({ articles }) =>
    articles.keepBase(
      SAMPLES.map(({ id, revision }) => ({ articleId: id, revision, text: id, english: undefined })),
      clock.now(),
    ),
  );
});
afterEach(() => opened.close());

const step = fc.record({
  act: fc.constantFrom("write", "submit", "send-back", "discard", "publish", "retire", "roll-back"),
  who: fc.constantFrom(...EDITORS),
  article: fc.constantFrom(...ARTICLES),
  version: fc.integer({ min: 1, max: 4 }),
  pick: fc.nat(),
});

describe("what editors do, in any order", () => {
  it("keeps one text live for each article, that somebody else than its author published, and never changes a text", async () => {
    const deps = makeDeps();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        await opened.transact(async ({ db }) => {
          for (const table of ["article_heads", "article_events", "article_version"] as const)
            await db.deleteFrom(table).execute();
          await db.deleteFrom("article_revisions").where("origin", "=", "editor").execute();
        });
        const texts = new Map<number, string>();
        let events = 0;
        for (const { act, who, article, version, pick } of steps) {
          await opened.transact(async (stores) => {
            const numbers = [...texts.keys()];
            const number = numbers[pick % Math.max(1, numbers.length)] ?? 0;
            if (act === "write") {
              const from = { questions: ["能吃榴莲吗"], gapGroupId: undefined };
              const known = (await stores.articles.revisionsOf(article, 1))[0];
              const ref = known ? article : String(await startDraft(deps, stores, from, who));
              await editText(deps, stores, ref, textOf(article, version), who);
            } else if (act === "publish") await publishText(deps, stores, number, who);
            else if (act === "retire") await retireArticle(deps, stores, article, who);
            else if (act === "roll-back") await rollBack(deps, stores, article, who);
            else await moveText(deps, stores, number, act, who);
          });
          const { rows, heads, count } = await opened.transact(async ({ db }) => ({
            rows: await db
              .selectFrom("article_revisions")
              .selectAll()
              .where("origin", "=", "editor")
              .execute(),
            heads: await db.selectFrom("article_heads").selectAll().execute(),
            count: (await db.selectFrom("article_events").select("id").execute()).length,
          }));
          expect(count).toBeGreaterThanOrEqual(events);
          events = count;
          for (const { id, text } of rows) {
            expect(texts.get(id) ?? text).toBe(text);
            texts.set(id, text);
          }
          const published = rows.filter(({ state }) => state === "published");
          for (const { author_id, publisher_id } of published) {
            expect(publisher_id).not.toBeNull();
            expect(publisher_id).not.toBe(author_id);
          }
          const live = heads.filter((head) => /^\d+$/.test(head.live));
          expect(published.map(({ id }) => String(id)).sort()).toEqual(live.map((head) => head.live).sort());
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** A published text of two editors. */
async function publish(deps: EditDeps, article: string, version: number) {
  return await opened.transact(async (stores) => {
    const from = { questions: ["能吃榴莲吗"], gapGroupId: undefined };
    const known = (await stores.articles.revisionsOf(article, 1))[0];
    const ref = known ? article : String(await startDraft(deps, stores, from, "lan"));
    const edited = await editText(deps, stores, ref, textOf(article, version), "lan");
    if (!edited.ok) throw new Error(edited.refusal.code);
    await moveText(deps, stores, edited.value, "submit", "lan");
    const done = await publishText(deps, stores, edited.value, "ying");
    if (!done.ok) throw new Error(done.refusal.code);
    return done.value;
  });
}
const shortOf = (deps: EditDeps, id: string) => deps.library.knowledge.byId(id)?.short;

describe("the library of another process on the same records", () => {
  it("follows within seconds, and finds what was published", async () => {
    const [here, there] = [makeDeps(), makeDeps()];
    const keeper = keepLibrary({
      library: there.library,
      transact: opened.transact,
      clock,
      logger: silentLogger,
      pollMs: 2_000,
    });
    const nothing = there.library.shelf();
    await clock.advance(2_000);
    await keeper.idle();
    expect(there.library.shelf(), "nothing is built for nothing").toBe(nothing);
    await publish(here, "durian", 1);
    expect(shortOf(there, "durian")).toBeUndefined();
    await clock.advance(2_000);
    await keeper.idle();
    expect(shortOf(there, "durian")).toBe("第1版这样说。");
    expect(there.library.search.find("榴莲能吃吗", { limit: 1 })[0]?.article.id).toBe("durian");
    await opened.transact((stores) => retireArticle(here, stores, "durian", "lan"));
    await clock.advance(2_000);
    await keeper.idle();
    expect(shortOf(there, "durian")).toBeUndefined();
    await keeper.stop();
    expect(clock.pending).toBe(0);
  });

  it("withdraws at once in the process where it was decided, before anything is built", async () => {
    const deps = makeDeps();
    const keeper = keepLibrary({
      library: deps.library,
      transact: opened.transact,
      clock,
      logger: silentLogger,
      pollMs: undefined,
    });
    const change = await opened.transact((stores) => retireArticle(deps, stores, "fever", "lan"));
    if (!change.ok) throw new Error(change.refusal.code);
    expect(shortOf(deps, "fever")).toBe("看精神。");
    keeper.changed(change.value);
    expect(shortOf(deps, "fever")).toBeUndefined();
    const found = deps.library.search.find("孩子发烧怎么办", { limit: 3 });
    expect(found.map(({ article }) => article.id)).not.toContain("fever");
    await keeper.idle();
    expect(shortOf(deps, "fever")).toBeUndefined();
  });

  it("never goes back to an older state, whichever shelf comes last", async () => {
    const { library } = makeDeps();
    const newer = library.build(2, library.shelf().articles.slice(1));
    const older = library.build(1, library.shelf().articles);
    library.withdraw("fever", 3);
    library.swap(newer);
    library.swap(older);
    expect(library.shelf()).toBe(newer);
    expect(library.knowledge.byId("fever"), "withdrawn by a change that neither shelf knows").toBeUndefined();
    library.swap(library.build(3, newer.articles));
    expect(library.knowledge.byId("fever")).toBeDefined();
  });

  it("gives out neither the shipped nor the editors' text when a published one can no longer be read", async () => {
    const problems: string[] = [];
    const overrides = {
      version: 1,
      retired: [],
      texts: [{ articleId: "fever", text: "---\nid: fever\n---\n" }],
    };
    const onProblem = ({ reason }: { reason: string }) => void problems.push(reason);
    const library = createLibrary(SAMPLES, clock, { overrides, onProblem });
    expect(library.knowledge.byId("fever")).toBeUndefined();
    expect(library.knowledge.byId("calcium")).toBeDefined();
    expect(problems.length).toBeGreaterThan(0);
  });
});

describe("rolling back", () => {
  it("does not bring back a text whose review has run out", async () => {
    const deps = makeDeps();
    await publish(deps, "fever", 1);
    const late = { ...deps, clock: { now: () => Date.parse("2027-11-24T00:00:00+08:00") } };
    const result = await opened.transact((stores) => rollBack(late, stores, "fever", "lan"));
    expect(result).toEqual({ ok: false, refusal: { code: "over-before", by: "2027-11-22" } });
  });
});
