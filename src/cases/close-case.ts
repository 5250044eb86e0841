import { type Button, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import { appendAll } from "./append-event.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { answerText, answerTo, openCaseFor } from "./desk.ts";
import { otherDesks, toFan, toRooms } from "./places.ts";
import { changedCard } from "./post-card.ts";
import { caseButton } from "./show-card.ts";
import { purposeOf, staffName, teamOf } from "./words.ts";

const STARS = [1, 2, 3, 4, 5] as const;

/**
 * Closes a case and asks the fan how it went. `seen` is the fan's last event that whoever closes has read, from the
 * button; without it everything has to be answered. What she wrote since then is never closed away unread.
 */
export async function closeCase(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  caseId: number,
  seen: number | undefined,
): Promise<readonly Reply[]> {
  const found = await openCaseFor(stores, actor, caseId);
  if (!found.ok) return [found.refusal];
  const held = found.value;
  const { waitingSince, lastFanSeq } = held.view;
  const isUnread =
    seen === undefined ? waitingSince !== undefined : waitingSince !== undefined && lastFanSeq > seen;
  if (isUnread) {
    const button = caseButton(deps.signer, actor.locale, "close-anyway", held);
    const show = caseButton(deps.signer, actor.locale, "show", held);
    return [answerText(actor, "cases.fan-wrote-meanwhile", { number: caseId }, [[show, button]])];
  }
  const by = actor.person.personId;
  const one = await appendAll(stores, held, deps.clock.now(), [{ type: "closed", by }]);
  const { locale } = one.view.from;
  const stars = STARS.map(
    (star): Button => ({ label: String(star), data: deps.signer.sign("cg", `${caseId}.${star}`) }),
  );
  const team = await teamOf(stores.people, one.hostId, locale);
  const asked = textContent(say(locale, "cases.closed-fan", { team, number: caseId }), [stars]);
  const who = await staffName(stores, one.hostId, by);
  const said = textContent(say("zh", "cases.closed", { number: caseId, who }));
  const desks = await otherDesks(stores, one, actor);
  return [
    answerTo(actor, said, purposeOf(one, "told")),
    ...(await toFan(deps, stores, one, purposeOf(one, "promise"), asked)),
    ...toRooms(desks, purposeOf(one, "told"), said),
    ...(await changedCard(deps, stores, one, { closes: true })),
  ];
}
