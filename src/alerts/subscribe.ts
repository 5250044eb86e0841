import { type Button, textContent } from "../core/content.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, mayBind, mayManage, pointToPrivate, tell, toActor } from "../people/index.ts";
import type { GroupTarget } from "./alert-store.ts";
import type { AlertDeps, AlertStores } from "./alerts-deps.ts";
import { TOPIC_NAMES, type Topic } from "./broadcast.ts";
import { onlyHost, refuse, sayHere } from "./desk.ts";
import { readTags } from "./read-announcement.ts";
import { readQuiet } from "./read-time.ts";

const OFF = /^(?:off|关|关闭|取消|不要)$/i;

/** `/subscribe`: what of a host somebody wants to be told in private, each with a button that switches it. */
export async function showTopics(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  hostId: string | undefined,
): Promise<Reply> {
  const host = hostId === undefined ? undefined : await stores.people.host(hostId);
  if (!host) return tell(actor, "alerts.subscribe-nobody");
  if (!actor.discreet || actor.chat?.kind === "group") return pointToPrivate(actor, `sub-${host.hostId}`);
  const chosen = await stores.audience.topics(actor.person.personId, host.hostId);
  const buttons = TOPIC_NAMES.map((topic): Button[] => {
    const mark = chosen.includes(topic) ? "✅" : "⬜";
    return [
      {
        label: `${mark} ${say(actor.locale, `alerts.topic.${topic}`)}`,
        data: deps.signer.sign("uk", `${host.hostId}.${topic}`),
      },
    ];
  });
  return toActor(
    textContent(say(actor.locale, "alerts.subscribe", { host: host.name }), buttons),
    "subscribe",
  );
}

/** Switches one of the presser's own subscriptions: `arg` is the host and the topic. */
export async function switchTopic(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  arg: string,
): Promise<Reply> {
  const [hostId = "", name = ""] = arg.split(".");
  const topic = TOPIC_NAMES.find((one): one is Topic => one === name);
  if (!topic || !(await stores.people.host(hostId))) return tell(actor, "people.button-stale");
  const { personId } = actor.person;
  const isOn = (await stores.audience.topics(personId, hostId)).includes(topic);
  await stores.audience.subscribe(personId, hostId, topic, !isOn, deps.clock.now());
  return await showTopics(deps, stores, actor, hostId);
}

/** `/quiet 22-7`: a person's own hours, or a group's when its staff says so in it. */
export async function setQuietHours(stores: AlertStores, actor: Actor, args: string): Promise<Reply> {
  const { chat } = actor;
  const isGroup = chat?.purpose === "fan" && chat.kind === "group";
  if (isGroup && !(chat.host && mayBind(actor.person, chat.host.hostId)))
    return pointToPrivate(actor, "quiet");
  const quiet = readQuiet(args);
  if (!quiet && !OFF.test(args.trim())) return tell(actor, "alerts.quiet-usage");
  if (isGroup) await stores.audience.setGroupRules(actor.platform, actor.chatId, { quiet });
  else await stores.audience.setQuiet(actor.person.personId, quiet);
  const hours = quiet && `${clock(quiet.from)}–${clock(quiet.to)}`;
  return hours === undefined ? tell(actor, "alerts.quiet-off") : tell(actor, "alerts.quiet-on", { hours });
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/**
 * `/grouprules 童装 会员 每天4 @每周1`: tags of this group, how many announcements it gets in a day, how often everybody may
 * be called in a week; in the group itself. What is not named stays; `照常` begins anew.
 */
export async function setGroupRules(
  deps: Pick<AlertDeps, "abilitiesOf">,
  stores: AlertStores,
  actor: Actor,
  args: string,
): Promise<Reply> {
  const { chat } = actor;
  if (chat?.purpose !== "fan" || !chat.host) {
    return actor.person.roles.length > 0 ? tell(actor, "alerts.rules-where") : refuse(actor);
  }
  if (!mayBind(actor.person, chat.host.hostId)) return refuse(actor);
  return await changeRules(deps, stores, actor, chat, args);
}

const DAILY = /(?:每天|每日|daily)\s*(\d{1,2})/iu;
const WEEKLY_CALLS = /[@＠](?:所有人)?\s*(?:(?:每周|weekly)\s*(\d)|(关|off))/iu;
const QUIET = /(?:免打扰|quiet)\s*[:：]?\s*([\d:：]+\s*[-~到至—]\s*[\d:：]+)/iu;
const ONLY =
  /(?:只要|only)\s*[:：]?\s*((?:(?:开播|请假|公告|福利|文章|视频|live|deals|reads)(?:[\s、,，和]+|$))+)/iu;
const ALL_TOPICS = /全都要|everything/iu;
const TOPIC_WORDS: Readonly<Record<Topic, RegExp>> = {
  live: /开播|请假|live/i,
  deals: /公告|福利|deals/i,
  reads: /文章|视频|reads/i,
};
const AS_USUAL = /^(?:照常|usual)$/iu;

/** The same for any chat that the actor's host may be heard in. Calling everybody is the host's own to allow. */
export async function changeRules(
  { abilitiesOf }: Pick<AlertDeps, "abilitiesOf">,
  { audience }: Pick<AlertStores, "audience">,
  actor: Actor,
  { platform, chatId }: Pick<GroupTarget, "platform" | "chatId">,
  args: string,
): Promise<Reply> {
  const read = [DAILY, WEEKLY_CALLS, QUIET, ONLY, ALL_TOPICS].map((rule) => rule.exec(args));
  const [daily, calls, quietText, onlyTopics, allTopics] = read;
  const words = read.reduce((rest, found) => rest.replace(found?.[0] ?? "", " "), args);
  const known = await audience.target(platform, chatId);
  const isUsual = AS_USUAL.test(args.trim());
  const tags = isUsual ? [] : readTags(words);
  const quiet = quietText ? readQuiet(quietText[1] ?? "") : undefined;
  const dayBudget = daily ? Number(daily[1]) : undefined;
  const topics = onlyTopics && TOPIC_NAMES.filter((topic) => TOPIC_WORDS[topic].test(onlyTopics[1] ?? ""));
  if (!known || !tags || args.trim() === "" || dayBudget === 0 || (quietText && !quiet)) {
    return tell(actor, "alerts.rules-usage");
  }
  const wanted = calls?.[1] === undefined ? 0 : Number(calls[1]);
  if (calls) {
    if (!mayManage(actor.person, known.hostId)) return onlyHost(actor);
    if (wanted > 0 && abilitiesOf(platform)?.mentionsEverybody !== true) {
      return tell(actor, "alerts.rules-no-mention");
    }
  }
  const mentionWeek = wanted === 0 ? undefined : wanted;
  await audience.setGroupRules(
    platform,
    chatId,
    isUsual
      ? { tags: [], dayBudget: undefined, quiet: undefined, mentionWeek: undefined, topics: undefined }
      : {
          ...(tags.length > 0 ? { tags } : {}),
          ...(daily ? { dayBudget } : {}),
          ...(calls ? { mentionWeek } : {}),
          ...(quiet ? { quiet } : {}),
          ...(topics || allTopics ? { topics: topics ?? undefined } : {}),
        },
  );
  const set = await audience.target(platform, chatId);
  const none = say(actor.locale, "alerts.none");
  return tell(actor, "alerts.rules-set", {
    tags: set && set.tags.length > 0 ? set.tags.join("、") : none,
    budget: set?.dayBudget ?? say(actor.locale, "alerts.usual"),
    topics:
      set?.topics?.map((topic) => say(actor.locale, `alerts.topic.${topic}`)).join("、") ??
      say(actor.locale, "alerts.all-topics"),
    calls: set?.mentionWeek ?? none,
    quiet: set?.quiet ? `${clock(set.quiet.from)}–${clock(set.quiet.to)}` : none,
  });
}

/** `/partner 名字`: asks another host to pass on each other's announcements, agrees, or shows who does. */
export async function choosePartner(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  hostId: string,
  name: string,
): Promise<readonly Reply[]> {
  const hosts = (await stores.people.hosts()).filter(({ sample }) => !sample);
  if (name.trim() !== "") {
    const partner = hosts.find((one) => one.name === name.trim() && one.hostId !== hostId);
    if (!partner) return [sayHere(actor, "alerts.partner-unknown")];
    return await agreeWith(deps, stores, actor, `${hostId}.${partner.hostId}`);
  }
  const partners = await stores.audience.partners(hostId);
  if (partners.length === 0) return [sayHere(actor, "alerts.partner-none")];
  const nameOf = (id: string) => hosts.find((one) => one.hostId === id)?.name ?? "";
  const list = partners
    .map((one) => `${nameOf(one.hostId)}：${say(actor.locale, `alerts.partner.${one.agreed}`)}`)
    .join("\n");
  const buttons = partners.slice(0, 8).map((one) => [
    one.agreed === "theirs"
      ? {
          label: say(actor.locale, "alerts.button.partner-agree", { host: nameOf(one.hostId) }),
          data: deps.signer.sign("pa", `${hostId}.${one.hostId}`),
        }
      : {
          label: say(actor.locale, "alerts.button.partner-end", { host: nameOf(one.hostId) }),
          data: deps.signer.sign("pr", `${hostId}.${one.hostId}`),
        },
  ]);
  return [sayHere(actor, "alerts.partner-list", { list }, buttons)];
}

/** One side agrees: `arg` is this host and the other. Nothing is passed on before both did. */
export async function agreeWith(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  arg: string,
): Promise<readonly Reply[]> {
  const [hostId = "", partnerId = ""] = arg.split(".");
  if (!mayBind(actor.person, hostId)) return [refuse(actor)];
  const [host, partner] = [await stores.people.host(hostId), await stores.people.host(partnerId)];
  if (!host || !partner || hostId === partnerId) return [tell(actor, "people.button-stale")];
  await stores.audience.agree(hostId, partnerId, actor.person.personId, deps.clock.now());
  const found = (await stores.audience.partners(hostId)).find((one) => one.hostId === partnerId);
  const isMutual = found?.agreed === "mutual";
  const rooms = (await stores.people.chatsOf(partnerId, "staff")).filter(({ gone }) => !gone);
  const key = isMutual ? "alerts.partner-now" : "alerts.partner-asked";
  const button = isMutual
    ? {
        label: say("zh", "alerts.button.partner-end", { host: host.name }),
        data: deps.signer.sign("pr", `${partnerId}.${hostId}`),
      }
    : {
        label: say("zh", "alerts.button.partner-agree", { host: host.name }),
        data: deps.signer.sign("pa", `${partnerId}.${hostId}`),
      };
  const told = rooms.map(
    ({ platform, chatId }): Reply => ({
      lane: "answer",
      purpose: "partner",
      audience: "chat",
      to: { platform, chatId },
      content: textContent(say("zh", key, { host: host.name }), [[button]]),
    }),
  );
  return [
    sayHere(actor, isMutual ? "alerts.partner-now" : "alerts.partner-waits", { host: partner.name }),
    ...told,
  ];
}

/** Either side ends it at once. */
export async function endPartner(stores: AlertStores, actor: Actor, arg: string): Promise<Reply> {
  const [hostId = "", partnerId = ""] = arg.split(".");
  if (!mayBind(actor.person, hostId)) return refuse(actor);
  await stores.audience.revoke(hostId, partnerId);
  return sayHere(actor, "alerts.partner-ended");
}
