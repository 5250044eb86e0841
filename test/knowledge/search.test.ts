import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSearch } from "../../src/knowledge/index.ts";
import { SAMPLES, sampleArticle } from "./sample-articles.ts";

const search = createSearch(SAMPLES);
const first = (text: string, ageMonths?: number) => search.find(text, { limit: 1, ageMonths })[0];
const idOf = (text: string) => first(text)?.article.id;
const scoreOf = (text: string, id: string, ageMonths?: number) =>
  search.find(text, { limit: 8, ageMonths }).find(({ article }) => article.id === id)?.score ?? 0;

describe("what the search understands", () => {
  it.each([
    ["words of the title", "宝宝要吃维生素D3吗", "vitamin-d"],
    ["a synonym", "孩子拉肚子了", "diarrhoea"],
    ["dialect", "娃儿屙稀啷个办", "diarrhoea"],
    ["dialect of another place", "崽窜稀咋整", "diarrhoea"],
    ["traditional characters", "孩子發燒幾天不退怎麼辦", "fever"],
    ["full-width letters", "Ｄ３吃几滴", "vitamin-d"],
    ["a homophone typed by mistake", "辅时", "solids"],
    ["pinyin with spaces", "shi zhen cha shen me yao gao", "eczema"],
    ["pinyin without spaces", "weishengsu", "vitamin-d"],
    ["sounds that dialects mix up", "baobao sizen", "eczema"],
    ["invisible and decorative characters", "湿\u200b疹😭😭怎\u202e么办", "eczema"],
  ])("finds an article by %s", (_, text, id) => {
    expect(idOf(text)).toBe(id);
    expect(first(text)?.score).toBeGreaterThan(0.5);
  });

  it("finds a name without the words around it", () => {
    expect(idOf("枕秃")).toBe("calcium");
  });

  it("drops greetings and thanks: they change no score", () => {
    const plain = first("湿疹擦什么");
    const polite = first("姐妹们请问湿疹擦什么谢谢大家");
    expect(polite?.article).toBe(plain?.article);
    expect(polite?.score).toBeCloseTo(plain?.score ?? 0, 5);
  });

  it("prefers the article whose stage holds the age in the text or the known age", () => {
    expect(idOf("宝宝出生10天发烧怎么办")).toBe("newborn-fever");
    expect(scoreOf("宝宝2岁发烧怎么办", "newborn-fever")).toBeLessThan(
      scoreOf("宝宝发烧怎么办", "newborn-fever"),
    );
    expect(scoreOf("宝宝发烧怎么办", "fever", 1)).toBeLessThan(scoreOf("宝宝发烧怎么办", "fever", 24));
  });

  it("takes a duration for no age", () => {
    expect(scoreOf("孩子发烧三天", "newborn-fever")).toBeLessThan(0.5);
    expect(idOf("孩子发烧三天")).toBe("fever");
  });

  it("trusts a question less when it also speaks of what no article knows", () => {
    expect(scoreOf("湿疹和甲状腺结节穿刺病理报告", "eczema")).toBeLessThan(scoreOf("湿疹", "eczema") - 0.05);
  });

  it("finds the question at the end of a long story", () => {
    const story = "我们家在山里，路不好走，平时也没有人可以商量，孩子爸爸常年在外面。".repeat(12);
    expect(idOf(`${story}我想问宝宝湿疹擦什么药膏好呢？`)).toBe("eczema");
  });

  it("has no answer for animals, other people and other subjects", () => {
    for (const text of ["小狗打疫苗", "孕妇补钙吃什么", "股票跌了怎么办", "宝宝起名", "几点开播"]) {
      expect(first(text)?.score ?? 0, text).toBeLessThan(0.5);
    }
    expect(scoreOf("小狗能打疫苗吗", "vaccine")).toBeLessThan(scoreOf("能打疫苗吗", "vaccine") / 2);
  });

  it("does not take a grown-up who is ill for a child, nor one who only advises for the ill one", () => {
    expect(scoreOf("老人补钙吃什么", "calcium")).toBeLessThan(0.4);
    expect(scoreOf("老人说补钙吃什么", "calcium")).toBeGreaterThan(0.6);
  });

  it("does not give a nursing mother who is ill herself the children's article", () => {
    expect(scoreOf("哺乳期发烧怎么办", "fever")).toBeLessThan(scoreOf("孩子发烧怎么办", "fever") / 2);
  });

  it("answers about an animal when an article speaks of it", () => {
    const dogs = sampleArticle({
      id: "dog-bite",
      title: "被狗咬了要打疫苗吗？",
      topic: "safety",
      variants: ["狗抓了一下", "被小狗舔了伤口", "狗咬破皮", "被狗追着咬", "狗咬了多久要打针"],
      keywords: ["狗咬", "狂犬疫苗"],
      short: "先冲洗15分钟。",
    });
    const found = createSearch([...SAMPLES, dogs]).find("孩子被狗咬了", { limit: 1 });
    expect(found[0]?.article.id).toBe("dog-bite");
    expect(found[0]?.score).toBeGreaterThan(0.8);
  });
});

describe("what the search gives back", () => {
  it("gives probabilities, best first, that add up to at most 1", () => {
    const found = search.find("发烧", { limit: 8 });
    const scores = found.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeLessThanOrEqual(1 + 1e-9);
  });

  it("lowers the first when a second is as near", () => {
    const twin = sampleArticle({ ...SAMPLES[7], id: "eczema-twin" } as Parameters<typeof sampleArticle>[0]);
    const alone = first("湿疹怎么护理")?.score ?? 0;
    const shared = createSearch([...SAMPLES, twin]).find("湿疹怎么护理", { limit: 1 })[0]?.score ?? 0;
    expect(alone).toBeGreaterThan(0.8);
    expect(shared).toBeLessThan(0.55);
  });

  it("leaves out what may not be found, and its share of the probability", () => {
    const found = search.find("发烧怎么办", { limit: 8, only: ({ id }) => id !== "fever" });
    expect(found.map(({ article }) => article.id)).not.toContain("fever");
  });

  it("gives the same result whatever was asked before, from another instance too", () => {
    const again = createSearch(SAMPLES);
    for (const text of ["发烧", "weishengsu", "", "补钙吗"]) again.find(text, { limit: 3 });
    for (const text of ["宝宝发烧", "D3吃几滴", "小狗打疫苗"]) {
      expect(again.find(text, { limit: 3 })).toEqual(search.find(text, { limit: 3 }));
    }
  });

  it("finds nothing for nothing", () => {
    for (const text of ["", "   ", "？？？", "😀", "的了吗呢"])
      expect(search.find(text, { limit: 3 })).toEqual([]);
  });

  it("survives any text, and a very long one in bounded time", () => {
    const bits = fc.constantFrom(
      "宝宝",
      "发烧",
      "wei",
      "ﷺ",
      "\u202e",
      "\ud800",
      "3岁",
      "\n",
      "<b>",
      "𠮷",
      "a".repeat(400),
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.array(bits, { maxLength: 60 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const { score } of search.find(text, { limit: 3 })) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 400 },
    );
    for (const unit of ["宝宝发烧怎么办，", "ﷺ", "zhuang", "x", "一"]) {
      const startedMs = performance.now();
      search.find(unit.repeat(Math.ceil(10_000 / unit.length)), { limit: 3 });
      expect(performance.now() - startedMs, unit).toBeLessThan(150);
    }
  });
});
