import { createHmac } from "node:crypto";
import { z } from "zod";
import { cutBytes, toPlain } from "./encode.ts";
import { HUNDRED_A_MINUTE, LONG_TEXT_BYTES, SEND_ONLY } from "./limits.ts";
import type { RobotKind } from "./robot-kind.ts";

const HOST = "open.feishu.cn";
const PATH = /^\/open-apis\/bot\/v2\/hook\/([0-9A-Za-z-]{20,64})$/;
const MINUTE_MS = 60_000;

const Answer = z.object({ code: z.number() });
const TOO_MANY = new Set([11232, 11233, 11247]);
/** No such robot; wrong signature or clock; not from this address; its word is missing. */
const GONE = new Set([19001, 19021, 19022, 19024]);
const BUSY = new Set([1500, 1503, 1663]);

/** The secret is part of the key and the message is empty, as Feishu wants it. @param second seconds since 1970 */
export const signFeishu = (secret: string, second: number): string =>
  createHmac("sha256", `${second}\n${secret}`).update("").digest("base64");

/** Feishu's custom robots. @see https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export const feishu: RobotKind = {
  name: "feishu",
  abilities: { ...SEND_ONLY, maxTextLength: 4_000, digestAbove: 40 },
  pace: HUNDRED_A_MINUTE,

  readToken(address) {
    return address.host === HOST ? PATH.exec(address.pathname)?.[1] : undefined;
  },

  call({ token, secret, keyword }, content, now) {
    const { text, links } = toPlain(content, keyword);
    const second = Math.floor(now / 1_000);
    // Its rich text takes words as they are, line by line.
    const lines = cutBytes(text, LONG_TEXT_BYTES)
      .split("\n")
      .map((line) => [{ tag: "text", text: line }]);
    const pages = links.map(({ label, url }) => [{ tag: "a", text: label, href: url }]);
    const everybody = content.mentionsAll ? [[{ tag: "at", user_id: "all" }]] : [];
    return {
      url: new URL(`https://${HOST}/open-apis/bot/v2/hook/${token}`),
      body: {
        ...(secret === undefined ? {} : { timestamp: String(second), sign: signFeishu(secret, second) }),
        msg_type: "post",
        content: { post: { zh_cn: { content: [...everybody, ...lines, ...pages] } } },
      },
    };
  },

  verdict(answer) {
    const read = Answer.safeParse(answer);
    if (!read.success) return { kind: "unreadable" };
    const { code } = read.data;
    if (code === 0) return { kind: "sent" };
    if (TOO_MANY.has(code)) return { kind: "too-many", retryAfterMs: MINUTE_MS };
    if (BUSY.has(code)) return { kind: "busy" };
    return { kind: GONE.has(code) ? "gone" : "rejected", code };
  },
};
