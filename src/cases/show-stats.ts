import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, isOperator, mayManage, tell } from "../people/index.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { answerText, hostMeant } from "./desk.ts";
import { durationText } from "./words.ts";

const LOOK_BACK_MS = 30 * 86_400_000;

/** The value below which this share of them lies; undefined of none. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

/** `/stats`: how soon people were answered and how content they were; for the host. */
export async function showStats(deps: CaseDeps, stores: CaseStores, actor: Actor): Promise<readonly Reply[]> {
  const meant = hostMeant(actor);
  if (!meant.ok) return [meant.refusal];
  const { hostId } = meant.value;
  const may = hostId === undefined ? isOperator(actor.person) : mayManage(actor.person, hostId);
  const { locale } = actor;
  if (!may) {
    return [tell(actor, "people.not-allowed", { who: say(locale, "people.who.operator-or-host") })];
  }
  const host = hostId === undefined ? undefined : await stores.people.host(hostId);
  const numbers = await stores.cases.numbers(hostId, deps.clock.now() - LOOK_BACK_MS);
  const nothing = say(locale, "cases.stats-nothing");
  const time = (share: number) => {
    const ms = quantile(numbers.firstAnswers, share);
    return ms === undefined ? nothing : durationText(locale, ms);
  };
  const { ratings } = numbers;
  const mean = ratings.reduce((sum, stars) => sum + stars, 0) / Math.max(1, ratings.length);
  return [
    answerText(actor, "cases.stats", {
      host: host?.name ?? say(locale, "cases.team-none"),
      open: numbers.open,
      unanswered: numbers.unanswered,
      median: time(0.5),
      p90: time(0.9),
      answered: numbers.firstAnswers.length,
      rating: ratings.length === 0 ? nothing : mean.toFixed(1),
      rated: ratings.length,
    }),
  ];
}
