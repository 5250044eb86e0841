import { createHmac } from "node:crypto";
import { z } from "zod";
import { asCard, toPlain, withLinks } from "./encode.ts";
import { LONG_TEXT_BYTES, SEND_ONLY, TWENTY_A_MINUTE } from "./limits.ts";
import type { RobotKind } from "./robot-kind.ts";

const HOST = "oapi.dingtalk.com";
const PATH = "/robot/send";
const TOKEN = /^[0-9A-Za-z]{20,80}$/;
const SHUT_OUT_MS = 10 * 60_000;
const CARD = { title: 128, description: 512 } as const;

const Answer = z.object({ errcode: z.number() });
/** Over twenty a minute: nothing is taken for ten. */
const TOO_MANY = new Set([130101, 410100, 90030]);
/** No such robot, or it is off, or its group is; wrong signature, missing word, wrong address of ours. */
const GONE = new Set([300001, 300005, 310000, 400013, 400101, 400102, 400106]);
const BUSY = new Set([-1]);

/** @param now milliseconds since 1970 */
export const signDingtalk = (secret: string, now: number): string =>
  createHmac("sha256", secret).update(`${now}\n${secret}`).digest("base64");

/** DingTalk's custom robots. @see https://open.dingtalk.com/document/robots/custom-robot-access */
export const dingtalk: RobotKind = {
  name: "dingtalk",
  abilities: { ...SEND_ONLY, maxTextLength: 4_000, digestAbove: 10 },
  pace: TWENTY_A_MINUTE,

  readToken(address) {
    const token = address.searchParams.get("access_token") ?? "";
    return address.host === HOST && address.pathname === PATH && TOKEN.test(token) ? token : undefined;
  },

  call({ token, secret, keyword }, content, now) {
    const url = new URL(`https://${HOST}${PATH}`);
    url.searchParams.set("access_token", token);
    if (secret !== undefined) {
      url.searchParams.set("timestamp", String(now));
      url.searchParams.set("sign", signDingtalk(secret, now));
    }
    const plain = toPlain(content, keyword);
    const card = content.mentionsAll ? undefined : asCard(plain, CARD);
    if (card) {
      const { title, description, url: messageUrl } = card;
      return { url, body: { msgtype: "link", link: { title, text: description || title, messageUrl } } };
    }
    const text = { content: withLinks(plain, LONG_TEXT_BYTES) };
    return { url, body: { msgtype: "text", text, at: { isAtAll: content.mentionsAll === true } } };
  },

  verdict(answer) {
    const read = Answer.safeParse(answer);
    if (!read.success) return { kind: "unreadable" };
    const { errcode: code } = read.data;
    if (code === 0) return { kind: "sent" };
    if (TOO_MANY.has(code)) return { kind: "too-many", retryAfterMs: SHUT_OUT_MS };
    if (BUSY.has(code)) return { kind: "busy" };
    return { kind: GONE.has(code) ? "gone" : "rejected", code };
  },
};
