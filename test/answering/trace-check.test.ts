import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkTrace, type SourceText, type TracedSentence } from "../../src/answering/index.ts";
import { D3, ENGLISH, lineWith, SOURCE } from "./sample-source.ts";

const sentence = (
  text: string,
  lines: readonly number[] = [1],
  source: SourceText = SOURCE,
): TracedSentence => ({
  text,
  articleId: source.articleId,
  revision: source.revision,
  lines,
});
const SHORT = sentence(D3.short);
const check = (...sentences: readonly TracedSentence[]) => checkTrace({ sentences }, SOURCE, "zh");
/** The whole short answer and one sentence more. */
const checkWith = (text: string, part: string) => check(SHORT, sentence(text, [lineWith(part)]));
const refusalOf = (result: ReturnType<typeof check>) => (result.ok ? "passed" : result.refusal);

describe("the trace check", () => {
  it("passes reviewed text as it is, whole line by whole line", () => {
    expect(check(SHORT)).toEqual({ ok: true, value: [D3.short] });
    for (const line of SOURCE.lines.filter(
      ({ section, text }) => section !== "short" && !text.startsWith("自己"),
    )) {
      expect(refusalOf(check(SHORT, sentence(line.text, [line.number])))).toBe("passed");
    }
  });

  it.each([
    ["particles", "漏了一天呢不用双倍补，第二天照常的。", "漏一天"],
    ["numerals", "每天四百IU，也就是十微克，每天1次。", "每天400 IU，也就是"],
    ["units in words", "每天400国际单位，也就是10ug，每天一次。", "每天400 IU，也就是"],
    ["spaces and full-width digits", "每天４００IU，也就是10 微克，每天一次", "每天400 IU，也就是"],
    ["plain words", "要是拉肚子超过三天，马上看医生。", "若腹泻"],
    ["a warm word before it", "辛苦了。若腹泻超过3天，立即就医。", "若腹泻"],
    ["a word that leads in", "另外若腹泻超过3天，请马上看医生。", "若腹泻"],
    ["ranges written otherwise", "对乙酰氨基酚：每次10到15毫克/公斤，隔4至6个小时。", "对乙酰氨基酚"],
    [
      "negations written otherwise",
      "现在就打120/去急诊：孩子喝下整瓶或很多，带上瓶子去，不要催吐，不要硬灌水。",
      "现在就打",
    ],
    [
      "child, baby and little one",
      "现在就打120/去急诊：宝宝喝下整瓶或很多，带上瓶子去，别催吐，别硬灌水。",
      "现在就打",
    ],
  ])("takes the same said otherwise: %s", (_, text, part) => {
    expect(refusalOf(checkWith(text, part))).toBe("passed");
  });

  it("lets a model pick and order, as long as every warning of the short answer stays", () => {
    const yes = sentence("要吃。");
    const warnings = sentence("别同天又吃AD。误喝整瓶马上带瓶去医院。");
    const missed = sentence("漏一天不用双倍补，第二天照常。", [lineWith("漏一天")]);
    expect(refusalOf(check(yes, missed, warnings))).toBe("passed");
    expect(refusalOf(check(missed, warnings))).toBe("lost-answer");
    expect(refusalOf(check(yes, missed))).toBe("lost-warning");
    expect(refusalOf(check(yes, missed, sentence("别同天又吃AD。")))).toBe("lost-warning");
  });

  it.each([
    ["number", "每天800 IU，也就是10微克，每天一次。", "每天400 IU，也就是"],
    ["number", "每天40.0 IU，也就是10微克，每天一次。", "每天400 IU，也就是"],
    ["number", "若腹泻超过十三天，立即就医。", "若腹泻"],
    ["number", "若腹泻超过5%，立即就医。", "若腹泻"],
    ["unit", "每天400 IU，也就是10毫克，每天一次。", "每天400 IU，也就是"],
    ["unit", "若腹泻超过3周，立即就医。", "若腹泻"],
    ["substance", "布洛芬：每次10~15mg/kg，隔4~6小时。", "对乙酰氨基酚"],
    ["substance", "若腹泻超过3天，喝点白酒。", "若腹泻"],
    ["negation", "漏一天双倍补，第二天照常。", "漏一天"],
    ["negation", "若腹泻没超过3天，立即就医。", "若腹泻"],
    ["negation", "现在就打120/去急诊：孩子喝下整瓶或很多，带上瓶子去，催吐，别硬灌水。", "现在就打"],
    ["not-covered", "漏一天不用双倍补，第二天照常，晒太阳就行。", "漏一天"],
    ["lost-part", "每天400 IU，也就是10微克。", "每天400 IU，也就是"],
    ["lost-part", "每次5~10mg/kg，隔6~8小时。", "布洛芬"],
    ["out-of-context", "≤3次更稳。", "布洛芬"],
    ["out-of-context", "自己把一天总量加到800 IU以上。", "自己把"],
  ])("refuses with the reason %s: %s", (reason, text, part) => {
    expect(refusalOf(checkWith(text, part))).toBe(reason);
  });

  it.each([
    ["link", "看 https://example.com/d3"],
    ["link", "上 d3-shop.cn 看"],
    ["mention", "找@小美老师"],
    ["mention", "加我微信问"],
    ["phone", "打13812345678问"],
    ["promise", "保证不会有事"],
    ["promise", "绝对安全"],
    ["promotion", "去直播间下单更便宜"],
    ["diagnosis", "您孩子得了佝偻病"],
    ["hidden-characters", "别同天\u200b又吃AD"],
    ["hidden-characters", "<b>别同天又吃AD</b>"],
    ["hidden-characters", "别同天又吃AD🌸"],
    ["hidden-characters", "别同天又\u202e吃AD"],
  ])("refuses %s: %s", (reason, text) => {
    expect(refusalOf(check(SHORT, sentence(text)))).toBe(reason);
  });

  it.each([
    ["empty", []],
    ["empty", [sentence(" ")]],
    ["too-long", Array.from({ length: 13 }, () => SHORT)],
    ["wrong-article", [{ ...SHORT, articleId: "other" }]],
    ["wrong-revision", [{ ...SHORT, revision: "ffffffff" }]],
    ["no-such-line", [{ ...SHORT, lines: [] }]],
    ["no-such-line", [{ ...SHORT, lines: [99] }]],
    ["not-covered", [sentence("辛苦了。")]],
  ])("refuses a rewording that is not one: %s", (reason, sentences) => {
    expect(refusalOf(check(...sentences))).toBe(reason);
  });

  it("finds words only in the lines that a sentence names", () => {
    expect(refusalOf(check(SHORT, sentence("若腹泻超过3天，立即就医。", [1])))).not.toBe("passed");
  });

  it("does not let a comma turn a prohibition round", () => {
    const source = { ...SOURCE, lines: [{ number: 1, section: "short", text: "不要喂水。" }] } as const;
    const said = (text: string) => refusalOf(checkTrace({ sentences: [sentence(text)] }, source, "zh"));
    expect(said("不要喂水。")).toBe("passed");
    for (const text of [
      "不，要喂水。",
      "不、要喂水。",
      "不：要喂水。",
      "要喂水，不？",
      "不要喂水？",
      "不“要”喂水。",
      "不要，喂水。",
    ]) {
      expect(said(text)).not.toBe("passed");
    }
  });

  it("does not put advice together out of reviewed pieces", () => {
    const lines = [lineWith("布洛芬"), lineWith("对乙酰氨基酚")];
    const mixed = sentence("布洛芬：每次10~15mg/kg，隔4~6小时。", lines);
    expect(refusalOf(check(SHORT, mixed))).not.toBe("passed");
    const spliced = [sentence("布洛芬：", [lines[0] ?? 0]), sentence("每次10~15mg/kg，隔4~6小时。", lines)];
    expect(refusalOf(check(SHORT, ...spliced))).not.toBe("passed");
  });

  it("takes three to five for what it is, and not for thirty-five", () => {
    const source = { ...SOURCE, lines: [{ number: 1, section: "short", text: "退烧要三五天。" }] } as const;
    const said = (text: string) => refusalOf(checkTrace({ sentences: [sentence(text)] }, source, "zh"));
    expect(said("退烧要三五天。")).toBe("passed");
    expect(said("退烧要35天。")).toBe("number");
    expect(said("退烧要三十五天。")).toBe("number");
  });

  it("makes no new number of two that stand beside each other", () => {
    const said = (reviewed: string, text: string) => {
      const source = { ...SOURCE, lines: [{ number: 1, section: "short", text: reviewed }] } as const;
      return refusalOf(checkTrace({ sentences: [sentence(text)] }, source, "zh"));
    };
    for (const [reviewed, text] of [
      ["奶粉和水1:2。", "奶粉和水12。"],
      ["第三：3个蛋。", "第33个蛋。"],
      ["周三3个蛋。", "周33个蛋。"],
      ["每次1×2片。", "每次12片。"],
      ["补到400，600以上要停。", "补到400600以上要停。"],
      ["每次1 2片。", "每次12片。"],
      ["每天12，300毫升。", "每天12300毫升。"],
    ] as const) {
      expect(said(reviewed, reviewed), reviewed).toBe("passed");
      expect(said(reviewed, text), text).not.toBe("passed");
    }
    expect(said("每天1,000毫升。", "每天1000毫升。")).toBe("passed");
  });

  it("holds English to the same", () => {
    const short = ENGLISH.lines[0]?.text ?? "";
    const checkEnglish = (text: string, part = "Yes.") =>
      refusalOf(
        checkTrace(
          { sentences: [sentence(short, [1], ENGLISH), sentence(text, [lineWith(part, ENGLISH)], ENGLISH)] },
          ENGLISH,
          "en",
        ),
      );
    expect(checkEnglish("If you missed a day, carry on as usual.", "missed a day, carry")).toBe("passed");
    expect(checkEnglish("Good question. Don't double the dose after a missed day.", "double the dose")).toBe(
      "passed",
    );
    expect(checkEnglish("Double the dose after a missed day.", "double the dose")).toBe("negation");
    expect(checkEnglish("Never more than 1800 IU a day.", "Never more")).toBe("number");
    expect(checkEnglish("Never more than 800 mg a day.", "Never more")).toBe("unit");
    expect(checkEnglish("More than 800 IU a day.", "Never more")).not.toBe("passed");
    expect(checkEnglish("Plain honey is enough.", "Plain vitamin")).toBe("substance");
    expect(checkEnglish("This is guaranteed to work.")).toBe("promise");
  });

  it("never passes a text in which one character of what matters was changed, dropped or added", () => {
    const lines = SOURCE.lines.filter(({ section }) => section !== "avoid");
    const matters = /[\d不别没未满≤~]|IU|mg|克|月|岁|天|时|次/u;
    fc.assert(
      fc.property(
        fc.constantFrom(...lines),
        fc.nat(),
        fc.constantFrom("drop", "double", "swap"),
        fc.constantFrom(..."0123456789不别没未满"),
        (line, at, how, other) => {
          const characters = [...line.text];
          const places = characters.flatMap((character, place) => (matters.test(character) ? [place] : []));
          const place = places[at % Math.max(1, places.length)];
          if (place === undefined) return;
          const was = characters[place] ?? "";
          if (how === "swap" && other === was) return;
          const now = how === "drop" ? "" : how === "double" ? was + was : other;
          const text = characters.with(place, now).join("");
          const sentences = line.number === 1 ? [sentence(text)] : [SHORT, sentence(text, [line.number])];
          expect(refusalOf(check(...sentences))).not.toBe("passed");
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
