import {
  agreeWith,
  announceArticle,
  approveAnnouncement,
  cancelAnnouncement,
  choosePartner,
  composeAnnouncement,
  declareLive,
  declareOff,
  endPartner,
  hearAnnouncement,
  hostHere,
  isForAnnouncement,
  isReply,
  keepRobots,
  pressLive,
  pressOff,
  releaseAnnouncement,
  removeRobot,
  resendFailed,
  resendUnknown,
  scheduleLive,
  setAlertRules,
  setGroupRules,
  setProbe,
  setQuietHours,
  showHook,
  showTopics,
  stopAnnouncement,
  switchTopic,
  takeBackAnnouncement,
  tryAnnouncement,
  undoAnnouncement,
  unscheduleLive,
} from "./alerts/index.ts";
import { type MediaRef, mediaOf } from "./core/content.ts";
import type { MessageEvent } from "./core/message.ts";
import type { Reply } from "./core/reply.ts";
import { tell } from "./people/index.ts";
import { actorOf, type RouterDeps, type RouterStores, type Scene } from "./scene.ts";

type Run = (deps: RouterDeps, stores: RouterStores, scene: Scene, args: string) => Promise<readonly Reply[]>;

/** The worker looks once this update's effects are written. */
const wakeOf =
  ({ alerts }: RouterDeps, { afterCommit }: Scene) =>
  () =>
    afterCommit(alerts.wake);

const pictures = ({ event }: Scene): readonly MediaRef[] =>
  event.kind === "message" ? mediaOf(event).slice(0, 1) : [];

/** What is behind the command, or else the message that it replies to. */
async function said(stores: RouterStores, scene: Scene, args: string) {
  const own = { text: args, media: pictures(scene) };
  const { event } = scene;
  if (args.trim() !== "" || event.kind !== "message" || event.replyToMessageId === undefined) return own;
  const quoted = await stores.inbox.message(event.platform, event.chat.chatId, event.replyToMessageId);
  return quoted ? { text: quoted.text, media: mediaOf(quoted).slice(0, 1) } : own;
}

const announcing = (act: typeof releaseAnnouncement): Run => {
  return ({ alerts, ...deps }, stores, scene, id) =>
    act(alerts, stores, actorOf(scene), id, wakeOf({ alerts, ...deps }, scene));
};

/** What staff types about live sessions and announcements, and what everybody may set; each feature checks who asks. */
export const ALERT_COMMANDS: Readonly<Record<string, Run>> = {
  golive: async (deps, stores, scene, args) => [
    await declareLive(deps.alerts, stores, actorOf(scene), args, pictures(scene), wakeOf(deps, scene)),
  ],
  offlive: async (deps, stores, scene) => [
    await declareOff(deps.alerts, stores, actorOf(scene), wakeOf(deps, scene)),
  ],
  schedule: async ({ alerts }, stores, scene, args) => [
    await scheduleLive(alerts, stores, actorOf(scene), args),
  ],
  hook: async ({ alerts }, stores, scene, args) => [await showHook(alerts, stores, actorOf(scene), args)],
  announce: async ({ alerts }, stores, scene, args) => [
    await composeAnnouncement(alerts, stores, actorOf(scene), await said(stores, scene, args)),
  ],
  leave: async ({ alerts }, stores, scene, args) => [
    await composeAnnouncement(alerts, stores, actorOf(scene), await said(stores, scene, args), "leave"),
  ],
  video: async ({ alerts }, stores, scene, args) => [
    await composeAnnouncement(alerts, stores, actorOf(scene), await said(stores, scene, args), "video"),
  ],
  reschedule: async ({ alerts }, stores, scene, args) => [
    await composeAnnouncement(alerts, stores, actorOf(scene), await said(stores, scene, args), "schedule"),
  ],
  alertrules: async (_deps, stores, scene, args) => [await setAlertRules(stores, actorOf(scene), args)],
  subscribe: async ({ alerts }, stores, scene) => [
    await showTopics(alerts, stores, actorOf(scene), scene.hostId),
  ],
  quiet: async (_deps, stores, scene, args) => [await setQuietHours(stores, actorOf(scene), args)],
  grouprules: async ({ alerts }, stores, scene, args) => [
    await setGroupRules(alerts, stores, actorOf(scene), args),
  ],
  probe: async ({ alerts }, stores, scene, args) => [await setProbe(alerts, stores, actorOf(scene), args)],
  robot: async ({ alerts }, stores, scene, args) => {
    // The key in it stays nowhere but in its sealed row.
    const { platform, chat, updateKey } = scene.event;
    if (/:\/\//.test(args)) await stores.inbox.eraseText(platform, chat.chatId, updateKey);
    return await keepRobots(alerts, stores, actorOf(scene), args);
  },
  partner: async ({ alerts }, stores, scene, name) => {
    const host = await hostHere(stores, actorOf(scene));
    if (isReply(host)) return [host];
    return await choosePartner(alerts, stores, actorOf(scene), host.hostId, name);
  },
};

export const ALERT_BUTTONS: Readonly<Record<string, Run>> = {
  lg: async (deps, stores, scene, hostId) => [
    await pressLive(deps.alerts, stores, actorOf(scene), hostId, wakeOf(deps, scene)),
  ],
  le: async (deps, stores, scene, sessionId) => [
    await pressOff(deps.alerts, stores, actorOf(scene), sessionId, wakeOf(deps, scene)),
  ],
  lr: async ({ alerts }, stores, scene, arg) => [await unscheduleLive(alerts, stores, actorOf(scene), arg)],
  as: announcing(releaseAnnouncement),
  aa: announcing(approveAnnouncement),
  au: announcing(undoAnnouncement),
  ac: announcing(cancelAnnouncement),
  at: announcing(tryAnnouncement),
  ax: announcing(stopAnnouncement),
  ar: announcing(resendFailed),
  an: announcing(resendUnknown),
  aw: announcing(takeBackAnnouncement),
  uk: async ({ alerts }, stores, scene, arg) => [await switchTopic(alerts, stores, actorOf(scene), arg)],
  al: announcing(announceArticle),
  rr: async ({ alerts }, stores, scene, arg) => [await removeRobot(alerts, stores, actorOf(scene), arg)],
  pa: async ({ alerts }, stores, scene, arg) => await agreeWith(alerts, stores, actorOf(scene), arg),
  pr: async (_deps, stores, scene, arg) => [await endPartner(stores, actorOf(scene), arg)],
};

/** Commands behind which stands what others will read. */
const COMPOSING: ReadonlySet<string> = new Set([
  "announce",
  "leave",
  "video",
  "reschedule",
  "golive",
  "schedule",
]);

/** Whether somebody of the staff writes an announcement here: what it speaks of is not happening to her. */
export async function composes(stores: RouterStores, scene: Scene, event: MessageEvent): Promise<boolean> {
  const actor = actorOf(scene);
  if (event.edited || actor.person.roles.length === 0) return false;
  if (event.command) return COMPOSING.has(event.command.name);
  return (
    event.replyToMessageId !== undefined && (await isForAnnouncement(stores, actor, event.replyToMessageId))
  );
}

/** The alarm is raised all the same, because nobody can tell from outside; it says so, and the composing goes on. */
export const sayDraftDanger = (scene: Scene): Reply => tell(actorOf(scene), "alerts.draft-danger");

/** A reply of the staff to what is about an announcement; undefined when it is about something else. */
export async function takeForAnnouncement(
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  event: MessageEvent,
): Promise<readonly Reply[] | undefined> {
  if (event.replyToMessageId === undefined || event.command || event.edited) return undefined;
  const words = { text: event.text, media: pictures(scene) };
  const reply = await hearAnnouncement(
    deps.alerts,
    stores,
    actorOf(scene),
    words,
    event.replyToMessageId,
    wakeOf(deps, scene),
  );
  return reply && [reply];
}
