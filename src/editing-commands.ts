import type { Reply } from "./core/reply.ts";
import {
  changeLive,
  draftFrom,
  draftFromGap,
  editByText,
  listDrafts,
  listGaps,
  move,
  publish,
  showAnswer,
  showText,
} from "./editing/index.ts";
import { actorOf, type RouterDeps, type RouterStores, type Scene } from "./scene.ts";

type Run = (deps: RouterDeps, stores: RouterStores, scene: Scene, args: string) => Promise<readonly Reply[]>;

const publishIt: Run = async ({ editing }, stores, scene, ref) => {
  // In a room of many, what was asked in a whisper is answered in one.
  const isWhisper = scene.discreet && scene.event.chat.kind === "group";
  const where = { visibleTo: isWhisper ? scene.event.sender.userId : undefined };
  return [await publish(editing, stores, actorOf(scene), ref, where, scene.afterCommit)];
};
const retire: Run = ({ editing }, stores, scene, ref) =>
  changeLive(editing, stores, actorOf(scene), ref, "retire", scene.afterCommit);
const rollBack: Run = ({ editing }, stores, scene, ref) =>
  changeLive(editing, stores, actorOf(scene), ref, "roll-back", scene.afterCommit);
const moving =
  (act: "submit" | "send-back" | "discard"): Run =>
  async ({ editing }, stores, scene, ref) => [await move(editing, stores, actorOf(scene), ref, act)];
const show: Run = async ({ editing }, stores, scene, ref) => [
  await showText(editing, stores, actorOf(scene), ref),
];

/** What editors type; place and right are checked by the feature each time. */
export const EDITING_COMMANDS: Readonly<Record<string, Run>> = {
  gaps: async ({ editing }, stores, scene) => [await listGaps(editing, stores, actorOf(scene))],
  drafts: async ({ editing }, stores, scene) => [await listDrafts(editing, stores, actorOf(scene))],
  draft: async ({ editing }, stores, scene, what) => [await draftFrom(editing, stores, actorOf(scene), what)],
  article: show,
  edit: async ({ editing }, stores, scene, args) => [
    await editByText(editing, stores, actorOf(scene), args, scene.document),
  ],
  submit: moving("submit"),
  publish: publishIt,
  retire,
  rollback: rollBack,
  shown: async ({ editing }, stores, scene, answerId) => [
    await showAnswer(editing, stores, actorOf(scene), answerId.trim()),
  ],
};

/** What editors press. */
export const EDITING_BUTTONS: Readonly<Record<string, Run>> = {
  ga: async ({ editing }, stores, scene, groupId) => [
    await draftFromGap(editing, stores, actorOf(scene), groupId),
  ],
  es: show,
  eu: moving("submit"),
  eb: moving("send-back"),
  ed: moving("discard"),
  ep: publishIt,
  er: retire,
  eo: rollBack,
};
