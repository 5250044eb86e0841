import {
  appealRefusal,
  apply,
  approveApplication,
  beginAgain,
  cancelApplication,
  cancelProgramme,
  changeProgramme,
  chooseRefusal,
  clearProduct,
  giveBack,
  isAsked,
  isReason,
  keepProducts,
  keepPromise,
  listApplications,
  myApplications,
  openProgramme,
  postProgramme,
  pressAfterSale,
  pressAnswer,
  recordDelivery,
  recordHandOver,
  refuseApplication,
  reportProduct,
  sendApplication,
  showApplication,
  showProgrammes,
  startAfterSale,
  startProgramme,
  stepBack,
  takeAnswer,
  takeHandOver,
  withdrawApplication,
} from "./aid/index.ts";
import { type FanWay, messageRef, readRef } from "./cases/index.ts";
import type { MessageEvent } from "./core/message.ts";
import type { Reply } from "./core/reply.ts";
import { tell } from "./people/index.ts";
import { actorOf, type RouterDeps, type RouterStores, type Scene } from "./scene.ts";

type Run = (deps: RouterDeps, stores: RouterStores, scene: Scene, args: string) => Promise<readonly Reply[]>;

const wayOf = ({ event, locale }: Scene): FanWay => ({
  platform: event.platform,
  chatId: event.chat.chatId,
  kind: event.chat.kind,
  userId: event.sender.userId,
  locale,
});

/** What answers a question of a form; undefined when nothing was asked of this person here. */
export async function takeFormAnswer(
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  event: MessageEvent,
): Promise<readonly Reply[] | undefined> {
  const mayBe = scene.discreet || (scene.chat?.purpose === "staff" && event.addressed !== "none");
  if (!mayBe || event.command || event.edited || event.limited) return undefined;
  const photo = event.media.some(({ kind }) => kind === "photo") ? messageRef(event) : undefined;
  return await takeAnswer(deps.aid, stores, actorOf(scene), { text: event.text, photo });
}

/**
 * Nobody collects money through the bot, whoever it is: a call for it is neither passed on to a fan nor written into a
 * form. Undefined when the text would go nowhere.
 */
export async function refuseMoney(
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  event: MessageEvent,
  isCaseWork: boolean,
): Promise<readonly Reply[] | undefined> {
  const { platform, chat, command, replyToMessageId } = event;
  const mayReply = scene.chat?.purpose === "staff" || scene.person.roles.length > 0;
  const isForFan =
    mayReply &&
    !command &&
    replyToMessageId !== undefined &&
    (await stores.cases.keyOfSent(platform, [chat.chatId], replyToMessageId)) !== undefined;
  const isAnswer = scene.discreet && !command && (await isAsked(deps.aid, stores, scene.person.personId));
  return isCaseWork || isForFan || isAnswer ? [tell(actorOf(scene), "aid.no-money")] : undefined;
}

/** `/start a-12` and `/start aa`: from a group into the private chat. */
export const applyByLink: Run = (deps, stores, scene, args) =>
  apply(deps.aid, stores, actorOf(scene), wayOf(scene), readRef(args)?.caseId);
/** `/aftersale` and `/start r`. */
export const fillAfterSale: Run = (deps, stores, scene) =>
  startAfterSale(deps.aid, stores, actorOf(scene), wayOf(scene));
export const showMine: Run = (deps, stores, scene) => myApplications(deps.aid, stores, actorOf(scene));

export const AID_COMMANDS: Readonly<Record<string, Run>> = {
  programme: (deps, stores, scene, args) =>
    /^(?:new|新|新开|开)/iu.test(args.trim())
      ? startProgramme(deps.aid, stores, actorOf(scene))
      : showProgrammes(deps.aid, stores, actorOf(scene)),
  apply: applyByLink,
  application: showMine,
  unsafe: (deps, stores, scene, text) => {
    const { event } = scene;
    const ref = event.kind === "message" && text !== "" ? messageRef(event) : undefined;
    return reportProduct(deps.aid, stores, actorOf(scene), wayOf(scene), text.trim(), ref);
  },
  product: (deps, stores, scene, args) => keepProducts(deps.aid, stores, actorOf(scene), args),
  aftersale: fillAfterSale,
  promise: (deps, stores, scene, text) => keepPromise(deps.aid, stores, actorOf(scene), text),
  applications: (deps, stores, scene, args) => {
    const ref = readRef(args);
    return ref
      ? showApplication(deps.aid, stores, actorOf(scene), ref.caseId)
      : listApplications(deps.aid, stores, actorOf(scene));
  },
  decline: async (deps, stores, scene, args) => {
    const ref = readRef(args);
    if (!ref) return await listApplications(deps.aid, stores, actorOf(scene));
    return await refuseApplication(deps.aid, stores, actorOf(scene), ref.caseId, "other", ref.rest);
  },
};

type Act = typeof approveApplication;
const byNumber =
  (act: Act): Run =>
  (deps, stores, scene, number) =>
    act(deps.aid, stores, actorOf(scene), Number(number));

/** Of a button of the applicant's form: the programme, and behind a full stop what else it needs. */
const inForm =
  (
    run: (
      deps: RouterDeps,
      stores: RouterStores,
      scene: Scene,
      programme: string,
      rest: string,
    ) => Promise<readonly Reply[]>,
  ): Run =>
  (deps, stores, scene, arg) => {
    const [programme = "", ...rest] = arg.split(".");
    return run(deps, stores, scene, programme, rest.join("."));
  };

/** Right, place and state are checked by the feature at each press. */
export const AID_BUTTONS: Readonly<Record<string, Run>> = {
  pgn: (deps, stores, scene) => startProgramme(deps.aid, stores, actorOf(scene)),
  pgo: (deps, stores, scene, hostId) => openProgramme(deps.aid, stores, actorOf(scene), hostId),
  pgx: (_deps, stores, scene, hostId) => cancelProgramme(stores, actorOf(scene), hostId),
  pgp: byNumber(postProgramme),
  pgh: byNumber((...args) => changeProgramme(...args, "paused")),
  pgr: byNumber((...args) => changeProgramme(...args, "open")),
  pgc: byNumber((...args) => changeProgramme(...args, "closed")),
  afa: applyByLink,
  afs: inForm((deps, stores, scene, programme, step) =>
    pressAnswer(deps.aid, stores, actorOf(scene), programme, step, undefined),
  ),
  afw: inForm((deps, stores, scene, programme, way) =>
    pressAnswer(deps.aid, stores, actorOf(scene), programme, "delivery", way),
  ),
  afx: (deps, stores, scene, programme) =>
    sendApplication(deps.aid, stores, actorOf(scene), wayOf(scene), Number(programme)),
  afe: (deps, stores, scene, programme) => beginAgain(deps.aid, stores, actorOf(scene), programme),
  afo: (_deps, stores, scene, programme) => cancelApplication(stores, actorOf(scene), programme),
  srs: inForm((deps, stores, scene, number, step) =>
    pressAfterSale(deps.aid, stores, actorOf(scene), number, step, ""),
  ),
  srw: inForm((deps, stores, scene, number, what) =>
    pressAfterSale(deps.aid, stores, actorOf(scene), number, "what", what),
  ),
  psc: byNumber(clearProduct),
  afu: byNumber(withdrawApplication),
  afz: byNumber(appealRefusal),
  apv: byNumber(showApplication),
  apa: byNumber(approveApplication),
  apr: byNumber(chooseRefusal),
  apq: inForm(async (deps, stores, scene, number, reason) =>
    isReason(reason)
      ? await refuseApplication(deps.aid, stores, actorOf(scene), Number(number), reason, "")
      : [tell(actorOf(scene), "people.button-stale")],
  ),
  apk: byNumber(stepBack),
  apt: byNumber(takeHandOver),
  aph: byNumber(recordHandOver),
  apg: byNumber(giveBack),
  apd: byNumber(recordDelivery),
};
