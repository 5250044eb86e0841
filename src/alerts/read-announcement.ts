import { type PlatformName, TARGET_NAMES } from "../core/message.ts";
import { Audience, type BroadcastKind, type Message } from "./broadcast.ts";
import { LINK } from "./declare-live.ts";
import { readWhen, type When } from "./read-time.ts";

/** What an announcement may be at most, in characters. */
export const LONGEST_TEXT = 3_000;
const MOST_BUTTONS = 4;
const MOST_WORDINGS = 10;
const TAG = /^[\p{L}\p{N}]{1,16}$/u;

const KINDS: Readonly<Record<string, BroadcastKind>> = {
  公告: "announcement",
  announcement: "announcement",
  请假: "leave",
  leave: "leave",
  视频: "video",
  新视频: "video",
  video: "video",
  文章: "article",
  新文章: "article",
  article: "article",
  改期: "schedule",
  schedule: "schedule",
  召回: "recall",
  recall: "recall",
};
const PLATFORM_WORDS: ReadonlyMap<string, PlatformName> = new Map([
  ...TARGET_NAMES.map((name) => [name, name] as const),
  ["企业微信", "wecom"],
  ["飞书", "feishu"],
  ["钉钉", "dingtalk"],
]);
const EVERYBODY = /^@?(?:所有人|全体|everybody|everyone|all)$/i;

export interface Announcement {
  readonly kind: BroadcastKind;
  readonly message: Pick<Message, "text" | "buttons" | "wordings" | "mentionsAll">;
  readonly audience: Audience;
  readonly when: When | undefined;
}

export type Misread =
  | "empty"
  | "too-long"
  | "bad-time"
  | "bad-button"
  | "bad-audience"
  | "bad-kind"
  | "bad-mention";

export const readTags = (text: string): readonly string[] | undefined => {
  const tags = text.split(/[\s,，、]+/).filter((tag) => tag !== "");
  return tags.every((tag) => TAG.test(tag)) ? [...new Set(tags)].slice(0, 20) : undefined;
};

/**
 * Reads what a host composed. Most lines are the text; some say how it is sent: "类型：请假", "时间：每周三 20:00",
 * "范围：telegram 童装", "按钮：看链接 https://…", and "童装群：…" words of its own for groups with the tag 童装 as "#童装 …".
 */
export function readAnnouncement(raw: string, timeZone: string, now: number): Announcement | Misread {
  const lines: string[] = [];
  const buttons: { label: string; url: string }[] = [];
  const wordings: { tag: string; text: string }[] = [];
  let kind: BroadcastKind = "announcement";
  let audience = Audience.parse({});
  let when: When | undefined;
  let mentionsAll = false;
  for (const line of raw.normalize("NFC").split(/\r?\n/)) {
    const [, key = "", value = ""] =
      /^\s*(类型|时间|范围|按钮|提醒|kind|time|to|button|mention)\s*[:：]\s*(.*)$/i.exec(line) ?? [];
    const own = /^\s*#([\p{L}\p{N}]{1,16})\s+(\S.*)$/u.exec(line);
    if (own) {
      wordings.push({ tag: own[1] ?? "", text: own[2] ?? "" });
      continue;
    }
    switch (key.toLowerCase()) {
      case "类型":
      case "kind": {
        const found = KINDS[value.trim().toLowerCase()];
        if (!found) return "bad-kind";
        kind = found;
        break;
      }
      case "时间":
      case "time": {
        const read = readWhen(value, timeZone, now);
        if (!read) return "bad-time";
        when = read.when;
        break;
      }
      case "范围":
      case "to": {
        const read = readAudience(value);
        if (!read) return "bad-audience";
        audience = read;
        break;
      }
      case "提醒":
      case "mention":
        if (!EVERYBODY.test(value.trim())) return "bad-mention";
        mentionsAll = true;
        break;
      case "按钮":
      case "button": {
        const url = LINK.exec(value)?.[0];
        const label = value.replace(url ?? "", "").trim();
        if (url === undefined || !URL.canParse(url) || label === "" || label.length > 20) return "bad-button";
        buttons.push({ label, url });
        break;
      }
      default:
        lines.push(line);
    }
  }
  const text = lines.join("\n").trim();
  if (text === "") return "empty";
  const whole = [text, ...wordings.map((one) => one.text)].join("\n");
  if (whole.length > LONGEST_TEXT || buttons.length > MOST_BUTTONS || wordings.length > MOST_WORDINGS) {
    return "too-long";
  }
  return {
    kind,
    message: { text, buttons, wordings, ...(mentionsAll ? { mentionsAll } : {}) },
    audience,
    when,
  };
}

/** "telegram 童装", "群", "订阅", "伙伴". */
function readAudience(value: string): Audience | undefined {
  const words = value.split(/[\s,，、]+/).filter((word) => word !== "");
  const platforms: PlatformName[] = [];
  const tags: string[] = [];
  let [groups, persons, partners] = [false, false, false];
  for (const word of words) {
    const platform = PLATFORM_WORDS.get(word.toLowerCase());
    if (platform) platforms.push(platform);
    else if (/^(?:群|groups)$/i.test(word)) groups = true;
    else if (/^(?:订阅|订阅的人|subscribers)$/i.test(word)) persons = true;
    else if (/^(?:伙伴|partners)$/i.test(word)) partners = true;
    else if (/^(?:全部|all)$/i.test(word)) continue;
    else if (TAG.test(word)) tags.push(word);
    else return undefined;
  }
  const all = !groups && !persons;
  return Audience.parse({
    platforms,
    tags,
    groups: groups || all || partners,
    persons: persons || all,
    partners,
  });
}

/** Words of selling: what teaches stands by itself, in a message without them. */
const SELLING =
  /优惠|福利|特价|秒杀|抢购|下单|拍下|包邮|领券|优惠券|满减|折扣|[一二三四五六七八九\d.]+\s*折|到手价|补货|现货|小黄车|购物车|橱窗|链接购买|[¥￥]\s*\d|\d+(?:\.\d+)?\s*(?:元|块钱)|\b(?:discount|coupon|sale|buy now|order now)\b/iu;
export const sells = (text: string): boolean => SELLING.test(text);

/** Everything in an announcement that somebody will read, for the guard. */
export const wordsOf = ({
  text,
  wordings,
  buttons,
}: Pick<Message, "text" | "buttons" | "wordings">): string =>
  [text, ...wordings.map((one) => one.text), ...buttons.map(({ label }) => label)].join("\n");
