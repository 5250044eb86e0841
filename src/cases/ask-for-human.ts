import { type Content, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import type { Actor } from "../people/index.ts";
import type { CaseKind, FanWay } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { callDuty } from "./climb.ts";
import { deliverHeld } from "./deliver-held.ts";
import { relayToStaff } from "./hear-fan.ts";
import { zoneOf } from "./host-times.ts";
import { invitePayload } from "./invite.ts";
import { openCase, promise } from "./open-case.ts";
import { deskOf, toRooms, without } from "./places.ts";
import { freshCard } from "./post-card.ts";
import { momentText, purposeOf, teamOf } from "./words.ts";

export interface Wish {
  readonly from: FanWay;
  /** Whose staff is meant. */
  readonly hostId: string | undefined;
  /** What it is about, where that is known; else the wish goes to whatever she has open. */
  readonly kind?: CaseKind | undefined;
  /** Written behind the command, if anything was. */
  readonly text: string;
  readonly ref: string | undefined;
  readonly answerId: string | undefined;
  /** Title of the group; undefined in private. */
  readonly place: string | undefined;
}

/** "A human, please": goes on with what the person has open with this host, else opens a case. Never refused. */
export async function askForHuman(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  wish: Wish,
): Promise<readonly Reply[]> {
  const now = deps.clock.now();
  const { personId } = actor.person;
  const mine = await stores.cases.casesOf(personId, now);
  const open = mine.filter(({ hostId, view }) => hostId === wish.hostId && view.status === "open");
  const known =
    open.find(({ view }) => view.kind === (wish.kind ?? "other")) ?? (wish.kind ? undefined : open[0]);
  const text = wish.text === "" ? undefined : wish.text;
  const opened = await openCase(deps, stores, {
    ...wish,
    text,
    personId,
    kind: known?.view.kind ?? wish.kind ?? "other",
    level: "care",
    reason: "human",
    media: [],
  });
  const { one: kept, expectedBy } = await promise(deps, stores, opened.one, { receipt: true });
  const { one, replies: calls } =
    opened.how === "added" ? { one: kept, replies: [] } : await callDuty(deps, stores, kept);
  const desks = without(await deskOf(stores.people, one), actor);
  const told =
    opened.how !== "added"
      ? await freshCard(deps, stores, one, { lane: "case", here: actor, reopens: opened.how === "reopened" })
      : text !== undefined
        ? relayToStaff(deps, one, desks, { text, media: [], files: [] })
        : // Pressing twice is no second wish.
          opened.one.view.lastStaffAt !== undefined
          ? toRooms(
              desks,
              purposeOf(one, "told"),
              textContent(say("zh", "cases.asked-again", { number: one.caseId })),
            )
          : [];
  const held = actor.discreet ? await deliverHeld(deps, stores, one.caseId, wish.from) : [];
  return [
    {
      lane: "answer",
      purpose: purposeOf(one, "promise"),
      audience: actor.discreet ? "person" : "chat",
      content: await handedOver(deps, stores, actor, one, expectedBy),
    },
    ...held,
    ...told,
    ...calls,
  ];
}

/** What a person hears who asked for a human; in a group with the way into the private chat. */
export async function handedOver(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  one: Case,
  expectedBy: number | undefined,
): Promise<Content> {
  const { locale } = actor;
  const number = one.caseId;
  const main =
    expectedBy === undefined
      ? say(locale, "cases.recorded", { number })
      : say(locale, "cases.handed-over", {
          number,
          team: await teamOf(stores.people, one.hostId, locale),
          when: momentText(locale, expectedBy, deps.clock.now(), await zoneOf(stores, one.hostId)),
        });
  const url = actor.discreet ? undefined : actor.way.deepLink(invitePayload(deps.signer, number));
  return textContent(
    [
      main,
      ...(actor.discreet && expectedBy !== undefined ? [say(locale, "cases.handed-write")] : []),
      say(locale, "cases.emergency"),
    ].join("\n\n"),
    url === undefined ? [] : [[{ label: say(locale, "people.open-private"), url }]],
  );
}
