import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { questionsIn } from "../../src/answering/two-questions.ts";

describe("several questions in one message", () => {
  it.each([
    ["宝宝几个月加辅食？第一口吃什么好？", ["宝宝几个月加辅食", "第一口吃什么好"]],
    ["退烧药多久吃一次，还有能不能洗澡", ["退烧药多久吃一次", "能不能洗澡"]],
    ["红屁股怎么办 另外湿疹要抹药吗", ["红屁股怎么办", "湿疹要抹药吗"]],
    [
      "How do I mix formula? What about honey, is it ok?",
      ["How do I mix formula", "What about honey, is it ok"],
    ],
  ])("are told apart: %s", (text, questions) => {
    expect(questionsIn(text)).toEqual(questions);
  });

  it("leaves what is told with the question after it", () => {
    expect(questionsIn("娃两岁。昨晚开始拉肚子。能吃鸡蛋吗？要不要喝补液盐？")).toEqual([
      "娃两岁，昨晚开始拉肚子，能吃鸡蛋吗",
      "要不要喝补液盐",
    ]);
  });

  it.each(["新生儿要吃维生素D3吗", "新生儿要吃维生素D3吗？谢谢大家！", "在吗？", "", "？？？", "还有"])(
    "are not seen in one question: %s",
    (text) => {
      expect(questionsIn(text)).toEqual([]);
    },
  );

  it("never takes a long story apart into many", () => {
    expect(questionsIn("怎么办？".repeat(50))).toEqual([]);
  });

  it("never throws and never invents words", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        for (const question of questionsIn(text)) {
          for (const part of question.split("，")) expect(text).toContain(part.trim());
        }
      }),
    );
  });
});
