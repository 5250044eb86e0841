import type { Insertable, Selectable } from "kysely";
import type { Case, CaseEvent, CaseKind, CaseLevel, CaseView } from "../cases/index.ts";
import type { PlatformName } from "../core/message.ts";
import type { TextSealer } from "../core/text-sealer.ts";
import type { Schema } from "./schema.ts";

/** Keys cannot contain NULL: an empty text stands for "no host". */
export const NO_HOST = "";

/** The columns that a view fills; they change with every event. */
export function toColumns(view: CaseView): Omit<Insertable<Schema["cases"]>, "id" | "host_id" | "person_id"> {
  const { from } = view;
  return {
    kind: view.kind,
    level: view.level,
    alias: view.alias,
    status: view.status,
    seq: view.seq,
    from_platform: from.platform,
    from_chat_id: from.chatId,
    from_kind: from.kind,
    from_user_id: from.userId,
    from_locale: from.locale,
    opened_at: view.openedAt,
    level_since: view.levelSince,
    acknowledged_at: view.acknowledgedAt ?? null,
    assignee_id: view.assigneeId ?? null,
    first_answer_at: view.firstAnswerAt ?? null,
    waiting_since: view.waitingSince ?? null,
    expected_by: view.expectedBy ?? null,
    receipted: view.receipted ? 1 : 0,
    closed_at: view.closedAt ?? null,
    last_fan_at: view.lastFanAt,
    last_fan_seq: view.lastFanSeq,
    last_staff_at: view.lastStaffAt ?? null,
    asked_human: view.askedHuman ? 1 : 0,
    ladder_step: view.ladderStep,
    ladder_at: view.ladderAt ?? null,
    slips: view.slips,
    rating: view.rating ?? null,
    rated_at: view.ratedAt ?? null,
    held_from: view.heldFrom ?? null,
    joined_into: view.joinedInto ?? null,
  };
}

export const toCase = (row: Selectable<Schema["cases"]>): Case => ({
  caseId: row.id,
  hostId: row.host_id === NO_HOST ? undefined : row.host_id,
  personId: row.person_id,
  view: {
    seq: row.seq,
    kind: row.kind as CaseKind,
    level: row.level as CaseLevel,
    alias: row.alias,
    status: row.status === "open" ? "open" : "closed",
    from: {
      platform: row.from_platform as PlatformName,
      chatId: row.from_chat_id,
      kind: row.from_kind === "private" ? "private" : "group",
      userId: row.from_user_id,
      locale: row.from_locale === "en" ? "en" : "zh",
    },
    openedAt: row.opened_at,
    levelSince: row.level_since,
    acknowledgedAt: row.acknowledged_at ?? undefined,
    assigneeId: row.assignee_id ?? undefined,
    firstAnswerAt: row.first_answer_at ?? undefined,
    waitingSince: row.waiting_since ?? undefined,
    expectedBy: row.expected_by ?? undefined,
    receipted: row.receipted === 1,
    closedAt: row.closed_at ?? undefined,
    lastFanAt: row.last_fan_at,
    lastFanSeq: row.last_fan_seq,
    lastStaffAt: row.last_staff_at ?? undefined,
    askedHuman: row.asked_human === 1,
    ladderStep: row.ladder_step,
    ladderAt: row.ladder_at ?? undefined,
    slips: row.slips,
    rating: row.rating ?? undefined,
    ratedAt: row.rated_at ?? undefined,
    heldFrom: row.held_from ?? undefined,
    joinedInto: row.joined_into ?? undefined,
  },
});

const about = (caseId: number): string => `case:${caseId}`;

/** What somebody wrote is sealed; what the projection and the figures need stays readable without a key. */
export function toEventRow(
  caseId: number,
  event: CaseEvent,
  sealer: TextSealer,
): Insertable<Schema["case_events"]> {
  const { seq, at, type, text, words, ref, ...data } = event as CaseEvent & {
    readonly text?: string | undefined;
    readonly words?: readonly string[] | undefined;
    readonly ref?: string | undefined;
  };
  const hasSecret = text !== undefined || words !== undefined;
  return {
    case_id: caseId,
    seq,
    type,
    data: JSON.stringify(data),
    sealed: hasSecret ? sealer.seal(JSON.stringify({ text, words }), about(caseId)) : null,
    ref: ref ?? null,
    at,
  };
}

export function toEvent(row: Selectable<Schema["case_events"]>, sealer: TextSealer): CaseEvent {
  const opened = row.sealed === null ? undefined : sealer.open(row.sealed, about(row.case_id));
  return {
    ...(JSON.parse(row.data) as object),
    ...(opened === undefined ? {} : (JSON.parse(opened) as object)),
    ...(row.ref === null ? {} : { ref: row.ref }),
    type: row.type,
    seq: row.seq,
    at: row.at,
  } as CaseEvent;
}
