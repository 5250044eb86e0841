import type { MediaRef, Target } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { isUrgent, type Triage } from "../safety/index.ts";
import type { CaseMedia, FanWay } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { caseKindOf, isPrivateMatter } from "./case-kind.ts";
import { callDuty } from "./climb.ts";
import { relayToStaff } from "./hear-fan.ts";
import { zoneOf } from "./host-times.ts";
import { invitePayload } from "./invite.ts";
import { openCase, promise } from "./open-case.ts";
import { deskOf, without } from "./places.ts";
import { freshCard } from "./post-card.ts";
import { momentText, teamOf } from "./words.ts";

/** What triage raised and whose it is. */
export interface FanAlarm {
  readonly triage: Triage;
  readonly personId: string;
  readonly hostId: string | undefined;
  readonly from: FanWay;
  /** Title of the group; undefined in private. */
  readonly place: string | undefined;
  readonly text: string;
  readonly media: CaseMedia;
  readonly files: readonly MediaRef[];
  readonly ref: string;
  /** The chat that everybody there has read it in already. */
  readonly here: Target;
}

export interface OpenedByAlarm {
  /** To be put under the card that the person gets. */
  readonly promised: string;
  /** What `/start` carries from the group into the private chat with this case. */
  readonly invite: string;
  /** A group must not learn of it; it wants the neutral line even when no card is shown there. */
  readonly wantsPrivacy: boolean;
  readonly isNew: boolean;
  /** What the staff reads. */
  readonly replies: readonly Reply[];
}

/** Opens, or goes on with, the case that an alarm makes; undefined when it makes none. */
export async function openFromAlarm(
  deps: CaseDeps,
  stores: CaseStores,
  alarm: FanAlarm,
): Promise<OpenedByAlarm | undefined> {
  const { triage, text, media, files, from } = alarm;
  const kind = caseKindOf(triage);
  if (kind === undefined || triage.level === "none") return undefined;
  const { kinds, rules, words, level } = triage;
  const opened = await openCase(deps, stores, {
    ...alarm,
    kind,
    level,
    reason: "alarm",
    kinds,
    rules,
    words,
  });
  const isNew = opened.how !== "added";
  const { one: held, expectedBy } = await promise(deps, stores, opened.one, {
    receipt: false,
    renew: opened.how === "raised",
  });
  const { one, replies: calls } = isNew ? await callDuty(deps, stores, held) : { one: held, replies: [] };
  const now = deps.clock.now();
  const hasCard = isNew || isUrgent(triage);
  const card = {
    lane: isUrgent(triage) ? "distress" : "case",
    here: alarm.here,
    reopens: opened.how === "reopened",
  } as const;
  const desks = without(await deskOf(stores.people, one), alarm.here);
  const replies = [
    ...(hasCard ? await freshCard(deps, stores, one, card) : []),
    // A picture that cannot be had must not keep the card back.
    ...(!hasCard || files.length > 0 ? relayToStaff(deps, one, desks, { text, media, files }) : []),
  ];
  const number = one.caseId;
  const promised =
    expectedBy === undefined
      ? say(from.locale, "cases.card-recorded", { number })
      : say(from.locale, "cases.card-promise", {
          number,
          team: await teamOf(stores.people, one.hostId, from.locale),
          when: momentText(from.locale, expectedBy, now, await zoneOf(stores, one.hostId)),
        });
  return {
    promised,
    invite: invitePayload(deps.signer, number),
    wantsPrivacy: isPrivateMatter(kind),
    isNew,
    replies: [...replies, ...calls],
  };
}
