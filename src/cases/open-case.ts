import type { SafetyKind } from "../safety/index.ts";
import { appendAll } from "./append-event.ts";
import {
  type CaseEventBody,
  type CaseKind,
  type CaseLevel,
  type CaseMedia,
  type FanWay,
  levelOver,
  REOPENS_WITHIN_MS,
  UNOPENED,
} from "./case.ts";
import { aliasOf } from "./case-alias.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import type { Case } from "./case-store.ts";
import { expectedBy } from "./deadlines.ts";
import { timesOf } from "./host-times.ts";
import { roomsOf } from "./places.ts";

/** What a person wants seen to, by an alarm or of her own accord. */
export interface Plea {
  readonly personId: string;
  readonly hostId: string | undefined;
  readonly kind: CaseKind;
  readonly level: CaseLevel;
  readonly reason: "alarm" | "human";
  readonly from: FanWay;
  readonly place?: string | undefined;
  readonly text?: string | undefined;
  readonly media: CaseMedia;
  readonly ref?: string | undefined;
  readonly kinds?: readonly SafetyKind[] | undefined;
  readonly rules?: readonly string[] | undefined;
  readonly words?: readonly string[] | undefined;
  readonly answerId?: string | undefined;
}

export interface Opening {
  readonly one: Case;
  readonly how: "opened" | "reopened" | "raised" | "added";
}

/**
 * The person's open case of this kind with this host, with the plea written into it: a new one, the one that was closed
 * within a week, or the one that is open already, raised when this is graver.
 */
export async function openCase(deps: CaseDeps, stores: CaseStores, plea: Plea): Promise<Opening> {
  const now = deps.clock.now();
  // Somebody else may open or close it between two looks: then it is looked for again.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const known = (await stores.cases.casesOf(plea.personId, now - REOPENS_WITHIN_MS)).filter(
      ({ hostId, view }) => hostId === plea.hostId && view.kind === plea.kind,
    );
    const found = known.find(({ view }) => view.status === "open") ?? known[0];
    if (found) {
      const held = await stores.cases.lock(found.caseId);
      if (held && held.view.status === found.view.status) return await addPlea(stores, held, plea, now);
      continue;
    }
    const view = { ...UNOPENED, kind: plea.kind, level: plea.level, from: plea.from };
    const caseId = await stores.cases.create(plea, view);
    if (caseId === undefined) continue;
    const held = await stores.cases.lock(caseId);
    if (!held) continue;
    const { kind, level, reason, from, place, kinds, rules, words, answerId, text, ref } = plea;
    const alias = aliasOf(caseId);
    const media = plea.media.length > 0 ? plea.media : undefined;
    const opened = {
      kind,
      level,
      alias,
      reason,
      from,
      place,
      kinds,
      rules,
      words,
      answerId,
      text,
      media,
      ref,
    };
    return { one: await appendAll(stores, held, now, [{ type: "opened", ...opened }]), how: "opened" };
  }
  throw new Error("a case was opened and closed again and again meanwhile");
}

async function addPlea(stores: CaseStores, held: Case, plea: Plea, now: number): Promise<Opening> {
  const { text, media, from, ref, kinds, rules, words, answerId } = plea;
  const wasClosed = held.view.status === "closed";
  const isGraver = levelOver(plea.level, held.view.level);
  const wrote = plea.reason === "alarm" || text !== undefined || media.length > 0;
  const bodies: readonly CaseEventBody[] = [
    ...(wasClosed ? [{ type: "reopened" } as const] : []),
    ...(wrote ? [{ type: "fan-wrote", text, media, from, ref, kinds, rules, words } as const] : []),
    ...(plea.reason === "human" ? [{ type: "asked-human", from, answerId } as const] : []),
    ...(isGraver ? [{ type: "raised", level: plea.level } as const] : []),
  ];
  const one = await appendAll(stores, held, now, bodies);
  return { one, how: wasClosed ? "reopened" : isGraver ? "raised" : "added" };
}

/**
 * Promises an answer, where somebody is there to give one, and returns the case with it. `receipt`: the fan was told
 * that what she writes arrives, and need not hear it again.
 */
export async function promise(
  deps: CaseDeps,
  stores: CaseStores,
  one: Case,
  { receipt, renew = false }: { readonly receipt: boolean; readonly renew?: boolean },
): Promise<{ readonly one: Case; readonly expectedBy: number | undefined }> {
  const now = deps.clock.now();
  const isHeard = (await roomsOf(stores.people, one.hostId)).length > 0;
  const { expectedBy: before } = one.view;
  // A promise that has run out is none: what is said now is what holds from now on.
  const standing = renew || (before !== undefined && before <= now) ? undefined : before;
  const due = isHeard
    ? (standing ?? expectedBy(await timesOf(stores, one.hostId), one.view.level, now))
    : undefined;
  if (standing !== undefined && (one.view.receipted || !receipt)) return { one, expectedBy: standing };
  const promised = await appendAll(stores, one, now, [{ type: "promised", expectedBy: due, receipt }]);
  return { one: promised, expectedBy: due };
}
