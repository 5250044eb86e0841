import { answerAskedAbout } from "./answering/index.ts";
import {
  addNote,
  addShift,
  askForHuman,
  askNumber,
  cancelHoliday,
  canned,
  carriesCode,
  changeAnswer,
  changeDuty,
  chooseCanned,
  chooseShiftPerson,
  chooseShiftTime,
  closeCase,
  deadlines,
  enterCase,
  exportTranscript,
  type FanWay,
  type HeardInPrivate,
  hearFan,
  hearStaff,
  holiday,
  hours,
  listCases,
  messageRef,
  noteDeletion,
  noteEdit,
  pressDuty,
  raiseCase,
  rateCase,
  readRef,
  removeShift,
  revealPerson,
  roster,
  sendCanned,
  setAlias,
  showCase,
  showStats,
  startWriting,
  takeCase,
  transferCase,
  transferTo,
  verifyMessage,
  writeToFan,
} from "./cases/index.ts";
import { mediaOf } from "./core/content.ts";
import { kindsOf, type MessageEvent } from "./core/message.ts";
import type { Reply } from "./core/reply.ts";
import { verifyCoupon } from "./coupons/index.ts";
import type { Triage } from "./safety/index.ts";
import { actorOf, askerOf, type RouterDeps, type RouterStores, type Scene } from "./scene.ts";

type Run = (deps: RouterDeps, stores: RouterStores, scene: Scene, args: string) => Promise<readonly Reply[]>;

/** Where the person of this update can be answered. */
const wayOf = ({ event, locale }: Scene): FanWay => ({
  platform: event.platform,
  chatId: event.chat.chatId,
  kind: event.chat.kind,
  userId: event.sender.userId,
  locale,
});

const placeOf = ({ event, chat }: Scene): string | undefined =>
  event.chat.kind === "private" ? undefined : chat?.title;

/** "A human, please": by command, by word, or by the button under an answer, whose host's staff is then meant. */
export async function callHuman(
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  { answerId = "", text = "" }: { readonly answerId?: string; readonly text?: string },
): Promise<readonly Reply[]> {
  const asked =
    answerId === "" ? undefined : await answerAskedAbout(stores.answers, askerOf(scene), answerId);
  const { event } = scene;
  const ref = event.kind === "message" && text !== "" ? messageRef(event) : undefined;
  // An alarm about the same words has written them down already.
  const isWritten = ref !== undefined && (await stores.cases.caseOfRef(ref)) !== undefined;
  return await askForHuman(deps.cases, stores, actorOf(scene), {
    from: wayOf(scene),
    hostId: asked?.hostId ?? scene.hostId,
    text: isWritten ? "" : text,
    ref: isWritten ? undefined : ref,
    answerId: asked?.answerId,
    place: placeOf(scene),
  });
}

/** What is written to the bot alone, where a human may be talking with its sender. */
export async function takeToCase(
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  event: MessageEvent,
  triage: Triage,
  isForTheBot: () => boolean,
): Promise<HeardInPrivate> {
  if (!scene.discreet || event.command || carriesCode(event.text)) {
    return { replies: [], isForHumans: false };
  }
  return await hearFan(deps.cases, stores, {
    person: scene.person,
    from: wayOf(scene),
    text: event.text.trim(),
    media: kindsOf(event),
    files: mediaOf(event),
    ref: messageRef(event),
    replyToMessageId: event.replyToMessageId,
    isRaised: triage.level !== "none",
    isForTheBot,
  });
}

/** A reply of the staff to something about a case; undefined when it is none. */
export async function takeFromStaff(
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  event: MessageEvent,
): Promise<readonly Reply[] | undefined> {
  const { replyToMessageId, command, edited, text } = event;
  const mayBe = scene.chat?.purpose === "staff" || (scene.discreet && scene.person.roles.length > 0);
  if (!mayBe) return undefined;
  const ref = messageRef(event);
  if (edited) {
    const words = command?.name === "reply" ? (readRef(command.args)?.rest ?? "") : text;
    const changed = await changeAnswer(deps.cases, stores, actorOf(scene), { ref, text: words });
    if (changed) return changed;
  }
  if (replyToMessageId === undefined || command) return undefined;
  return await hearStaff(deps.cases, stores, actorOf(scene), {
    text,
    media: kindsOf(event),
    files: mediaOf(event),
    replyToMessageId,
    edited,
    ref,
  });
}

/** Commands by which the staff writes about others: nobody is speaking of herself in them. */
export const isCaseWork = (
  { command, edited, limited }: MessageEvent,
  { person, chat, discreet }: Scene,
): boolean =>
  person.roles.length > 0 &&
  (discreet || chat?.purpose === "staff") &&
  command !== undefined &&
  SPOKEN_ABOUT.has(command.name) &&
  !edited &&
  !limited;
const SPOKEN_ABOUT: ReadonlySet<string> = new Set([
  "reply",
  "note",
  "reveal",
  "canned",
  "raise",
  "transfer",
  "decline",
  "promise",
]);

/** Commands whose Chinese names people say all day. */
const EVERYDAY: ReadonlySet<string> = new Set([
  "roster",
  "onduty",
  "offduty",
  "deadlines",
  "hours",
  "holiday",
  "product",
  "promise",
  "transcript",
]);

/** "下班" among fans is talk, and may belong to a case: such a word commands only who works here, and where she works. */
export function withoutEverydayCommand(event: MessageEvent, { person, chat, discreet }: Scene): MessageEvent {
  const { command, ...talk } = event;
  const mayMean = person.roles.length > 0 && (discreet || chat?.purpose === "staff");
  if (!command || !EVERYDAY.has(command.name) || mayMean || /^\s*[/／]/.test(event.text)) return event;
  return { ...talk, addressed: event.chat.kind === "private" ? "private" : "none" };
}

/** A message is gone at its platform; the case keeps it and notes that. */
export const noteDeleted = (
  { cases }: RouterDeps,
  stores: RouterStores,
  event: Parameters<typeof messageRef>[0],
): Promise<readonly Reply[]> => noteDeletion(cases, stores, messageRef(event));

export async function noteEdited(
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  event: MessageEvent,
): Promise<readonly Reply[]> {
  const { personId } = scene.person;
  return await noteEdit(deps.cases, stores, { personId, ref: messageRef(event), text: event.text });
}

type ByNumber = (
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  caseId: number,
  rest: string,
) => Promise<readonly Reply[]>;

/** Of a command that begins with a number. */
const numbered =
  (command: string, run: ByNumber, usage: "number" | "text" = "number"): Run =>
  async (deps, stores, scene, args) => {
    const ref = readRef(args);
    if (!ref) return [askNumber(actorOf(scene), command, usage)];
    return await run(deps, stores, scene, ref.caseId, ref.rest);
  };

/** Of a button that carries a number, and behind a full stop what else it needs. */
const pressed =
  (run: ByNumber): Run =>
  async (deps, stores, scene, arg) => {
    const [number = "", ...rest] = arg.split(".");
    return await run(deps, stores, scene, Number(number), rest.join("."));
  };

const show: ByNumber = ({ cases }, stores, scene, caseId) => showCase(cases, stores, actorOf(scene), caseId);
const take: ByNumber = ({ cases }, stores, scene, caseId) => takeCase(cases, stores, actorOf(scene), caseId);
const raise: ByNumber = ({ cases }, stores, scene, caseId, level) =>
  raiseCase(cases, stores, actorOf(scene), caseId, level);
const transfer: ByNumber = ({ cases }, stores, scene, caseId, name) =>
  transferCase(cases, stores, actorOf(scene), caseId, name);

/** With telephone numbers and addresses. */
const WHOLE: ReadonlySet<string> = new Set(["全文", "full"]);

/** `/start t-17`: the transcript that was asked for in a group. */
export const transcriptByLink = (
  { cases }: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  number: string,
): Promise<readonly Reply[]> => exportTranscript(cases, stores, actorOf(scene), Number(number), false);

/** What staff types about cases, and `/verify` for everybody; place and right are checked by the feature each time. */
export const CASE_COMMANDS: Readonly<Record<string, Run>> = {
  human: (deps, stores, scene, text) => callHuman(deps, stores, scene, { text }),
  verify: async ({ cases }, stores, scene, code) => [
    await verifyMessage(cases, stores, actorOf(scene), code, [
      (typed) => verifyCoupon(stores, actorOf(scene), typed),
    ]),
  ],
  cases: ({ cases }, stores, scene) => listCases(cases, stores, actorOf(scene)),
  case: numbered("/case", show),
  take: numbered("/take", take),
  reply: numbered(
    "/reply",
    ({ cases }, stores, scene, caseId, text) =>
      writeToFan(cases, stores, actorOf(scene), caseId, text, {
        media: [],
        files: [],
        ref: scene.event.kind === "message" ? messageRef(scene.event) : undefined,
      }),
    "text",
  ),
  note: numbered(
    "/note",
    ({ cases }, stores, scene, caseId, text) => addNote(cases, stores, actorOf(scene), caseId, text),
    "text",
  ),
  transfer: numbered("/transfer", transfer),
  raise: numbered("/raise", raise),
  close: numbered("/close", ({ cases }, stores, scene, caseId) =>
    closeCase(cases, stores, actorOf(scene), caseId, undefined),
  ),
  transcript: numbered("/transcript", ({ cases }, stores, scene, caseId, how) =>
    exportTranscript(cases, stores, actorOf(scene), caseId, WHOLE.has(how.toLowerCase())),
  ),
  reveal: numbered("/reveal", ({ cases }, stores, scene, caseId, reason) =>
    revealPerson(cases, stores, actorOf(scene), caseId, reason),
  ),
  canned: ({ cases }, stores, scene, args) => canned(cases, stores, actorOf(scene), args),
  alias: (_deps, stores, scene, name) => setAlias(stores, actorOf(scene), name),
  stats: ({ cases }, stores, scene) => showStats(cases, stores, actorOf(scene)),
  deadlines: ({ cases }, stores, scene, args) => deadlines(cases, stores, actorOf(scene), args),
  hours: ({ cases }, stores, scene, args) => hours(cases, stores, actorOf(scene), args),
  holiday: ({ cases }, stores, scene, args) => holiday(cases, stores, actorOf(scene), args),
  roster: ({ cases }, stores, scene, args) => roster(cases, stores, actorOf(scene), args),
  onduty: ({ cases }, stores, scene, args) => changeDuty(cases, stores, actorOf(scene), true, args),
  offduty: ({ cases }, stores, scene, args) => changeDuty(cases, stores, actorOf(scene), false, args),
};

/** What staff presses under cards, and what a fan presses under a closing. */
export const CASE_BUTTONS: Readonly<Record<string, Run>> = {
  h: (deps, stores, scene, answerId) => callHuman(deps, stores, scene, { answerId }),
  ca: pressed(take),
  cr: pressed((_deps, stores, scene, caseId) => startWriting(stores, actorOf(scene), caseId, "reply")),
  cn: pressed((_deps, stores, scene, caseId) => startWriting(stores, actorOf(scene), caseId, "note")),
  ct: pressed((deps, stores, scene, caseId) => transfer(deps, stores, scene, caseId, "")),
  cx: pressed(({ cases }, stores, scene, caseId, to) =>
    transferTo(cases, stores, actorOf(scene), caseId, to),
  ),
  cu: pressed((deps, stores, scene, caseId) => raise(deps, stores, scene, caseId, "")),
  cc: pressed(({ cases }, stores, scene, caseId, seen) =>
    closeCase(cases, stores, actorOf(scene), caseId, Number(seen)),
  ),
  cv: pressed(show),
  ck: pressed(({ cases }, stores, scene, caseId) => chooseCanned(cases, stores, actorOf(scene), caseId)),
  cs: pressed(({ cases }, stores, scene, caseId, id) =>
    sendCanned(cases, stores, actorOf(scene), caseId, Number(id)),
  ),
  hx: ({ cases }, stores, scene, arg) => {
    const [hostId = "", range = ""] = arg.split(".");
    return cancelHoliday(cases, stores, actorOf(scene), hostId, range);
  },
  ra: ({ cases }, stores, scene, hostId) => chooseShiftPerson(cases, stores, actorOf(scene), hostId),
  rp: ({ cases }, stores, scene, personId) => chooseShiftTime(cases, stores, actorOf(scene), personId),
  rw: ({ cases }, stores, scene, arg) => {
    const [personId = "", preset = "", role = ""] = arg.split(".");
    return addShift(cases, stores, actorOf(scene), personId, preset, role);
  },
  rd: ({ cases }, stores, scene, arg) => {
    const [hostId = "", id = ""] = arg.split(".");
    return removeShift(cases, stores, actorOf(scene), hostId, Number(id));
  },
  ro: ({ cases }, stores, scene, hostId) => pressDuty(cases, stores, actorOf(scene), true, hostId),
  rf: ({ cases }, stores, scene, hostId) => pressDuty(cases, stores, actorOf(scene), false, hostId),
  cg: pressed(({ cases }, stores, scene, caseId, stars) =>
    rateCase(cases, stores, actorOf(scene), caseId, Number(stars)),
  ),
};

/** `/start c-…`: out of the group into the private chat with a case. */
export const enter: Run = (deps, stores, scene, payload) =>
  enterCase(deps.cases, stores, actorOf(scene), payload, wayOf(scene));
