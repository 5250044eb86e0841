import type { Reply } from "../core/reply.ts";
import { type Actor, tell } from "../people/index.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { zoneOf } from "./host-times.ts";
import { newestWords } from "./newest-words.ts";
import { bareWords, readCode, readPassedOn } from "./staff-message.ts";
import { momentText } from "./words.ts";

const HOUR_MS = 3_600_000;
const CHECKS_AN_HOUR = 15;

/** Another feature that gives out codes of its own; undefined for one that it does not know. */
export type CodeChecker = (typed: string) => Promise<Reply | undefined>;

/**
 * `/verify CODE`, or a message passed on: whether this host's team has really sent it, and when; else whether one of the
 * `others` knows the code.
 */
export async function verifyMessage(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  typed: string,
  others: readonly CodeChecker[],
): Promise<Reply> {
  const passedOn = readPassedOn(typed);
  if (typed.trim() === "") return tell(actor, "cases.verify-usage");
  const now = deps.clock.now();
  // Nobody finds a code by trying.
  const tries = await stores.people.countAttempt(`verify:${actor.person.personId}`, HOUR_MS, now);
  if (tries > CHECKS_AN_HOUR) return tell(actor, "cases.verify-too-often");
  const code = passedOn?.code ?? readCode(typed);
  const known = code === undefined ? undefined : await stores.cases.code(code);
  const event = known && (await stores.cases.event(known.caseId, known.seq));
  const one = known && (await stores.cases.lock(known.caseId));
  if (!known || !one || event?.type !== "staff-wrote") {
    for (const check of others) {
      const found = await check(typed);
      if (found) return found;
    }
    return tell(actor, "cases.verify-unknown");
  }
  const newest = (await newestWords(stores.cases, known.caseId))(event);
  const values = {
    as: event.as,
    when: momentText(actor.locale, known.at, now, await zoneOf(stores, one.hostId)),
  };
  const isMine = one.personId === actor.person.personId;
  if (passedOn && bareWords(passedOn.words) !== "" && event.text !== undefined) {
    // Only what the team wrote, in any of its wordings, may stand there, beside its own signature.
    const given = bareWords(passedOn.words);
    const isWhole = newest.wordings.map(bareWords).some((expected) => {
      const around = given.length - expected.length;
      return given.endsWith(expected) && around <= bareWords(event.as).length + MOST_AROUND;
    });
    if (!isWhole) return tell(actor, "cases.verify-changed", values);
  }
  if (newest.isWithdrawn) return tell(actor, "cases.verify-withdrawn", values);
  return tell(actor, isMine ? "cases.verify-real" : "cases.verify-other", values);
}

/** "编号 17" and the like, in either language. */
const MOST_AROUND = 16;

/** Whether a message carries a code of the staff's, so that it is meant to be checked. */
export const carriesCode = (text: string): boolean => readPassedOn(text) !== undefined;
