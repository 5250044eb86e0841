import type { Button } from "../core/content.ts";
import { addDays, isZone, localTime } from "../core/local-time.ts";
import type { Reply } from "../core/reply.ts";
import { ok, type Result, refuse } from "../core/result.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, isOperator, mayManage, tell } from "../people/index.ts";
import { CASE_LEVELS, type CaseLevel } from "./case.ts";
import type { CaseDeps, CaseStores } from "./case-deps.ts";
import { answerText, hostMeant } from "./desk.ts";
import { DEFAULT_TIMES, type HostTimes, timesOf } from "./host-times.ts";
import { LEVEL_NAMES } from "./raise-case.ts";
import { readDates, readDuration, readSpan, spanText } from "./read-times.ts";
import { durationText } from "./words.ts";

const MOST_SHOWN = 5;
const MOST_SPANS = 14;

/** `/deadlines`, `/deadlines LEVEL SEEN ANSWERED`, `/deadlines reset`: how soon somebody has to come. */
export async function deadlines(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  args: string,
): Promise<readonly Reply[]> {
  return await change(deps, stores, actor, args, "rosters.deadlines-usage", showDeadlines, (times) => {
    const [word = "", first = "", second = first, ...more] = args.trim().split(/\s+/u);
    if (["恢复", "reset"].includes(word.toLowerCase())) {
      const { seenWithinMs, answerWithinMs } = DEFAULT_TIMES;
      return { ...times, seenWithinMs, answerWithinMs };
    }
    const level = LEVEL_NAMES[word.toLowerCase()];
    const [seen, answered] = [readDuration(first), readDuration(second)];
    if (level === undefined || seen === undefined || answered === undefined || more.length > 0)
      return undefined;
    return {
      ...times,
      seenWithinMs: { ...times.seenWithinMs, [level]: seen },
      answerWithinMs: { ...times.answerWithinMs, [level]: answered },
    };
  });
}

/** `/hours`, `/hours DAYS FROM-TO; …`, `/hours zone NAME`: when staff is there for what can wait. */
export async function hours(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  args: string,
): Promise<readonly Reply[]> {
  return await change(deps, stores, actor, args, "rosters.hours-usage", showHours, (times) => {
    const zone = /^(?:时区|zone)\s+(\S{1,60})$/iu.exec(args.trim())?.[1];
    if (zone !== undefined) return isZone(zone) ? { ...times, zone } : undefined;
    const read = args
      .split(/[;；\n]/u)
      .filter((part) => part.trim() !== "")
      .map(readSpan);
    const spans = read.flatMap((one) => (one && one.rest.length === 0 ? [one.span] : []));
    return spans.length === read.length && spans.length <= MOST_SPANS
      ? { ...times, hours: spans }
      : undefined;
  });
}

/** `/holiday`, `/holiday DAY`, `/holiday DAY-DAY`, `/holiday delete DAY`: days on which nobody works. */
export async function holiday(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  args: string,
): Promise<readonly Reply[]> {
  return await change(deps, stores, actor, args, "rosters.holiday-usage", showHolidays, (times) => {
    const now = deps.clock.now();
    const off = /^(?:删|取消|delete)\s*(.+)$/iu.exec(args.trim())?.[1];
    const dates = readDates(off ?? args, times.zone, now);
    if (!dates) return undefined;
    const kept = times.holidays.filter((date) => date >= localTime(times.zone, now).date);
    const holidays =
      off === undefined
        ? [...new Set([...kept, ...dates])].sort()
        : kept.filter((date) => !dates.includes(date));
    return holidays.length > 366 ? undefined : { ...times, holidays };
  });
}

/** The button under a run of holidays: it is worked again on all of them. */
export async function cancelHoliday(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  hostId: string,
  range: string,
): Promise<readonly Reply[]> {
  const host = hostId === "" ? undefined : hostId;
  const meant = hostMeant(actor);
  if (!meant.ok) return [meant.refusal];
  if (!maySet(actor, host) || (!actor.discreet && meant.value.hostId !== host)) return [notAllowed(actor)];
  const times = await timesOf(stores, host);
  const [from = "", to = from] = range.split("_").map(unpacked);
  const holidays = times.holidays.filter((date) => date < from || date > to);
  await keep(deps, stores, host, { ...times, holidays });
  return [showHolidays(deps, actor, host, { ...times, holidays })];
}

/** Two dates beside a host's id have to fit on a button. */
const packed = (date: string): string => date.replaceAll("-", "");
const unpacked = (date: string): string => date.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");

type Show = (deps: CaseDeps, actor: Actor, hostId: string | undefined, times: HostTimes) => Reply;

async function change(
  deps: CaseDeps,
  stores: CaseStores,
  actor: Actor,
  args: string,
  usage: "rosters.deadlines-usage" | "rosters.hours-usage" | "rosters.holiday-usage",
  show: Show,
  changed: (times: HostTimes) => HostTimes | undefined,
): Promise<readonly Reply[]> {
  const meant = hostMeant(actor);
  if (!meant.ok) return [meant.refusal];
  const { hostId } = meant.value;
  const times = await timesOf(stores, hostId);
  if (args.trim() === "") return [show(deps, actor, hostId, times)];
  if (!maySet(actor, hostId)) return [notAllowed(actor)];
  const wanted = changed(times);
  if (!wanted) return [answerText(actor, usage)];
  await keep(deps, stores, hostId, wanted);
  return [show(deps, actor, hostId, wanted)];
}

/** Cases that are open already follow the new times: the ladder looks at each of them and sets its clock. */
async function keep(
  deps: CaseDeps,
  stores: CaseStores,
  hostId: string | undefined,
  times: HostTimes,
): Promise<void> {
  await stores.rosters.keepTimes(hostId, JSON.stringify(times));
  await stores.cases.wakeClocks(hostId, deps.clock.now());
}

const maySet = ({ person }: Actor, hostId: string | undefined): boolean =>
  hostId === undefined ? isOperator(person) : mayManage(person, hostId);

const notAllowed = (actor: Actor): Reply =>
  tell(actor, "people.not-allowed", { who: say(actor.locale, "people.who.operator-or-host") });

/** Whoever may set a host's roster and times, and whose they are; or the refusal. */
export function managed(actor: Actor): Result<{ readonly hostId: string }, Reply> {
  const meant = hostMeant(actor);
  if (!meant.ok) return meant;
  const { hostId } = meant.value;
  if (hostId === undefined) return refuse(answerText(actor, "cases.which-host"));
  return maySet(actor, hostId) ? ok({ hostId }) : refuse(notAllowed(actor));
}

const showDeadlines: Show = (_deps, actor, _hostId, { seenWithinMs, answerWithinMs }) => {
  const { locale } = actor;
  const line = (level: CaseLevel) =>
    say(locale, "rosters.deadlines-line", {
      level: say(locale, `people.level.${level}`),
      seen: durationText(locale, seenWithinMs[level]),
      answered: durationText(locale, answerWithinMs[level]),
    });
  return answerText(actor, "rosters.deadlines", { list: [...CASE_LEVELS].reverse().map(line).join("\n") });
};

const showHours: Show = (_deps, actor, _hostId, { zone, hours: spans }) => {
  const { locale } = actor;
  const list = spans.map((span) => spanText(locale, span)).join("\n");
  return answerText(actor, "rosters.hours", { list: list || say(locale, "rosters.none"), zone });
};

const showHolidays: Show = (deps, actor, hostId, { zone, holidays }) => {
  const { locale } = actor;
  const today = localTime(zone, deps.clock.now()).date;
  const runs: { from: string; to: string }[] = [];
  for (const date of holidays.filter((one) => one >= today)) {
    const last = runs.at(-1);
    if (last && addDays(last.to, 1) === date) last.to = date;
    else runs.push({ from: date, to: date });
  }
  const text = ({ from, to }: { from: string; to: string }) => (from === to ? from : `${from} – ${to}`);
  const buttons = runs.slice(0, MOST_SHOWN).map((run): Button[] => [
    {
      label: say(locale, "rosters.holiday-cancel", { days: text(run) }),
      data: deps.signer.sign("hx", `${hostId ?? ""}.${packed(run.from)}_${packed(run.to)}`),
    },
  ]);
  const list = runs.map(text).join("\n") || say(locale, "rosters.none");
  return answerText(actor, "rosters.holidays", { list }, buttons);
};
