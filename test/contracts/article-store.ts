import { describe, expect, it } from "vitest";
import { recordGap } from "../../src/answering/index.ts";
import type { NewRevision } from "../../src/knowledge/index.ts";
import type { Stores } from "../../src/storage/index.ts";
import { rowsOf } from "../support/databases.ts";
import { type EngineUnderTest, useDatabase } from "../support/each-engine.ts";
import { AT } from "../support/records.ts";

const DRAFT: NewRevision = {
  articleId: "durian",
  revision: "00000001",
  text: "---\nid: durian\n---\n",
  authorId: "lan",
  gapGroupId: "g1",
};

/** What every store of articles keeps. */
export function articleStoreContract(engine: EngineUnderTest): void {
  describe("article store", () => {
    const database = useDatabase(engine);
    const work = <T>(run: (store: Stores["articles"]) => Promise<T>) =>
      database().transact((stores) => run(stores.articles));
    const add = async (more: Partial<NewRevision> = {}): Promise<number> => {
      const number = await work((store) => store.addRevision({ ...DRAFT, ...more }, AT));
      if (number === undefined) throw new Error("it was there before");
      return number;
    };

    it("keeps a shipped text once, and every text that was ever shipped", async () => {
      const text = { articleId: "fever", revision: "aaaaaaaa", text: "一", english: undefined };
      expect(await work((store) => store.keepBase([text], AT))).toBe(1);
      expect(await work((store) => store.keepBase([text], AT + 1))).toBe(0);
      const upgraded = { ...text, revision: "bbbbbbbb", text: "二", english: "two" };
      expect(await work((store) => store.keepBase([upgraded], AT + 2))).toBe(1);
      expect(await work((store) => store.revisionByHash("fever", "aaaaaaaa"))).toMatchObject({ text: "一" });
      expect(await work((store) => store.revisionByHash("fever", "bbbbbbbb"))).toMatchObject({
        english: "two",
      });
    });

    it("keeps many shipped texts", async () => {
      const texts = Array.from({ length: 240 }, (_, at) => ({
        articleId: `article-${at}`,
        revision: "aaaaaaaa",
        text: "文",
        english: undefined,
      }));
      expect(await work((store) => store.keepBase(texts, AT))).toBe(240);
      expect(await work((store) => store.keepBase(texts, AT))).toBe(0);
    });

    it("gives a draft a number, and the same text of an article no second one", async () => {
      const number = await add();
      expect(await work((store) => store.revision(number))).toEqual({
        ...DRAFT,
        number,
        english: undefined,
        origin: "editor",
        state: "draft",
        publisherId: undefined,
        createdAt: AT,
        publishedAt: undefined,
      });
      expect(await work((store) => store.addRevision(DRAFT, AT))).toBeUndefined();
      const next = await add({ revision: "00000002" });
      expect(next).toBeGreaterThan(number);
      expect((await work((store) => store.revisionsOf("durian", 9))).map((one) => one.number)).toEqual([
        next,
        number,
      ]);
    });

    it("changes a state only from the one that was seen", async () => {
      const number = await add();
      const submit = { from: "draft", to: "in_review" } as const;
      expect(await work((store) => store.setState(number, submit, AT))).toBe(true);
      expect(await work((store) => store.setState(number, submit, AT))).toBe(false);
      expect((await work((store) => store.open(9))).map((one) => one.state)).toEqual(["in_review"]);
      const publish = { from: "in_review", to: "published", publisherId: "ying" } as const;
      await work((store) => store.setState(number, publish, AT + 5));
      expect(await work((store) => store.revision(number))).toMatchObject({
        state: "published",
        publisherId: "ying",
        publishedAt: AT + 5,
      });
      expect(await work((store) => store.open(9))).toEqual([]);
    });

    it("lets one of many publishers change a state", async () => {
      const number = await add();
      const submit = { from: "draft", to: "in_review" } as const;
      const all = await Promise.all(
        Array.from({ length: 6 }, () => work((store) => store.setState(number, submit, AT))),
      );
      expect(all.filter(Boolean)).toHaveLength(1);
    });

    it("appends what was done, and says what an act replaced", async () => {
      const number = await add();
      const event = { articleId: "durian", number, act: "publish", personId: "ying", note: "" } as const;
      const change = { from: "in_review", to: "published" } as const;
      const replaced = { live: { kind: "base" }, sinceEventId: undefined } as const;
      const first = await work((store) => store.record({ ...event, ...change, replaced }, AT));
      const second = await work((store) =>
        store.record(
          {
            ...event,
            act: "retire",
            from: undefined,
            to: undefined,
            replaced: { live: { kind: "editor", number }, sinceEventId: first },
          },
          AT + 1,
        ),
      );
      expect(await work((store) => store.replacedBy(second))).toEqual({
        live: { kind: "editor", number },
        sinceEventId: first,
      });
      expect(await work((store) => store.history("durian", 9))).toMatchObject([
        { act: "retire", at: AT + 1 },
        { act: "publish", from: "in_review", to: "published", replaced, at: AT },
      ]);
    });

    it("gives what stands in for shipped files", async () => {
      const number = await add();
      await work((store) =>
        store.setHead({ articleId: "durian", live: { kind: "editor", number }, sinceEventId: 1 }),
      );
      await work((store) =>
        store.setHead({ articleId: "fever", live: { kind: "retired" }, sinceEventId: 2 }),
      );
      await work((store) =>
        store.setHead({ articleId: "calcium", live: { kind: "retired" }, sinceEventId: 3 }),
      );
      await work((store) =>
        store.setHead({ articleId: "calcium", live: { kind: "base" }, sinceEventId: undefined }),
      );
      expect(await work((store) => store.overrides())).toEqual({
        version: 0,
        retired: ["fever"],
        texts: [{ articleId: "durian", text: DRAFT.text }],
      });
      expect(await work((store) => store.head("fever"))).toEqual({
        articleId: "fever",
        live: { kind: "retired" },
        sinceEventId: 2,
      });
      expect(await work((store) => store.head("nobody"))).toBeUndefined();
    });

    it("counts changes without losing one", async () => {
      expect(await work((store) => store.version())).toBe(0);
      const versions = await Promise.all(
        Array.from({ length: 8 }, () => work((store) => store.nextVersion())),
      );
      expect([...versions].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(await work((store) => store.version())).toBe(8);
    });

    it("keeps one open wish to publish a revision, closed once", async () => {
      const number = await add();
      const wish = { requestId: "r1", number, personId: "ying", chat: undefined, locale: "zh" } as const;
      expect(await work((store) => store.addRequest(wish, AT))).toBe(true);
      expect(await work((store) => store.addRequest({ ...wish, requestId: "r2" }, AT))).toBe(false);
      expect(await work((store) => store.openRequests())).toEqual([wish]);
      const closed = await Promise.all(
        [1, 2, 3].map(() => work((store) => store.closeRequest("r1", "blocked", AT))),
      );
      expect(closed.filter(Boolean)).toHaveLength(1);
      const chat = { platform: "web", chatId: "wang", visibleTo: "u1" } as const;
      expect(
        await work((store) => store.addRequest({ ...wish, requestId: "r3", chat, locale: "en" }, AT)),
      ).toBe(true);
      expect(await work((store) => store.openRequests())).toEqual([
        { ...wish, requestId: "r3", chat, locale: "en" },
      ]);
    });

    it("keeps an article's questions once, and tells of a deadline once", async () => {
      await work((store) => store.addQuestions("durian", ["能吃榴莲吗", "能吃榴莲吗", "榴莲上火吗"], AT));
      await work((store) => store.addQuestions("durian", ["榴莲上火吗"], AT));
      expect(await work((store) => store.questions())).toHaveLength(2);
      const told = await Promise.all(
        [1, 2].map(() => work((store) => store.noticeReview("fever", "2027-11-22", AT))),
      );
      expect(told.filter(Boolean)).toHaveLength(1);
      expect(await work((store) => store.noticeReview("fever", "2028-11-22", AT))).toBe(true);
    });
  });

  describe("gap store", () => {
    const database = useDatabase(engine);
    const ask = (question: string, id: string, hostId: string | null = "wang", at = AT) =>
      database().transact(({ answers }) =>
        recordGap(
          answers,
          { hostId: hostId ?? undefined, fingerprint: question, question, near: [] },
          id,
          at,
        ),
      );
    const groups = (whose: readonly string[] | "everybody" = "everybody", limit = 9) =>
      database().transact(({ gaps }) => gaps.gapGroups(whose, limit));

    it("puts like questions of a host together, the most asked first", async () => {
      await ask("疝气要不要手术", "g1");
      await ask("宝宝能吃榴莲吗", "g2");
      await ask("小孩可以吃榴莲吗", "g3", "wang", AT + 1);
      await ask("宝宝能吃榴莲吗", "g4", "wang", AT + 2);
      await ask("宝宝能吃榴莲吗", "g5", "li");
      await ask("宝宝能吃榴莲吗", "g6", null);
      const found = await groups(["wang"]);
      expect(found.map(({ groupId, count, lastAt }) => [groupId, count, lastAt])).toEqual([
        ["g2", 3, AT + 2],
        ["g1", 1, AT],
      ]);
      expect((await groups(["li"])).map(({ groupId }) => groupId)).toEqual(["g5"]);
      expect((await groups()).map(({ hostId }) => hostId)).toContain(undefined);
      expect(await groups([])).toEqual([]);
      expect(await database().transact(({ gaps }) => gaps.gapQuestions("g2", 9))).toEqual([
        "宝宝能吃榴莲吗",
        "小孩可以吃榴莲吗",
      ]);
    });

    it("closes a group for good; who asks the same again begins another", async () => {
      await ask("宝宝能吃榴莲吗", "g1");
      const close = () => database().transact(({ gaps }) => gaps.closeGapGroup("g1", "durian", "ying", AT));
      expect([await close(), await close()]).toEqual([true, false]);
      expect(await groups()).toEqual([]);
      await ask("小孩可以吃榴莲吗", "g2", "wang", AT + 1);
      await ask("宝宝能吃榴莲吗", "g3", "wang", AT + 2);
      expect((await groups()).map(({ groupId, count }) => [groupId, count])).toEqual([["g2", 2]]);
      expect(await database().transact(({ gaps }) => gaps.gapGroup("g1"))).toMatchObject({
        status: "closed",
        articleId: "durian",
        count: 1,
      });
      expect(await rowsOf(database(), "gap_events")).toMatchObject([{ act: "answered", person_id: "ying" }]);
    });

    it("lists answers that did not help by whom it concerns", async () => {
      const answer = {
        platform: "telegram",
        chatId: "1",
        personId: "p",
        outcome: "answered",
        score: 1,
        near: [],
        locale: "zh",
        stage: undefined,
      } as const;
      const article = { articleId: "fever", revision: "aaaaaaaa" };
      await database().transact(async ({ answers }) => {
        await answers.addAnswer({ ...answer, ...article, answerId: "a1", hostId: "wang" }, AT);
        await answers.addAnswer({ ...answer, ...article, answerId: "a2", hostId: "li" }, AT);
        await answers.addAnswer({ ...answer, ...article, answerId: "a3", hostId: "wang" }, AT);
        await answers.addFeedback("a1", "p1", false, AT + 1);
        await answers.addFeedback("a1", "p2", false, AT + 2);
        await answers.addFeedback("a2", "p1", false, AT + 1);
        await answers.addFeedback("a3", "p1", true, AT + 1);
      });
      const list = (whose: readonly string[] | "everybody", from = 0) =>
        database().transact(({ gaps }) => gaps.notHelped(whose, from, 9));
      expect(await list(["wang"])).toEqual([{ answerId: "a1", ...article, people: 2, lastAt: AT + 2 }]);
      expect((await list("everybody")).map(({ answerId }) => answerId).sort()).toEqual(["a1", "a2"]);
      expect(await list("everybody", AT + 3)).toEqual([]);
      expect(await database().transact(({ gaps }) => gaps.shownAnswer("a1"))).toEqual({
        answerId: "a1",
        hostId: "wang",
        platform: "telegram",
        outcome: "answered",
        ...article,
        at: AT,
      });
      await database().transact(({ answers }) =>
        answers.addAnswer({ ...answer, ...article, answerId: "a4", hostId: "wang", stage: 1 }, AT),
      );
      expect(await database().transact(({ gaps }) => gaps.shownAnswer("a4"))).toMatchObject({ stage: 2 });
    });
  });
}
