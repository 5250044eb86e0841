import { type CaseEvent, type CaseView, type JoinedState, levelOver, UNOPENED } from "./case.ts";

export const foldCase = (events: readonly CaseEvent[]): CaseView => events.reduce(applyEvent, UNOPENED);

/** The case after one more event. */
export function applyEvent(view: CaseView, event: CaseEvent): CaseView {
  return { ...view, ...changeOf(view, event), seq: event.seq };
}

function changeOf(view: CaseView, event: CaseEvent): Partial<CaseView> {
  const { at, seq } = event;
  const heard = { lastFanAt: at, lastFanSeq: seq, waitingSince: view.waitingSince ?? at };
  switch (event.type) {
    case "opened":
      return {
        ...heard,
        kind: event.kind,
        level: event.level,
        alias: event.alias,
        from: event.from,
        openedAt: at,
        levelSince: at,
        askedHuman: event.reason !== "alarm",
      };
    case "fan-wrote":
      return { ...heard, from: event.from };
    case "asked-human":
      return { ...heard, from: event.from, askedHuman: true };
    case "form-answered":
      return { lastFanAt: at };
    case "staff-wrote":
      return {
        firstAnswerAt: view.firstAnswerAt ?? at,
        lastStaffAt: at,
        acknowledgedAt: view.acknowledgedAt ?? at,
        waitingSince: undefined,
        expectedBy: undefined,
        receipted: false,
        ...FROM_BELOW,
        slips: 0,
        heldFrom: view.heldFrom ?? (event.held ? seq : undefined),
      };
    case "undelivered":
      return { heldFrom: view.heldFrom ?? event.since };
    case "delivered":
      return { heldFrom: undefined };
    case "acknowledged":
      return seen(view, at);
    case "taken":
      return { ...seen(view, at), assigneeId: event.by };
    case "transferred":
      return { assigneeId: event.to };
    case "raised":
      return {
        level: event.level,
        levelSince: at,
        ...FROM_BELOW,
        // A new alarm has to be seen by somebody; who raises by hand has seen it.
        acknowledgedAt: event.by === undefined ? undefined : (view.acknowledgedAt ?? at),
      };
    case "joined":
      return joinedState(view, event, seq);
    case "joined-to":
      return { ...CLOSED, closedAt: at, joinedInto: event.into, heldFrom: undefined };
    case "closed":
      return {
        ...CLOSED,
        closedAt: at,
      };
    case "reopened":
      return {
        status: "open",
        closedAt: undefined,
        levelSince: at,
        acknowledgedAt: undefined,
        ...FROM_BELOW,
        ratedAt: undefined,
      };
    case "rated":
      return { rating: event.stars, ratedAt: at };
    case "rated-words":
      return { ratedAt: undefined };
    case "promised":
      return {
        expectedBy: event.expectedBy,
        receipted: view.receipted || event.receipt,
        slips: event.slips ?? view.slips,
      };
    case "ladder-step":
      return { ladderStep: event.step, ladderAt: at };
    case "note":
    case "revealed":
    case "read":
    case "staff-edited":
    case "staff-withdrew":
    case "edited":
    case "deleted":
      return {};
  }
}

/** The ladder begins anew: with whoever is to answer, once somebody has seen the case. */
const FROM_BELOW = { ladderStep: 0, ladderAt: undefined } as const;

const CLOSED = {
  status: "closed",
  waitingSince: undefined,
  expectedBy: undefined,
  receipted: false,
  askedHuman: false,
  ...FROM_BELOW,
  slips: 0,
} as const;

const earliest = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
const latest = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);

/** Both at once: the graver one's ladder, whoever waits longest, and where she was heard last. */
const joinedState = (view: CaseView, other: JoinedState, seq: number): Partial<CaseView> => ({
  ...(levelOver(other.level, view.level)
    ? {
        level: other.level,
        levelSince: other.levelSince,
        acknowledgedAt: other.acknowledgedAt,
        ladderStep: other.ladderStep,
        ladderAt: other.ladderAt,
      }
    : {}),
  assigneeId: view.assigneeId ?? other.assigneeId,
  firstAnswerAt: earliest(view.firstAnswerAt, other.firstAnswerAt),
  waitingSince: earliest(view.waitingSince, other.waitingSince),
  expectedBy: earliest(view.expectedBy, other.expectedBy),
  lastFanAt: Math.max(view.lastFanAt, other.lastFanAt),
  lastFanSeq: seq,
  lastStaffAt: latest(view.lastStaffAt, other.lastStaffAt),
  askedHuman: view.askedHuman || other.askedHuman,
  ...(other.lastFanAt > view.lastFanAt ? { from: other.from } : {}),
});

const seen = (view: CaseView, at: number): Partial<CaseView> =>
  view.acknowledgedAt === undefined ? { acknowledgedAt: at, ...FROM_BELOW } : {};
