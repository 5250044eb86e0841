import { describe, expect, it } from "vitest";
import { createTriage, judgeTogether, type Level, levelRank, mayBePiece } from "../../src/safety/index.ts";
import { seeded } from "../bench/figures.ts";
import { ownQuestions } from "../eval/questions.ts";
import { triageRows } from "../eval/triage-rows.ts";
import splitDangers from "./split-dangers.json" with { type: "json" };

const rows = triageRows();
const triage = createTriage();
const raised = (level: Level) => levelRank(level) >= levelRank("urgent");

describe("triage of the project's own messages", () => {
  const judged = rows.map((row) => ({ ...row, got: triage(row.text, { ageMonths: row.ageMonths }) }));
  const dangers = judged.filter(({ level }) => raised(level));
  const harmless = judged.filter(({ level }) => level === "none");

  it("holds at least 1,000 messages, about half of them harmless", () => {
    expect(rows.length).toBeGreaterThanOrEqual(1000);
    expect(new Set(rows.map(({ text }) => text)).size).toBe(rows.length);
    expect(harmless.length / rows.length).toBeGreaterThan(0.4);
    expect(dangers.length / rows.length).toBeGreaterThan(0.3);
  });

  it("raises at least 97 of 100 dangers", () => {
    const missed = dangers.filter(({ got }) => !raised(got.level));
    for (const { id, text, got } of missed) console.info(`missed ${id} (${got.level}): ${text}`);
    expect(missed.length / dangers.length).toBeLessThanOrEqual(0.03);
  });

  it("gives at least 87 of 100 dangers their full level and kind", () => {
    const named = dangers.filter(({ kinds }) => kinds !== undefined);
    const short = named.filter(
      ({ level, got, kinds }) =>
        levelRank(got.level) < levelRank(level) || !kinds?.some((kind) => got.kinds.some((k) => k === kind)),
    );
    expect(short.length / named.length).toBeLessThanOrEqual(0.13);
  });

  it("raises at most 2 of 100 harmless messages", () => {
    const wrong = harmless.filter(({ got }) => raised(got.level));
    for (const { id, text, got } of wrong) console.info(`raised ${id} (${got.rules.join(", ")}): ${text}`);
    expect(wrong.length / harmless.length).toBeLessThanOrEqual(0.02);
  });

  it("has a card for at least 95 of 100 low moods and needs", () => {
    const quiet = judged.filter(({ level }) => level === "care");
    const missed = quiet.filter(({ got }) => got.level === "none");
    for (const { id, text } of missed) console.info(`no card ${id}: ${text}`);
    expect(missed.length / quiet.length).toBeLessThanOrEqual(0.05);
  });
});

describe("a written-out danger", () => {
  it.each([
    ["不 想 活 了"],
    ["不-想-活-了"],
    ["不，想，活，了"],
    ["不🙂想🙂活🙂了"],
    ["不\u200b想\u2060活\u202e了"],
    ["我不想活了啊啊啊啊"],
    ["我想自ｓｈａ"],
    ["想zìshā"],
    ["BU XIANG HUO LE"],
    ["我好想死死死死"],
  ])("is seen through its disguise: %s", (text) => {
    expect(raised(triage(text).level)).toBe(true);
  });

  it("is not put together from two sentences", () => {
    expect(triage("这件我不想。活动几点开始").level).toBe("none");
    expect(triage("我不想，活动几点开始").level).toBe("none");
  });

  it.each([
    ["打完预防针孩子抽搐了"],
    ["有没有医生 孩子抽搐了"],
    ["孩子抽搐了 昨天打的疫苗"],
    ["之前好好的 孩子喘不上气"],
    ["吃了鱼脸肿了 喘不上气"],
    ["吃鸡蛋后脸肿 喘不上气"],
    ["被狗咬了血止不住"],
    ["小狗咬了孩子 流血不止"],
    ["给孩子看视频他噎住了"],
    ["孩子打游戏时晕倒了没反应"],
    ["学过急救 孩子噎住了拍不出来"],
    ["孩子有抽搐的症状"],
    ["老公气得打我"],
    ["不是发烧 是抽搐"],
    ["没什么大事 就是孩子抽搐了"],
    ["怕是抽搐了"],
    ["孩子是不是抽搐"],
    ["去年抽过一次 今天又抽搐了"],
    ["孩子走丢了 穿红衣服蓝裤子 手机也没带"],
    ["看了电视剧睡不着 我也不想活了"],
    ["今天好开心抢到了两件 孩子刚刚抽搐了"],
    ["主播这件多少钱 我娃把老鼠药吃了"],
    ["哈哈笑死 孩子从楼上掉下去了"],
    ["孩子噎住了怎么急救"],
    ["我家孩子噎住怎么急救"],
  ])("is not talked away by a word beside it: %s", (text) => {
    expect(raised(triage(text).level)).toBe(true);
  });

  it.each([
    ["没有抽搐"],
    ["没有发烧、呕吐和抽搐"],
    ["没出现过抽搐"],
    ["抽搐怎么预防"],
    ["如果孩子噎住了怎么办"],
    ["婴儿噎住怎么急救"],
    ["产后大出血的原因"],
    ["去年抽搐过一次"],
    ["电视剧里那个孩子抽搐了"],
    ["笑到抽搐"],
    ["狗狗抽搐了"],
    ["he has no seizure"],
  ])("is let go where the sentence takes it back: %s", (text) => {
    expect(raised(triage(text).level)).toBe(false);
  });
});

describe("a baby's fever", () => {
  it.each([
    ["发烧38.2", 2, true],
    ["发烧38.2", 14, false],
    ["发烧38.2", undefined, false],
    ["三岁发烧38.2", 2, false],
    ["满月宝宝38度2", undefined, true],
    ["宝宝45天发烧了", 30, true],
    ["宝宝一岁 发烧3天38.5", undefined, false],
    ["四个月宝宝体温三十九度五", undefined, true],
    ["水温38度给满月宝宝洗澡行吗", undefined, false],
    ["烧到四十度", undefined, true],
    ["6 week old baby, fever of 101.5", undefined, true],
  ] as const)("%s with known age %s is urgent: %s", (text, ageMonths, expected) => {
    expect(raised(triage(text, { ageMonths }).level)).toBe(expected);
  });
});

describe("what staff are told", () => {
  it("names rules, kinds and words, gravest first", () => {
    const got = triage("我不想活了 老公天天打我");
    expect(got.level).toBe("emergency");
    expect(got.kinds).toEqual(expect.arrayContaining(["self-harm", "violence"]));
    expect(got.rules[0]).toBe("self-harm.wish-now");
    expect(got.words).toContain("不想活");
  });

  it("says that a human must look when the engine itself fails", () => {
    const broken: unknown = undefined;
    expect(triage(broken as string)).toEqual({
      level: "urgent",
      kinds: ["unprocessed"],
      rules: ["engine-error"],
      words: [],
    });
  });

  it("says that a human must look at what is too long to be read", () => {
    expect(triage("好".repeat(30_000)).kinds).toEqual(["unprocessed"]);
  });
});

describe("a code", () => {
  const random = seeded(3);
  const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
  const code = (length: number) =>
    Array.from({ length }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join("");

  it("says nothing, whatever letters and digits chance gives it", () => {
    for (let count = 0; count < 1_000; count += 1) {
      // One without any digit may look like a word.
      for (const text of [
        `/start q-4${code(15)}`,
        `/link ${code(7)}3`,
        `验真 9${code(7)}`,
        `K42C${code(6)}`,
      ]) {
        const { level, unsure } = triage(text);
        expect([level, unsure ?? false], text).toEqual(["none", false]);
        expect(triage(text.toUpperCase()).level, text).toBe("none");
      }
    }
  });

  it("takes no danger away that stands beside it", () => {
    expect(raised(triage("自杀 7qx2m9").level)).toBe(true);
    expect(raised(triage("/link 7qx2m9 孩子叫不醒了").level)).toBe(true);
    expect(raised(triage("发烧 39.5 抽了").level)).toBe(true);
  });
});

describe("texts of one person judged together", () => {
  const together = (...texts: string[]) => {
    const text = texts.at(-1) ?? "";
    return judgeTogether(triage, texts.slice(0, -1), text, triage(text));
  };
  it.each([
    [["把孩子", "扔下去"]],
    [["我真的", "不想活", "了"]],
    [["孩子从床上", "摔下来", "一直吐"]],
    [["他喝多了", "又打我"]],
  ])("%j is heard whole", (texts) => {
    expect(raised(triage(texts.at(-1) ?? "").level) && texts.length > 2).toBe(false);
    expect(raised(together(...texts).level)).toBe(true);
  });

  it.each([
    [["在吗", "这件多少钱", "有蓝色吗"]],
    [["宝宝睡了", "明天直播间见", "再见"]],
    [["今天吃鱼", "孩子爱吃", "刺多不多"]],
  ])("%j stays harmless", (texts) => {
    expect(raised(together(...texts).level)).toBe(false);
  });

  /** As the router does it: each message by itself, then with what came just before it. */
  const heard = (texts: readonly string[]) =>
    texts.some((text, at) => {
      const own = triage(text);
      if (raised(own.level) || !mayBePiece(text, own)) return raised(own.level);
      return raised(judgeTogether(triage, texts.slice(Math.max(0, at - 5), at), text, own).level);
    });

  it("catches at least 95 of 100 dangers that were sent in pieces", () => {
    const missed = splitDangers.filter((texts) => !heard(texts));
    for (const texts of missed) console.info(`missed ${texts.join(" / ")}`);
    expect(missed.length / splitDangers.length).toBeLessThanOrEqual(0.05);
  });

  it("raises fewer than 2 of 1,000 rows of ten calm questions that have nothing to do with one another", () => {
    const random = seeded(3);
    const calm = ownQuestions().filter(({ text }) => !raised(triage(text).level));
    const rows = Array.from({ length: 2000 }, () =>
      Array.from({ length: 10 }, () => calm[Math.floor(random() * calm.length)]?.text ?? ""),
    );
    const wrong = rows.filter(heard);
    for (const texts of wrong) console.info(`raised ${texts.join(" / ")}`);
    expect(wrong.length).toBeLessThan(4);
  }, 60_000);

  it.each([
    [["宝宝能吃蜂蜜吗", "喝了", "农药残留怎么洗"]],
    [["孩子", "我先问一下这件羽绒服有没有小码的，上次那件太大了", "不见了"]],
  ])("%j is not one thought", (texts) => {
    expect(heard(texts)).toBe(false);
  });

  it("does not raise again what the earlier texts had raised", () => {
    expect(raised(together("我不想活了", "好的")?.level ?? "none")).toBe(false);
  });
});
