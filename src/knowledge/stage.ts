import type { Stage, StageAnswer } from "./article.ts";
import { ageInText } from "./search/age.ts";
import { normaliseText } from "./search/normalise.ts";

/** For whom somebody asks, as far as it is known; ages in months, fractions included. */
export interface AskedFor {
  readonly ageMonths?: number | undefined;
  readonly who?: "pregnant" | "postpartum" | undefined;
}

const PREGNANT = /怀孕|怀着|孕妇|孕期|孕[早中晚]期|有孕|怀了(?!孕)|pregnan/iu;
/** "Since the birth" in the mother's own words; a newborn's month is the child's age and no stage of hers. */
const POSTPARTUM =
  /产后|坐月子|刚生完|生完孩子|剖腹产后|剖宫产后|哺乳期|喂奶期|还在喂奶|postpartum|breast-?feeding/iu;

/** What a question says about whom it is for. */
export function askedForIn(text: string): AskedFor {
  const normalised = normaliseText(text);
  const who = PREGNANT.test(normalised) ? "pregnant" : POSTPARTUM.test(normalised) ? "postpartum" : undefined;
  return { ageMonths: ageInText(normalised), who };
}

/**
 * Which of an article's answers by stage holds; undefined when it is not known or none is for this stage. The mother's
 * own stage goes before the child's age. An age of 5.9 months is still the fifth month.
 */
export function stageAnswerFor(
  stages: readonly StageAnswer[],
  { ageMonths, who }: AskedFor,
): number | undefined {
  const place = stages.findIndex((stage) => {
    if ("who" in stage) return stage.who === who;
    return who === undefined && ageMonths !== undefined && covers(stage, Math.floor(ageMonths));
  });
  return place === -1 ? undefined : place;
}

const covers = (stage: Stage, months: number): boolean =>
  "fromMonths" in stage && stage.fromMonths <= months && months <= stage.toMonths;
