import { type Content, type MediaRef, type Target, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { mayHandleCases, type Person } from "../people/index.ts";
import { appendAll, lockCurrent } from "./append-event.ts";
import { type CaseMedia, type CaseView, type FanWay, isTalking, REOPENS_WITHIN_MS } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { callDuty } from "./climb.ts";
import { deliverHeld } from "./deliver-held.ts";
import { zoneOf } from "./host-times.ts";
import { promise } from "./open-case.ts";
import { deskOf, roomsOf, toRooms, without, withThread } from "./places.ts";
import { changedCard } from "./post-card.ts";
import { caseButton } from "./show-card.ts";
import { cut, fanName, momentText, purposeOf, readKey, teamOf, wordsOf } from "./words.ts";

/** A message that somebody wrote to the bot alone. */
export interface PrivateWord {
  readonly person: Person;
  readonly from: FanWay;
  readonly text: string;
  readonly media: CaseMedia;
  /** What can be shown of it elsewhere; the case keeps only of what kind it was. */
  readonly files: readonly MediaRef[];
  readonly ref: string;
  readonly replyToMessageId: string | undefined;
  /** Triage has raised it: then it may stand in a case already. */
  readonly isRaised: boolean;
  /** Whether the bot could say something sensible by itself: then a closed case stays closed. */
  readonly isForTheBot: () => boolean;
}

/** While a conversation goes on, nobody is told each time that a message has arrived. */
const LIVE_MS = 3_600_000;
const WORDS_AFTER_RATING_MS = 15 * 60_000;
const SHOWN_TEXT = 3_000;

export interface HeardInPrivate {
  readonly replies: readonly Reply[];
  /** Otherwise the bot answers too. */
  readonly isForHumans: boolean;
}

const NOT_OURS: HeardInPrivate = { replies: [], isForHumans: false };

/** Takes what a fan writes in private to the humans who talk with her. */
export async function hearFan(
  deps: CaseDeps,
  stores: CaseStores,
  word: PrivateWord,
): Promise<HeardInPrivate> {
  const now = deps.clock.now();
  const found = await stores.cases.casesOf(word.person.personId, now - REOPENS_WITHIN_MS);
  // Who would have to answer herself goes on talking with the bot.
  const cases = found.filter(
    ({ hostId, view }) => view.kind !== "other" || !mayHandleCases(word.person, hostId),
  );
  if (cases.length === 0) return NOT_OURS;
  const written = word.isRaised ? await stores.cases.caseOfRef(word.ref) : undefined;
  if (written !== undefined) {
    const one = cases.find(({ caseId }) => caseId === written);
    return one && isTalking(one.view, now) ? { replies: [], isForHumans: true } : NOT_OURS;
  }
  const meant = await chooseCase(stores, word, cases, now);
  // A private way is open now, whatever this message is about.
  const kept = cases.filter(({ caseId, view }) => view.heldFrom !== undefined && caseId !== meant?.caseId);
  const delivered: Reply[] = [];
  for (const one of kept) delivered.push(...(await deliverHeld(deps, stores, one.caseId, word.from)));
  const taken = meant ? await takeDown(deps, stores, word, meant, now) : undefined;
  return { replies: [...(taken ?? []), ...delivered], isForHumans: taken !== undefined };
}

async function chooseCase(
  { cases }: CaseStores,
  word: PrivateWord,
  mine: readonly Case[],
  now: number,
): Promise<Case | undefined> {
  const { platform, chatId } = word.from;
  const replied =
    word.replyToMessageId === undefined
      ? undefined
      : readKey(await cases.keyOfSent(platform, [chatId], word.replyToMessageId));
  const meant = replied && (await lockCurrent({ cases }, replied.caseId))?.caseId;
  const named = mine.find(({ caseId }) => caseId === meant);
  // "Thank you" under a closing is no new matter.
  if (named && (named.view.status === "open" || !word.isForTheBot())) return named;
  const talking = mine.filter(({ view }) => isTalking(view, now)).sort(byLastWord);
  if (talking[0]) return talking[0];
  const closed = mine.filter(({ view }) => view.status === "closed");
  if (closed.length === 0 || word.isForTheBot()) return undefined;
  return closed.find(({ view }) => isBesideRating(view, now)) ?? closed[0];
}

const byLastWord = (one: Case, other: Case): number => lastWord(other) - lastWord(one);
const lastWord = ({ view }: Case): number => Math.max(view.lastFanAt, view.lastStaffAt ?? 0);
/** The sentence of somebody who was content; who was not is heard by a human again. */
const isBesideRating = ({ status, ratedAt, rating = 0 }: CaseView, now: number): boolean =>
  status === "closed" && rating >= 4 && ratedAt !== undefined && now - ratedAt < WORDS_AFTER_RATING_MS;

/** Undefined when nobody is there who could answer: it is written down, and the bot does what it can. */
async function takeDown(
  deps: CaseDeps,
  stores: CaseStores,
  word: PrivateWord,
  meant: Case,
  now: number,
): Promise<readonly Reply[] | undefined> {
  const held = await stores.cases.lock(meant.caseId);
  if (!held) return undefined;
  const { from, text, media, files, ref } = word;
  const listening = await roomsOf(stores.people, held.hostId);
  const desks = without(await deskOf(stores.people, held), from);
  if (isBesideRating(held.view, now) && word.replyToMessageId === undefined) {
    const one = await appendAll(stores, held, now, [{ type: "rated-words", text }]);
    const said = say("zh", "cases.rated-words", { number: one.caseId, text: cut(text, 500) });
    return [
      toSender(say(from.locale, "cases.thanks-words"), one),
      ...toRooms(desks, purposeOf(one, "told"), textContent(said)),
    ];
  }
  const reopens = held.view.status === "closed";
  if (listening.length === 0) {
    const wrote = { type: "fan-wrote", text, media, from, ref } as const;
    if (!reopens) await appendAll(stores, held, now, [wrote]);
    return undefined;
  }
  const written = await appendAll(stores, held, now, [
    ...(reopens ? [{ type: "reopened" } as const] : []),
    { type: "fan-wrote", text, media, from, ref },
    // Who writes after a closing wants a human, not an article.
    ...(reopens ? [{ type: "asked-human", from } as const] : []),
  ]);
  const { lastStaffAt, receipted } = written.view;
  const isLive = !reopens && lastStaffAt !== undefined && now - lastStaffAt < LIVE_MS;
  const told =
    isLive || receipted
      ? { one: written, replies: [] }
      : await tellReceipt(deps, stores, written, from, reopens);
  const { one, replies: calls } = reopens
    ? await callDuty(deps, stores, told.one)
    : { one: told.one, replies: [] };
  return [
    ...told.replies,
    ...calls,
    ...(reopens
      ? toRooms(
          desks.map((desk) => withThread(desk, { reopens: true })),
          purposeOf(written, "told"),
          textContent(say("zh", "cases.reopened", { number: written.caseId })),
        )
      : []),
    ...(reopens ? await changedCard(deps, stores, one) : []),
    ...relayToStaff(deps, one, desks, { text, media, files }),
    ...(written.view.heldFrom === undefined ? [] : await deliverHeld(deps, stores, written.caseId, from)),
  ];
}

async function tellReceipt(
  deps: CaseDeps,
  stores: CaseStores,
  written: Case,
  { locale }: FanWay,
  reopens: boolean,
): Promise<{ readonly one: Case; readonly replies: readonly Reply[] }> {
  const { one, expectedBy } = await promise(deps, stores, written, { receipt: true });
  const number = one.caseId;
  const text =
    expectedBy === undefined
      ? say(locale, "cases.recorded", { number })
      : say(locale, reopens ? "cases.reopened-fan" : "cases.receipt", {
          number,
          team: await teamOf(stores.people, one.hostId, locale),
          when: momentText(locale, expectedBy, deps.clock.now(), await zoneOf(stores, one.hostId)),
        });
  return { one, replies: [toSender(text, one)] };
}

/** To the fan who is writing at this moment. */
export const toSender = (text: string, one: Case): Reply => ({
  lane: "case",
  purpose: purposeOf(one, "promise"),
  audience: "person",
  content: textContent(text),
});

/** What a fan wrote, as the staff reads it; a reply to it answers her. */
export function relayToStaff(
  { signer }: Pick<CaseDeps, "signer">,
  one: Case,
  rooms: readonly Target[],
  { text, media, files }: Pick<PrivateWord, "text" | "media" | "files">,
  isEdited = false,
): readonly Reply[] {
  const content: Content = {
    tone: "plain",
    media: files,
    blocks: [
      {
        kind: "small",
        text: say("zh", isEdited ? "cases.relay-edited" : "cases.relay", {
          fan: fanName("zh", one.view),
          number: one.caseId,
        }),
      },
      { kind: "text", text: cut(wordsOf("zh", text, media), SHOWN_TEXT) },
    ],
    buttons: [
      [
        ...(one.view.assigneeId === undefined ? [caseButton(signer, "zh", "take", one)] : []),
        caseButton(signer, "zh", "show", one),
        caseButton(signer, "zh", "close", one),
      ],
    ],
  };
  // The same message edited again is another word of hers.
  const purpose = isEdited ? purposeOf(one, "edited", one.view.seq) : purposeOf(one, "fan");
  return toRooms(rooms, purpose, content);
}
