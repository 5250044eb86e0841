import { describe, expect, it } from "vitest";
import { askedForIn, type StageAnswer, stageAnswerFor } from "../../src/knowledge/index.ts";

const STAGES: readonly StageAnswer[] = [
  { fromMonths: 0, toMonths: 0, short: "满月前" },
  { fromMonths: 1, toMonths: 5, short: "半岁前" },
  { fromMonths: 12, toMonths: 84, short: "一岁起" },
  { who: "pregnant", short: "怀孕" },
  { who: "postpartum", short: "产后" },
];
const answerTo = (text: string) => {
  const place = stageAnswerFor(STAGES, askedForIn(text));
  return place === undefined ? undefined : STAGES[place]?.short;
};

describe("the stage that a question is about", () => {
  it.each([
    ["刚出生十天的宝宝能喝水吗", "满月前"],
    ["五个半月能喝水吗", "半岁前"],
    ["两岁能喝水吗", "一岁起"],
    ["8个月能喝水吗", undefined],
    ["能喝水吗", undefined],
    ["怀孕三个月能打流感疫苗吗", "怀孕"],
    ["哺乳期能打流感疫苗吗", "产后"],
    ["坐月子能洗头吗", "产后"],
    ["can a 3 month old drink water", "半岁前"],
    ["fever for 3 days", undefined],
    ["I am pregnant, may I have the flu shot", "怀孕"],
  ])("%s → %s", (text, expected) => {
    expect(answerTo(text)).toBe(expected);
  });

  it("prefers what the parent has told elsewhere, and counts completed months", () => {
    expect(stageAnswerFor(STAGES, { ageMonths: 0.99 })).toBe(0);
    expect(stageAnswerFor(STAGES, { ageMonths: 5.9 })).toBe(1);
    expect(stageAnswerFor(STAGES, { ageMonths: 6 })).toBeUndefined();
    expect(stageAnswerFor([], { ageMonths: 3 })).toBeUndefined();
  });
});
