import { gapBands, gapFeatures, mostAlike } from "../knowledge/index.ts";
import type { AnswerStore, Gap } from "./answer-store.ts";

/** Puts a question that nobody could answer among its like: a look at a few groups, however many there are. */
export async function recordGap(
  answers: Pick<AnswerStore, "countGap" | "gapsLike" | "addGap">,
  gap: Omit<Gap, "groupId" | "bands">,
  gapId: string,
  now: number,
): Promise<void> {
  if (await answers.countGap(gap.hostId, gap.fingerprint, now)) return;
  const features = gapFeatures(gap.question);
  const bands = gapBands(features);
  const group = mostAlike(features, await answers.gapsLike(gap.hostId, bands));
  await answers.addGap({ ...gap, groupId: group?.groupId, bands }, gapId, now);
}
