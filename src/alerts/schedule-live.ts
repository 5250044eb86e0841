import { randomId } from "../core/random.ts";
import type { Reply } from "../core/reply.ts";
import { say } from "../core/texts/index.ts";
import { type Actor, mayBind } from "../people/index.ts";
import type { AlertDeps, AlertStores } from "./alerts-deps.ts";
import { settingsOf } from "./broadcast.ts";
import { readTitle } from "./declare-live.ts";
import { findingsText, hostHere, isReply, refuse, sayHere } from "./desk.ts";
import { readWhen } from "./read-time.ts";

const MOST_SCHEDULES = 20;

/** `/schedule`: her plan; with a time behind it one more live session, of which she is reminded with a button. */
export async function scheduleLive(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  args: string,
): Promise<Reply> {
  const host = await hostHere(stores, actor);
  if (isReply(host)) return host;
  const { live } = stores;
  if (args.trim() === "") return await listSchedules(deps, stores, actor, host.hostId);
  const now = deps.clock.now();
  const { timeZone } = await settingsOf(live, host.hostId);
  const read = readWhen(args, timeZone, now);
  if (!read) return sayHere(actor, "alerts.schedule-usage");
  if ((await live.schedules(host.hostId)).length >= MOST_SCHEDULES) {
    return sayHere(actor, "alerts.schedule-full", { most: MOST_SCHEDULES });
  }
  const { title } = readTitle(read.rest);
  const verdict = title === undefined ? undefined : deps.guard(title);
  if (verdict && verdict.outcome !== "pass") {
    return sayHere(actor, "alerts.refused", { findings: findingsText(actor, verdict.findings) });
  }
  const { when } = read;
  await live.addSchedule(
    {
      id: randomId(deps.random, 12),
      hostId: host.hostId,
      cron: when.kind === "again" ? when.cron : undefined,
      label: when.label,
      title,
      nextAt: when.at,
    },
    now,
  );
  return await listSchedules(deps, stores, actor, host.hostId);
}

async function listSchedules(
  deps: AlertDeps,
  { live }: AlertStores,
  actor: Actor,
  hostId: string,
): Promise<Reply> {
  const plans = await live.schedules(hostId);
  if (plans.length === 0) return sayHere(actor, "alerts.schedule-empty");
  const list = plans
    .map(({ label, title }, index) => `${index + 1}. ${label} ${title ?? ""}`.trim())
    .join("\n");
  const buttons = plans.slice(0, 8).map(({ id }, index) => [
    {
      label: say(actor.locale, "alerts.button.unschedule", { number: index + 1 }),
      data: deps.signer.sign("lr", `${hostId}.${id}`),
    },
  ]);
  return sayHere(actor, "alerts.schedule-list", { list }, buttons);
}

/** The button beside a plan: `arg` is the host and the plan. */
export async function unscheduleLive(
  deps: AlertDeps,
  stores: AlertStores,
  actor: Actor,
  arg: string,
): Promise<Reply> {
  const [hostId = "", id = ""] = arg.split(".");
  if (!mayBind(actor.person, hostId)) return refuse(actor);
  await stores.live.removeSchedule(hostId, id);
  return await listSchedules(deps, stores, actor, hostId);
}
