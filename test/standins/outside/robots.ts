import { createHmac } from "node:crypto";
import { z } from "zod";

export type Maker = "wecom" | "feishu" | "dingtalk";

export interface RobotSettings {
  readonly maker: Maker;
  readonly token: string;
  readonly secret?: string;
  readonly keyword?: string;
}

export interface Received {
  readonly token: string;
  /** Everything that a reader sees, pages included. */
  readonly text: string;
  readonly kind: string;
  readonly callsEverybody: boolean;
  readonly at: number;
}

interface Call {
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly type: string;
  readonly body: string;
}

const WeCom = z.discriminatedUnion("msgtype", [
  z.strictObject({
    msgtype: z.literal("text"),
    text: z.strictObject({
      content: z.string().min(1),
      mentioned_list: z.array(z.string()).optional(),
    }),
  }),
  z.strictObject({
    msgtype: z.literal("news"),
    news: z.strictObject({
      articles: z
        .array(z.strictObject({ title: z.string().min(1), description: z.string().optional(), url: z.url() }))
        .min(1)
        .max(8),
    }),
  }),
]);
const Feishu = z.strictObject({
  timestamp: z.string().optional(),
  sign: z.string().optional(),
  msg_type: z.literal("post"),
  content: z.strictObject({
    post: z.strictObject({
      zh_cn: z.strictObject({
        content: z.array(
          z.array(
            z.discriminatedUnion("tag", [
              z.strictObject({ tag: z.literal("text"), text: z.string() }),
              z.strictObject({ tag: z.literal("a"), text: z.string(), href: z.url() }),
              z.strictObject({ tag: z.literal("at"), user_id: z.literal("all") }),
            ]),
          ),
        ),
      }),
    }),
  }),
});
const DingTalk = z.discriminatedUnion("msgtype", [
  z.strictObject({
    msgtype: z.literal("text"),
    text: z.strictObject({ content: z.string().min(1) }),
    at: z.strictObject({ isAtAll: z.boolean() }),
  }),
  z.strictObject({
    msgtype: z.literal("link"),
    link: z.strictObject({ title: z.string().min(1), text: z.string().min(1), messageUrl: z.url() }),
  }),
]);

const bytes = (text: string): number => Buffer.byteLength(text);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

interface Read {
  readonly token: string;
  readonly text: string;
  readonly kind: string;
  readonly callsEverybody: boolean;
}

/** The three makers' ends of group robots: they check what the real ones check, and answer with their codes. */
export function createRobotMakers(now: () => number) {
  const robots = new Map<string, RobotSettings>();
  const received: Received[] = [];
  const refused: { readonly token: string; readonly code: number }[] = [];
  const arrivals = new Map<string, number[]>();
  const shutOutUntil = new Map<string, number>();
  const keyOf = (maker: Maker, token: string) => `${maker}:${token}`;

  /** Whether one more in this window is too many; a refused call counts for nothing. */
  function isTooMany(key: string, most: number, windowMs: number): boolean {
    const recent = (arrivals.get(key) ?? []).filter((at) => at > now() - windowMs);
    return recent.length >= most;
  }

  function take(maker: Maker, read: Read): void {
    const key = keyOf(maker, read.token);
    arrivals.set(key, [...(arrivals.get(key) ?? []), now()]);
    received.push({ ...read, at: now() });
  }

  function onWeCom({ query, body }: Call): number {
    const token = query.get("key") ?? "";
    if (!robots.has(keyOf("wecom", token))) return 93000;
    if (isTooMany(keyOf("wecom", token), 20, MINUTE_MS)) return 45009;
    const parsed = WeCom.safeParse(JSON.parse(body));
    if (!parsed.success) return 40008;
    if (parsed.data.msgtype === "text") {
      const { content, mentioned_list } = parsed.data.text;
      if (bytes(content) > 2_048) return 45002;
      const callsEverybody = mentioned_list?.includes("@all") === true;
      take("wecom", { token, text: content, kind: "text", callsEverybody });
      return 0;
    }
    const text = parsed.data.news.articles
      .map(({ title, description = "", url }) => `${title}\n${description}\n${url}`)
      .join("\n");
    take("wecom", { token, text, kind: "news", callsEverybody: false });
    return 0;
  }

  function onFeishu({ path, body }: Call): number {
    const token = path.split("/").at(-1) ?? "";
    const robot = robots.get(keyOf("feishu", token));
    if (!robot) return 19001;
    if (bytes(body) > 20 * 1_024) return 9499;
    const parsed = Feishu.safeParse(JSON.parse(body));
    if (!parsed.success) return 9499;
    const { timestamp = "", sign = "", content } = parsed.data;
    if (robot.secret !== undefined) {
      const wanted = createHmac("sha256", `${timestamp}\n${robot.secret}`).digest("base64");
      const isOld = Math.abs(now() - Number(timestamp) * 1_000) > HOUR_MS;
      if (sign !== wanted || isOld || !/^\d{10}$/.test(timestamp)) return 19021;
    }
    const parts = content.post.zh_cn.content.flat();
    const text = parts
      .map((part) => (part.tag === "at" ? "" : part.tag === "a" ? `${part.text} ${part.href}` : part.text))
      .join("\n");
    if (robot.keyword !== undefined && !text.includes(robot.keyword)) return 19024;
    const key = keyOf("feishu", token);
    if (isTooMany(key, 5, 1_000) || isTooMany(key, 100, MINUTE_MS)) return 11232;
    take("feishu", { token, text, kind: "post", callsEverybody: parts.some(({ tag }) => tag === "at") });
    return 0;
  }

  function onDingTalk({ query, body }: Call): number {
    const token = query.get("access_token") ?? "";
    const key = keyOf("dingtalk", token);
    const robot = robots.get(key);
    if (!robot) return 300005;
    if ((shutOutUntil.get(key) ?? 0) > now()) return 130101;
    if (robot.secret !== undefined) {
      const timestamp = query.get("timestamp") ?? "";
      const wanted = createHmac("sha256", robot.secret)
        .update(`${timestamp}\n${robot.secret}`)
        .digest("base64");
      const isOld = Math.abs(now() - Number(timestamp)) > HOUR_MS;
      if (query.get("sign") !== wanted || isOld || !/^\d{13}$/.test(timestamp)) return 310000;
    }
    if (bytes(body) > 20_000) return 40035;
    const parsed = DingTalk.safeParse(JSON.parse(body));
    if (!parsed.success) return 40035;
    const { data } = parsed;
    const text =
      data.msgtype === "text"
        ? data.text.content
        : `${data.link.title}\n${data.link.text}\n${data.link.messageUrl}`;
    if (robot.keyword !== undefined && !text.includes(robot.keyword)) return 310000;
    if (isTooMany(key, 20, MINUTE_MS)) {
      shutOutUntil.set(key, now() + 10 * MINUTE_MS);
      return 130101;
    }
    const callsEverybody = data.msgtype === "text" && data.at.isAtAll;
    take("dingtalk", { token, text, kind: data.msgtype, callsEverybody });
    return 0;
  }

  const ends: Readonly<Record<string, { maker: Maker; field: "errcode" | "code"; on(call: Call): number }>> =
    {
      "qyapi.weixin.qq.com": { maker: "wecom", field: "errcode", on: onWeCom },
      "open.feishu.cn": { maker: "feishu", field: "code", on: onFeishu },
      "oapi.dingtalk.com": { maker: "dingtalk", field: "errcode", on: onDingTalk },
    };
  const PATHS: Readonly<Record<Maker, RegExp>> = {
    wecom: /^\/cgi-bin\/webhook\/send$/,
    feishu: /^\/open-apis\/bot\/v2\/hook\/[\w-]+$/,
    dingtalk: /^\/robot\/send$/,
  };

  return {
    received,
    /** What was refused, with its maker's code. */
    refused,
    add: (robot: RobotSettings) => void robots.set(keyOf(robot.maker, robot.token), robot),
    /** Taken out of its group. */
    drop: (maker: Maker, token: string) => void robots.delete(keyOf(maker, token)),
    textsOf: (token: string): readonly string[] =>
      received.filter((one) => one.token === token).map(({ text }) => text),
    /** The JSON answer; undefined when it is no call to a robot. */
    answer(call: Call): object | undefined {
      const end = ends[call.host];
      if (!end || !PATHS[end.maker].test(call.path)) return undefined;
      const isJson = call.type.startsWith("application/json");
      const code = isJson ? end.on(call) : 40035;
      const token =
        call.query.get("key") ?? call.query.get("access_token") ?? call.path.split("/").at(-1) ?? "";
      if (code !== 0) refused.push({ token, code });
      return { [end.field]: code, [end.field === "code" ? "msg" : "errmsg"]: code === 0 ? "ok" : "refused" };
    },
  };
}
