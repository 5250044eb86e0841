import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapBands, gapFeatures, likeness, mostAlike } from "../../src/knowledge/gap-likeness.ts";

const alike = (one: string, other: string) =>
  mostAlike(gapFeatures(one), [{ question: other }]) !== undefined;

describe("questions that nobody could answer", () => {
  it.each([
    ["宝宝能吃榴莲吗", "小孩可以吃榴莲吗？"],
    ["宝宝能吃榴莲吗", "請問寶寶能吃榴蓮嗎"],
    ["孩子腿疼是不是生长痛", "小孩晚上喊腿疼是生长痛吗"],
    ["宝宝吃了头孢能不能喝酸奶", "吃头孢可以喝酸奶吗"],
    ["发烧38度怎么办", "发烧39度5咋整"],
  ])("are one gap: %s – %s", (one, other) => expect(alike(one, other)).toBe(true));

  it.each([
    ["宝宝能吃榴莲吗", "宝宝能吃芒果吗"],
    ["发烧能洗澡吗", "发烧能吃鸡蛋吗"],
    ["早产儿几个月吃辅食", "宝宝几个月吃辅食"],
    ["你好", "在吗"],
  ])("are two gaps: %s – %s", (one, other) => expect(alike(one, other)).toBe(false));

  it("are as like one way as the other, and wholly like themselves", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const [a, b] = [gapFeatures(one), gapFeatures(other)];
        expect(likeness(a, b)).toBe(likeness(b, a));
        expect(likeness(a, a)).toBe(a.size === 0 ? 0 : 1);
        expect(gapBands(a)).toEqual(gapBands(gapFeatures(one)));
      }),
    );
  });

  it("meet in a band when they are alike", () => {
    const pairs = [
      ["宝宝能吃榴莲吗", "榴莲一岁能吃不"],
      ["孩子腿疼是不是生长痛", "小孩晚上喊腿疼是生长痛吗"],
      ["宝宝吃了头孢能不能喝酸奶", "吃头孢可以喝酸奶吗"],
    ] as const;
    for (const [one, other] of pairs) {
      const bands = new Set(gapBands(gapFeatures(one)));
      expect(gapBands(gapFeatures(other)).some((band) => bands.has(band))).toBe(true);
    }
  });
});
