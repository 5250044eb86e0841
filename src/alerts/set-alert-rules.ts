import { isZone } from "../core/local-time.ts";
import type { Reply } from "../core/reply.ts";
import { type Actor, mayManage } from "../people/index.ts";
import type { AlertStores } from "./alerts-deps.ts";
import { type AlertSettings, settingsOf } from "./broadcast.ts";
import { hostHere, isReply, onlyHost, sayHere } from "./desk.ts";

const RULE = /(时区|zone|两人|second|每天|daily)\s*[:：]?\s*([A-Za-z0-9_+/-]{1,40})/giu;
const MOST_A_DAY = 50;
const MOST_GROUPS = 100_000;

/** `/alertrules 时区 Asia/Shanghai 两人 50 每天 6`: how one host wants to be heard; alone it shows what is set. */
export async function setAlertRules(stores: AlertStores, actor: Actor, args: string): Promise<Reply> {
  const host = await hostHere(stores, actor);
  if (isReply(host)) return host;
  const known = await settingsOf(stores.live, host.hostId);
  let settings = known;
  if (args.trim() !== "") {
    if (!mayManage(actor.person, host.hostId)) return onlyHost(actor);
    const read = readRules(args);
    if (!read) return sayHere(actor, "alerts.settings-usage");
    settings = { ...known, ...read };
    await stores.live.saveSettings(host.hostId, settings);
  }
  const { timeZone: zone, approveAbove: second, groupDayBudget: daily } = settings;
  return sayHere(actor, "alerts.settings", { zone, second, daily });
}

/** Undefined when anything in it is no rule. */
function readRules(text: string): Partial<AlertSettings> | undefined {
  const read: { timeZone?: string; approveAbove?: number; groupDayBudget?: number } = {};
  if (text.replace(RULE, "").replace(/[\s,，、;；]/gu, "") !== "") return undefined;
  for (const [, key = "", value = ""] of text.matchAll(RULE)) {
    const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
    switch (key.toLowerCase()) {
      case "时区":
      case "zone":
        if (!isZone(value)) return undefined;
        read.timeZone = value;
        break;
      case "两人":
      case "second":
        if (!(number <= MOST_GROUPS)) return undefined;
        read.approveAbove = number;
        break;
      default:
        if (!(number >= 1 && number <= MOST_A_DAY)) return undefined;
        read.groupDayBudget = number;
    }
  }
  return read;
}
