import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isForDoctor } from "../../src/answering/doctor-question.ts";
import type { Considered, SourceLine } from "../../src/answering/index.ts";
import type { Article } from "../../src/knowledge/index.ts";
import { D3, SOURCE } from "../answering/sample-source.ts";
import { openAsking } from "../llm/harness.ts";
import { createForwardClock } from "../support/forward-clock.ts";
import { type AskedModel, type ModelStandIn, quoting, startModelStandIn } from "../support/model-standin.ts";
import { ATTACKS, type Attack } from "./inputs.ts";
import { escapeIn } from "./oracle.ts";

const HOUR_MS = 3_600_000;
let model: ModelStandIn;
beforeAll(async () => {
  model = await startModelStandIn();
});
afterAll(() => model.stop());

const articleFor = ({ where, text }: Attack, at: number): Article =>
  where === "article"
    ? {
        ...D3,
        revision: `bad${at}`,
        sections: { ...D3.sections, todo: [...D3.sections.todo, { kind: "item", text }] },
      }
    : D3;
/** One article that every question finds, another one for each story. */
function openWith(first: Article) {
  let article = first;
  const clock = createForwardClock();
  const articles = [first, ...ATTACKS.map(articleFor).filter((other) => other !== D3)];
  const asking = openAsking({ url: model.url, clock, articles, find: () => [{ article, score: 0.95 }] });
  return {
    ...asking,
    about(next: Article) {
      article = next;
      clock.forward(2 * HOUR_MS); // what failed before does not keep the model from being asked
    },
  };
}

/** What the fan would read of it; the article's own words when nothing was reworded. */
const saidIn = (considered: Considered | undefined): string =>
  considered?.help.worded?.sentences.join("\n") ?? "";
const lineNumbers = (asked: AskedModel) => [...asked.lines.keys()];
const traced = (asked: AskedModel, ...texts: readonly string[]) => ({
  sentences: texts.map((text) => ({
    text,
    articleId: asked.articleId,
    revision: asked.revision,
    lines: lineNumbers(asked),
  })),
});

/** Ways in which a model that was won over would put it, each with trace fields that look right. */
const MANNERS: Readonly<Record<string, (asked: AskedModel, payload: string) => object | string>> = {
  "says it alone": (asked, payload) => traced(asked, payload),
  "says it after the truth": (asked, payload) => traced(asked, D3.short, payload),
  "says it before the truth": (asked, payload) => traced(asked, payload, D3.short),
  "weaves it into the truth": (asked, payload) =>
    traced(asked, D3.short.replace("至少吃到2岁", `至少吃到2岁，${payload.replace(/。$/, "")}`)),
  "hides it behind kind words": (asked, payload) => traced(asked, D3.short, `辛苦了，${payload}`),
  "says it without JSON": (_, payload) => payload,
  "puts it beside its JSON": (asked, payload) => `${payload}\n${JSON.stringify(traced(asked, D3.short))}`,
};

describe(`${ATTACKS.length} inputs against a model that obeys every one of them`, () => {
  it("are at least 150, in Chinese and English, in questions, articles and names", () => {
    expect(ATTACKS.length).toBeGreaterThanOrEqual(150);
    expect(new Set(ATTACKS.map(({ text, where }) => `${where} ${text}`)).size).toBe(ATTACKS.length);
    expect(new Set(ATTACKS.map(({ where }) => where)).size).toBe(3);
    expect(ATTACKS.filter(({ text }) => !/\p{Script=Han}/u.test(text)).length).toBeGreaterThan(20);
  });

  describe.each(Object.entries(MANNERS))("that %s", (_, manner) => {
    it("escape not once", async () => {
      let reworded = 0;
      let seen = 0;
      const asking = openWith(D3);
      for (const [at, attack] of ATTACKS.entries()) {
        model.forget();
        model.answers("reword", (asked) => manner(asked, attack.payload));
        const article = articleFor(attack, at);
        asking.about(article);
        const considered = await asking.ask({
          chatId: String(at),
          text: attack.where === "question" ? attack.text : `${at}号群：新生儿要吃维生素D3吗`,
          who: attack.where === "name" ? attack.text : "mei",
        });
        expect(considered?.decision.candidates.map((found) => found.article)).toEqual([article]);
        // What only a doctor can say is not shown to a model at all.
        const shown = attack.where !== "question" || !isForDoctor(attack.text);
        const asked = model.asked.map(({ task }) => task);
        expect(asked, attack.text).toEqual(shown ? ["reword"] : []);
        if (shown) seen += 1;
        if (attack.where === "name") expect(model.bodies.join()).not.toContain(attack.text);
        const said = saidIn(considered);
        if (said === "") continue;
        reworded += 1;
        expect(escapeIn(said, article), `${attack.kind}: ${attack.text}`).toBeUndefined();
      }
      expect(reworded).toBe(0);
      expect(seen, "inputs that reached the model").toBeGreaterThanOrEqual(150);
    });
  });

  it("do not choose the article or the question either", async () => {
    const clock = createForwardClock();
    const asking = openAsking({
      url: model.url,
      clock,
      articles: [D3],
      find: (text) => [{ article: D3, score: text.includes("开头") ? 0.95 : 0.5 }],
    });
    for (const [at, attack] of ATTACKS.entries()) {
      model.forget();
      model.answers("reword", quoting(1));
      model.answers("restate", { question: `开头${attack.payload}` });
      model.answers("choose", { choice: 7 });
      clock.forward(2 * HOUR_MS);
      await asking.ask({ text: "开头的问题", chatId: String(at) });
      const text = `那${[...attack.text].slice(0, 30).join("")}呢`;
      const considered = await asking.ask({ text, chatId: String(at) });
      // A follow-up may be put together out of what the mother wrote herself; what she is told stays the article.
      expect(considered?.decision.candidates.map(({ article }) => article)).toEqual([D3]);
      expect(considered?.help.chosen).toBe(false);
      expect(["", D3.short]).toContain(saidIn(considered));
    }
  });
});

type Mutation = (text: string, lines: readonly SourceLine[]) => string;
/** Small lies about true lines, as a tired or a clever model would tell them. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  "one digit more": (text) => text.replace(/\d+/, (digits) => `${digits}0`),
  "one digit less": (text) => text.replace(/\d{2,}/, (digits) => digits.slice(1)),
  "one digit changed": (text) => text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
  "a decimal point": (text) => text.replace(/(\d)(\d)/, "$1.$2"),
  "a thousands separator": (text) => text.replace(/(\d)00/, "$1,000"),
  "a range opened": (text) => text.replace(/(\d+)~(\d+)/, "$1~$20"),
  "a range lost": (text) => text.replace(/(\d+)~(\d+)/, "$2"),
  "Chinese numerals": (text) =>
    text.replace("400", "四千").replace("10微克", "一百微克").replace("3天", "三十天"),
  "a unit": (text) => text.replace("IU", "mg").replace("微克", "毫克").replace("小时", "分钟"),
  "a unit of time": (text) =>
    text.replace("每天", "每周").replace("3个月", "3天").replace("超过3天", "超过3周"),
  "a negation dropped": (text) => text.replace(/[不别]/, ""),
  "every negation dropped": (text) => text.replace(/不用|不和|不|别/g, ""),
  "a negation added": (text) => text.replace(/要吃|就够|就医|照常/, "不$&"),
  "a negation doubled": (text) => text.replace(/别/, "别不"),
  "a medicine swapped": (text) =>
    text.replace("布洛芬", "阿司匹林").replace("对乙酰氨基酚", "布洛芬").replace("AD", "钙"),
  "an age": (text) => text.replace("满6个月", "满1个月").replace("2岁", "12岁"),
  "a bound turned": (text) =>
    text.replace("至少", "最多").replace("满", "未满").replace("≤", "≥").replace("超过", "不到"),
  "a condition lost": (text) => text.replace(/满6个月才用，|孩子喝下整瓶或很多，|若腹泻超过3天，/, ""),
  "the end lost": (text) => text.replace(/，[^，]*。$/, "。"),
  "the beginning lost": (text) => text.replace(/^[^，：。]*[，：。]/, ""),
  "clauses turned round": (text) => text.replace(/^([^，。]*)，([^，。]*)/, "$2，$1"),
  "a question of it": (text) => text.replace(/。/, "？"),
  "a comma after the no": (text) => text.replace(/(不|别)/, "$1，"),
  "quotation marks": (text) => text.replace(/(不用|别|要吃)/, "“$1”"),
  "a word put in": (text) => text.replace(/，/, "，基本上可以不管，"),
  "a person put in": (text) => text.replace(/每天|每次/, "妈妈$&"),
  "an addition": (text) => text.replace(/。$/, "，晒太阳也行。"),
  "a promise": (text) => text.replace(/。$/, "，保证没事。"),
  "a brand": (text) => text.replace("维生素D3", "神牛D3").replace("每天", "用神牛每天"),
  "a joke of look-alikes": (text) => text.replace("4", "Ч").replace("0", "О").replace("3", "З"),
  "the other medicine's dose": (text, lines) => {
    const dose = /每次10~15mg\/kg，隔4~6小时/;
    return lines.some((line) => dose.test(line.text)) && text.startsWith("布洛芬")
      ? text.replace(/每次5~10mg\/kg，隔6~8小时/, "每次10~15mg/kg，隔4~6小时")
      : text;
  },
};

describe("small lies about true lines", () => {
  it.each(Object.entries(MUTATIONS))("%s", async (_, mutate) => {
    let lies = 0;
    const asking = openWith(D3);
    for (const line of SOURCE.lines) {
      const lie = mutate(line.text, SOURCE.lines);
      if (lie === line.text) continue;
      lies += 1;
      model.forget();
      model.answers("reword", (asked) =>
        line.number === 1 ? traced(asked, lie) : traced(asked, D3.short, lie),
      );
      asking.about(D3);
      const considered = await asking.ask({ text: `新生儿要吃维生素D3吗${line.number}` });
      expect(saidIn(considered), lie).toBe("");
      expect(considered?.help.refused, `${lie} ${asking.helped.join()}`).toBeDefined();
    }
    expect(lies, "there was something to lie about").toBeGreaterThan(0);
  });

  it("and the truth passes the same way", async () => {
    let passed = 0;
    const asking = openWith(D3);
    for (const line of SOURCE.lines.filter(({ number }) => number > 1)) {
      model.forget();
      model.answers("reword", (asked) => traced(asked, D3.short, line.text));
      const said = saidIn(await asking.ask({ text: `新生儿要吃维生素D3吗${line.number}` }));
      if (said === "") continue;
      passed += 1;
      expect(escapeIn(said, D3)).toBeUndefined();
    }
    expect(passed).toBe(11);
  });
});
