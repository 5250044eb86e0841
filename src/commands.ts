import { AID_BUTTONS, AID_COMMANDS, applyByLink, fillAfterSale, showMine } from "./aid-commands.ts";
import { ALERT_BUTTONS, ALERT_COMMANDS } from "./alert-commands.ts";
import { setQuietHours, showHook, showTopics } from "./alerts/index.ts";
import {
  answerQuestion,
  type Considered,
  considerQuestion,
  decideFollowUp,
  inUsualStage,
  rateAnswer,
  rememberQuestion,
  showDetails,
  showNear,
  showStage,
} from "./answering/index.ts";
import { CASE_BUTTONS, CASE_COMMANDS, callHuman, enter, transcriptByLink } from "./case-commands.ts";
import { COMMANDS } from "./command-list.ts";
import { textContent } from "./core/content.ts";
import { orderedId } from "./core/random.ts";
import type { Reply } from "./core/reply.ts";
import { say } from "./core/texts/index.ts";
import { CLAIM_ACTION, COUPON_BUTTONS, COUPON_COMMANDS, collect } from "./coupon-commands.ts";
import { EDITING_BUTTONS, EDITING_COMMANDS } from "./editing-commands.ts";
import {
  askHostName,
  bindByInvite,
  bindGroup,
  bindTo,
  childAges,
  chooseBindHost,
  claimCode,
  connectGroup,
  forgetChild,
  hostMenu,
  inviteStaff,
  isStaffOf,
  keepChild,
  listStaff,
  redeemRole,
  removeStaff,
  setUp,
  showStaff,
  tell,
  toActor,
  unbindGroup,
} from "./people/index.ts";
import { PRIVACY_BUTTONS, PRIVACY_COMMANDS, PRIVACY_LINKS } from "./privacy-commands.ts";
import { ALONE, quietAfterAnswer } from "./safety/index.ts";
import { SAFETY_BUTTONS } from "./safety-commands.ts";
import { actorOf, askerOf, type RouterDeps, type RouterStores, type Scene } from "./scene.ts";

type Run = (deps: RouterDeps, stores: RouterStores, scene: Scene, args: string) => Promise<readonly Reply[]>;

const one = async (reply: Promise<Reply | undefined>): Promise<readonly Reply[]> => {
  const said = await reply;
  return said ? [said] : [];
};

/** Answers a question that the person put to the bot on purpose. */
export const ask: Run = async (deps, stores, scene, text) => {
  if (text === "") return [tell(actorOf(scene), "reply.ask-usage")];
  return await answer(deps, stores, scene, text, "addressed");
};

/** After an answer about feeding, illness or a low mood nothing is sold in the same talk. */
const BODY_TOPICS: ReadonlySet<string> = new Set([
  "newborn",
  "milk",
  "supplements",
  "food",
  "illness",
  "skin",
  "safety",
  "vaccines",
  "mother-body",
  "mother-mood",
]);

/** Answers a question, also an overheard one; nothing when the bot was not meant. */
export async function answer(
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  text: string,
  heard: "addressed" | "questions" | "confident",
): Promise<readonly Reply[]> {
  const ahead = usable(deps, scene, text, heard);
  const chat = {
    platform: scene.event.platform,
    chatId: scene.event.chat.chatId,
    who: scene.event.sender.userId,
  };
  const question = { text, heard };
  // Where no model made a follow-up whole, it is still read together with the question before it.
  const followed =
    ahead?.decision.outcome === "answered"
      ? undefined
      : decideFollowUp(deps.answering, deps.recent, chat, question);
  const found = followed ?? ahead?.decision ?? considerQuestion(deps.answering, question);
  if (!ahead) rememberQuestion(deps.recent, chat, question);
  if (!found) return [];
  const decision = ahead?.help.worded ? found : inUsualStage(found, text, usualAge(deps, scene));
  deps.onDecided?.(decision.outcome);
  const answered = decision.outcome === "answered" ? [decision.candidates[0], decision.also] : [];
  if (answered.some((found) => found && BODY_TOPICS.has(found.article.topic))) {
    const { platform, chatId } = chat;
    const talk = { platform, chatId, personId: scene.person.personId };
    await quietAfterAnswer(stores.quiet, talk, deps.clock.now());
  }
  const asked = {
    ...askerOf(scene),
    text,
    heard,
    answerId: orderedId(deps.random, deps.clock.now()),
  };
  return [
    await answerQuestion(deps.answering, stores.answers, asked, decision, followed ? undefined : ahead?.help),
  ];
}

/** The age of an only child, where nobody else reads the answer. */
function usualAge({ clock }: RouterDeps, { person, discreet }: Scene): number | undefined {
  const [age, ...others] = discreet ? childAges(person, clock) : [];
  return others.length === 0 ? age : undefined;
}

/** What was considered ahead, if it was about this question and its articles are still given out. */
function usable(
  { answering }: RouterDeps,
  { ahead }: Scene,
  text: string,
  heard: string,
): Considered | undefined {
  if (ahead?.text !== text || ahead.heard !== heard) return undefined;
  const now = answering.clock.now();
  const { candidates } = ahead.considered.decision;
  return candidates.every(({ article }) => answering.knowledge.isPublished(article, now))
    ? ahead.considered
    : undefined;
}

const help: Run = async (_deps, _stores, scene) => {
  const { person, locale, hostId } = scene;
  const staff = person.roles.length > 0 || (hostId !== undefined && isStaffOf(person, hostId));
  const lines = COMMANDS.filter(({ audience }) => staff || audience === "everyone").map(
    ({ name, aliases, description }) => `/${name} ${aliases[0] ?? ""} – ${description[locale]}`,
  );
  return [tell(actorOf(scene), "people.help", { list: lines.join("\n") })];
};

/** What a link promised, by the first part of its payload; the rest is the argument. Rights are checked each time. */
const LINK_RUNS: Readonly<Record<string, Run>> = {
  d: async ({ answering }, { answers }, scene, arg) => [
    await showDetails(answering, answers, askerOf(scene), arg, true),
  ],
  q: async ({ answering, random, clock }, { answers }, scene, arg) => {
    const id = orderedId(random, clock.now());
    return [await showNear(answering, answers, askerOf(scene), arg.replace("-", "."), id, true)];
  },
  g: async ({ answering }, { answers }, scene, arg) => [
    await showStage(answering, answers, askerOf(scene), arg.replace("-", "."), true),
  ],
  h: (deps, stores, scene, answerId) => callHuman(deps, stores, scene, { answerId }),
  a: (deps, stores, scene, arg) => applyByLink(deps, stores, scene, arg),
  aa: (deps, stores, scene) => showMine(deps, stores, scene, ""),
  r: (deps, stores, scene) => fillAfterSale(deps, stores, scene, ""),
  u: async (_deps, _stores, scene) => [tell(actorOf(scene), "safety.report-usage")],
  c: (deps, stores, scene, arg) => enter(deps, stores, scene, arg),
  t: (deps, stores, scene, arg) => transcriptByLink(deps, stores, scene, arg),
  i: async ({ people }, stores, scene, arg) => {
    const actor = actorOf(scene);
    return [(await redeemRole(people, stores, actor, arg)) ?? tell(actor, "people.claim-wrong")];
  },
  b: (deps, stores, scene, arg) =>
    one(bindByInvite(deps.people, stores, actorOf(scene), arg, scene.chatAdmin)),
  k: (deps, stores, scene, arg) => collect(deps, stores, scene, arg),
  setup: async (deps, stores, scene) => [await setUp(deps.people, stores, actorOf(scene))],
  staff: async (deps, stores, scene) => [await listStaff(deps.people, stores, actorOf(scene))],
  sub: async (deps, stores, scene, arg) => [await showTopics(deps.alerts, stores, actorOf(scene), arg)],
  hook: async (deps, stores, scene) => [await showHook(deps.alerts, stores, actorOf(scene), "")],
  child: async (deps, stores, scene) => [await keepChild(deps.people, stores, actorOf(scene), "")],
  quiet: async (_deps, stores, scene) => [await setQuietHours(stores, actorOf(scene), "")],
  ...PRIVACY_LINKS,
  [ALONE]: async (_deps, _stores, scene) => [tell(actorOf(scene), "people.alone")],
};

/** Every link that the bot hands out: a test holds that none of them does what its follower may not do. */
export const LINK_ACTIONS: readonly string[] = Object.keys(LINK_RUNS);

/** `/start` alone greets; with a payload it does what the link promised. */
const start: Run = async (deps, stores, scene, payload) => {
  const [action = "", ...rest] = payload.split("-");
  const run = Object.hasOwn(LINK_RUNS, action) ? LINK_RUNS[action] : undefined;
  return run ? await run(deps, stores, scene, rest.join("-")) : [tell(actorOf(scene), "people.start")];
};

const COMMAND_RUNS: Readonly<Record<string, Run>> = {
  ...AID_COMMANDS,
  ...CASE_COMMANDS,
  ...ALERT_COMMANDS,
  ...EDITING_COMMANDS,
  ...COUPON_COMMANDS,
  ...PRIVACY_COMMANDS,
  ask,
  help,
  start,
  setup: async (deps, stores, scene, name) => [await setUp(deps.people, stores, actorOf(scene), name)],
  bind: async (deps, stores, scene, args) => [
    await bindGroup(deps.people, stores, actorOf(scene), args, scene.chatAdmin),
  ],
  unbind: async (deps, stores, scene) => [await unbindGroup(deps.people, stores, actorOf(scene))],
  child: async (deps, stores, scene, args) => [await keepChild(deps.people, stores, actorOf(scene), args)],
  staff: async (deps, stores, scene) => [await listStaff(deps.people, stores, actorOf(scene))],
  claim: async (deps, stores, scene, code) => [
    await claimCode(
      { ...deps.people, configuredSetupCode: deps.people.configuredSetupCode },
      stores,
      actorOf(scene),
      code,
    ),
  ],
};

const purposeOf = (word: string | undefined) => (word === "staff" ? "staff" : "fan");

/** What each signed button does; rights are checked by the feature each time. */
const BUTTON_RUNS: Readonly<Record<string, Run>> = {
  ...AID_BUTTONS,
  ...CASE_BUTTONS,
  ...ALERT_BUTTONS,
  ...EDITING_BUTTONS,
  ...SAFETY_BUTTONS,
  ...COUPON_BUTTONS,
  ...PRIVACY_BUTTONS,
  d: async (deps, stores, scene, arg) => [
    await showDetails(deps.answering, stores.answers, askerOf(scene), arg, false),
  ],
  q: async (deps, stores, scene, arg) => [
    await showNear(
      deps.answering,
      stores.answers,
      askerOf(scene),
      arg,
      orderedId(deps.random, deps.clock.now()),
      false,
    ),
  ],
  g: async (deps, stores, scene, arg) => [
    await showStage(deps.answering, stores.answers, askerOf(scene), arg, false),
  ],
  y: async (deps, stores, scene, arg) => [await rateAnswer(deps, stores.answers, askerOf(scene), arg, true)],
  n: async (deps, stores, scene, arg) => [await rateAnswer(deps, stores.answers, askerOf(scene), arg, false)],
  sn: async (deps, stores, scene) => [await askHostName(deps.people, stores, actorOf(scene))],
  sm: async (deps, stores, scene, arg) => [await hostMenu(deps.people, stores, actorOf(scene), arg)],
  sp: async (deps, stores, scene, arg) => [await showStaff(deps.people, stores, actorOf(scene), arg)],
  sc: async (deps, stores, scene, arg) => {
    const [hostId = "", purpose] = arg.split(".");
    return [await connectGroup(deps.people, stores, actorOf(scene), hostId, purposeOf(purpose))];
  },
  si: async (deps, stores, scene, arg) => {
    const [hostId = "", role = ""] = arg.split(".");
    return [await inviteStaff(deps.people, stores, actorOf(scene), hostId, role)];
  },
  sr: async (deps, stores, scene, arg) => {
    const [hostId = "", personId = "", role = ""] = arg.split(".");
    return [await removeStaff(deps.people, stores, actorOf(scene), hostId, personId, role)];
  },
  xc: async (deps, stores, scene, arg) => [await forgetChild(deps.people, stores, actorOf(scene), arg)],
  bh: async (deps, stores, scene, arg) => [await chooseBindHost(deps.people, stores, actorOf(scene), arg)],
  bg: async (deps, stores, scene, arg) => {
    const [hostId = "", purpose] = arg.split(".");
    return [await bindTo(deps.people, stores, actorOf(scene), hostId, purposeOf(purpose), scene.chatAdmin)];
  },
};

/** What a button can do, by the word in its data: a test holds that each of them checks who presses it. */
export const BUTTON_ACTIONS: readonly string[] = Object.keys(BUTTON_RUNS);

export async function runCommand(
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  command: { readonly name: string; readonly args: string },
): Promise<readonly Reply[]> {
  return (await COMMAND_RUNS[command.name]?.(deps, stores, scene, command.args)) ?? [];
}

export async function pressButton(
  deps: RouterDeps,
  stores: RouterStores,
  scene: Scene,
  data: string,
): Promise<readonly Reply[]> {
  const opened = deps.people.signer.open(data);
  const run = opened && BUTTON_RUNS[opened.action];
  if (!run) return [toActor(textContent(say(scene.locale, "people.button-stale")), "stale")];
  return await run(deps, stores, scene, opened.arg);
}

/** Whether handling this needs to know if the sender administers the group, which only the platform can tell. */
export function asksForChatAdmin(deps: RouterDeps, event: Scene["event"]): boolean {
  if (event.chat.kind !== "group") return false;
  if (event.kind === "button") return deps.people.signer.open(event.data)?.action === "bg";
  const { command } = event;
  return command?.name === "bind" || (command?.name === "start" && command.args.startsWith("b-"));
}

/** Whether this press is answered by itself a moment later, so that nothing has to be said to it meanwhile. */
export const isAnsweredLater = (
  { people }: { readonly people: Pick<RouterDeps["people"], "signer"> },
  data: string,
): boolean => people.signer.open(data)?.action === CLAIM_ACTION;
