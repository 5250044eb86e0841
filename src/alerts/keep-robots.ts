import { type Button, type Draft, textContent } from "../core/content.ts";
import type { PlatformName, RobotName } from "../core/message.ts";
import { randomId } from "../core/random.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, mayManage, tell } from "../people/index.ts";
import type { AlertDeps, AlertStores } from "./alerts-deps.ts";
import { findingsText, hostHere, isReply, onlyHost, sayHere, staffRooms, toRooms } from "./desk.ts";
import type { Robot, RobotKeys } from "./robot-store.ts";
import { changeRules } from "./subscribe.ts";

const MOST_ROBOTS = 20;
const LONGEST_TITLE = 30;
/** As DingTalk and Feishu write them; anything else is named by a word before it. */
const BARE_SECRET = /^(?:SEC[0-9A-Za-z]{40,80}|[0-9A-Za-z]{22})$/;
const ALARMS = /^(?:报警|求助|alarms?)\s*[:：]?\s*(开|关|on|off)?$/i;
const NAMED = /^(密钥|secret|关键词|keyword)[:：=](\S{1,100})$/i;

/**
 * `/robot ADDRESS [SECRET] [keyword:WORD] [NAME]`: names a group robot of this host and tries it; `/robot 2 童装 每天4
 * @每周1` sets its rules as `/grouprules` does a group's; alone it lists them.
 */
export async function keepRobots(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  args: string,
): Promise<readonly Reply[]> {
  const host = await hostHere(stores, actor);
  if (isReply(host)) return [host];
  const { hostId } = host;
  if (!mayManage(actor.person, hostId)) return [onlyHost(actor)];
  const words = args.split(/\s+/).filter((word) => word !== "");
  const [first] = words;
  if (first === undefined) return [await listRobots(deps, stores, actor, hostId)];
  if (/^\d{1,2}$/.test(first)) {
    const robot = (await stores.robots.ofHost(hostId))[Number(first) - 1];
    if (!robot) return [sayHere(actor, "alerts.robot-unknown")];
    const rules = words.slice(1).join(" ");
    const alarms = ALARMS.exec(rules);
    if (alarms) {
      const on = !/关|off/i.test(alarms[1] ?? "");
      await stores.robots.setAlarms(hostId, robot.robotId, on);
      const said = on ? "alerts.robot-alarms-on" : "alerts.robot-alarms-off";
      return [sayHere(actor, said, { title: robot.title })];
    }
    return [
      await changeRules(deps, stores, actor, { platform: robot.platform, chatId: robot.robotId }, rules),
    ];
  }
  const read = readRobot(deps, words);
  if (!read) return [sayHere(actor, "alerts.robot-usage")];
  return await addRobot(deps, stores, actor, { hostId, hostName: host.name, ...read });
}

interface NewRobot {
  readonly platform: RobotName;
  readonly keys: RobotKeys;
  readonly title: string | undefined;
}

function readRobot({ readRobotAddress }: AlertDeps, words: readonly string[]): NewRobot | undefined {
  const addresses = words.flatMap((word) => {
    const read = readRobotAddress(word);
    return read ? [{ word, ...read }] : [];
  });
  const [address, another] = addresses;
  if (!address || another) return undefined;
  let [secret, keyword]: (string | undefined)[] = [];
  const title: string[] = [];
  for (const word of words) {
    if (word === address.word) continue;
    const [, name = "", value] = NAMED.exec(word) ?? [];
    if (/^(?:密钥|secret)$/i.test(name)) secret = value;
    else if (name !== "") keyword = value;
    else if (BARE_SECRET.test(word)) secret = word;
    // Another address, or something like one, is a mistake and no name.
    else if (word.includes("://")) return undefined;
    else title.push(word);
  }
  const name = [...title.join(" ").normalize("NFC")].slice(0, LONGEST_TITLE).join("");
  return {
    platform: address.name,
    keys: { token: address.token, secret, keyword },
    title: name === "" ? undefined : name,
  };
}

async function addRobot(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  added: NewRobot & { readonly hostId: string; readonly hostName: string },
): Promise<readonly Reply[]> {
  const { hostId, hostName, platform, keys } = added;
  const now = deps.clock.now();
  const known = await stores.robots.ofHost(hostId);
  const same = await findSame(stores, known, platform, keys.token);
  if (!same && known.length >= MOST_ROBOTS)
    return [sayHere(actor, "alerts.robot-full", { most: MOST_ROBOTS })];
  const maker = say(actor.locale, `alerts.robot-maker.${platform}`);
  const title = added.title ?? same?.title ?? `${say("zh", `alerts.robot-maker.${platform}`)} ${tail(keys)}`;
  // What the group's name says is read by fans where `{群}` stands for it.
  const verdict = deps.guard(title);
  if (verdict.outcome !== "pass") {
    return [sayHere(actor, "alerts.refused", { findings: findingsText(actor, verdict.findings) })];
  }
  const robotId = same?.robotId ?? randomId(deps.random, 16);
  await stores.robots.save({ robotId, platform, hostId, title, addedAt: now }, keys);
  await stores.people.seeChat({ platform, chatId: robotId, kind: "group", title }, now);
  const binding = {
    platform,
    chatId: robotId,
    hostId,
    purpose: "robot",
    boundBy: actor.person.personId,
  } as const;
  await stores.people.bindChat(binding, now);
  const failed = textContent(say(actor.locale, "alerts.robot-untried", { title }));
  return [
    sayHere(actor, "alerts.robot-added", { title, maker, key: tail(keys) }),
    {
      lane: "answer",
      purpose: "robot-try",
      audience: "chat",
      to: { platform, chatId: robotId },
      content: textContent(say("zh", "alerts.robot-hello", { host: hostName })),
      unreached: { to: { platform: actor.platform, chatId: actor.chatId }, content: failed },
    },
  ];
}

/** The only part of a key that is ever shown. */
const tail = ({ token }: RobotKeys): string => `…${token.slice(-4)}`;

async function findSame(
  { robots }: AlertStores,
  known: readonly Robot[],
  platform: RobotName,
  token: string,
): Promise<Robot | undefined> {
  for (const robot of known) {
    if (robot.platform !== platform) continue;
    if ((await robots.keysOf(platform, robot.robotId))?.token === token) return robot;
  }
  return undefined;
}

async function listRobots(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  hostId: string,
): Promise<Reply> {
  const robots = await stores.robots.ofHost(hostId);
  if (robots.length === 0) return sayHere(actor, "alerts.robot-none");
  const lines: string[] = [];
  const buttons: Button[][] = [];
  for (const [index, { platform, robotId, title, alarms }] of robots.entries()) {
    const isGone = (await stores.people.chat(platform, robotId))?.gone === true;
    const marks = [
      ...(alarms ? [say(actor.locale, "alerts.robot-alarms-mark")] : []),
      ...(isGone ? [say(actor.locale, "alerts.robot-gone-mark")] : []),
    ];
    const maker = say(actor.locale, `alerts.robot-maker.${platform}`);
    lines.push(`${index + 1}. ${title}（${maker}）${marks.join("")}`);
    if (index < 8) {
      const label = say(actor.locale, "alerts.button.robot-remove", { number: index + 1 });
      buttons.push([{ label, data: deps.signer.sign("rr", robotId) }]);
    }
  }
  return sayHere(actor, "alerts.robot-list", { list: lines.join("\n") }, buttons);
}

/**
 * That somebody of this host's may be in danger, to the robots that are to hear of it: nobody and nothing is named there,
 * because strangers may read it. Each alarm is a message of its own and waits for no budget.
 */
export async function alarmRobots(
  { robots }: Pick<AlertStores, "robots">,
  hostId: string | undefined,
): Promise<readonly Reply[]> {
  const hearing = hostId === undefined ? [] : (await robots.ofHost(hostId)).filter(({ alarms }) => alarms);
  const content = textContent(say("zh", "alerts.robot-alarm"));
  return hearing.map(({ platform, robotId }) => ({
    lane: "distress",
    purpose: "robot-alarm",
    audience: "chat",
    to: { platform, chatId: robotId },
    content,
  }));
}

/** The button beside a robot: its key is erased, and what waited for it is not sent. */
export async function removeRobot(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  robotId: string,
): Promise<Reply> {
  const robot = await stores.robots.robot(robotId);
  if (!robot) return tell(actor, "people.button-stale");
  const { hostId, platform } = robot;
  if (!mayManage(actor.person, hostId)) return onlyHost(actor);
  const now = deps.clock.now();
  await stores.robots.remove(hostId, robotId);
  await stores.people.unbindChat(platform, robotId, hostId, now);
  await stores.outbox.failTarget(platform, robotId, "target-gone", now);
  return await listRobots(deps, stores, actor, hostId);
}

/**
 * A robot lets nothing in any more: its staff is told, once each time. To be called before the chat is marked as gone.
 * Nothing for any other chat.
 */
export async function robotGoneDrafts(
  stores: Pick<AlertStores, "robots" | "people">,
  platform: PlatformName,
  chatId: string,
): Promise<readonly Draft[]> {
  const robot = await stores.robots.robot(chatId);
  if (!robot || robot.platform !== platform || (await stores.people.chat(platform, chatId))?.gone) return [];
  const { hostId, title } = robot;
  const content = textContent(say("zh", "alerts.robot-gone", { title }));
  return toRooms(await staffRooms(stores, hostId), content, `robot-gone.${robot.addedAt}`, "case");
}
