import { z } from "zod";
import { asCard, toPlain, withLinks } from "./encode.ts";
import { SEND_ONLY, TWENTY_A_MINUTE, WECOM_NEWS, WECOM_TEXT_BYTES } from "./limits.ts";
import type { RobotKind } from "./robot-kind.ts";

const HOST = "qyapi.weixin.qq.com";
const PATH = "/cgi-bin/webhook/send";
const KEY = /^[0-9A-Za-z-]{20,64}$/;
const MINUTE_MS = 60_000;

const Answer = z.object({ errcode: z.number() });
/** Called too often; the key names no robot, or one that is switched off or was removed from its group. */
const TOO_MANY = new Set([45009, 45033]);
const GONE = new Set([93000, 93004, 93008]);
const BUSY = new Set([-1, 50004]);

/**
 * WeCom's group robots. Words go out as text, never as its Markdown, which has no way to show a star or a bracket as it
 * was typed.
 * @see https://developer.work.weixin.qq.com/document/path/91770
 */
export const wecom: RobotKind = {
  name: "wecom",
  // 640 Chinese characters with their blank lines stay below 2,048 bytes.
  abilities: { ...SEND_ONLY, maxTextLength: 640, digestAbove: 10 },
  pace: TWENTY_A_MINUTE,

  readToken(address) {
    const key = address.searchParams.get("key") ?? "";
    return address.host === HOST && address.pathname === PATH && KEY.test(key) ? key : undefined;
  },

  call({ token, keyword }, content) {
    const url = new URL(`https://${HOST}${PATH}`);
    url.searchParams.set("key", token);
    const plain = toPlain(content, keyword);
    // A card cannot call anybody.
    const card = content.mentionsAll ? undefined : asCard(plain, WECOM_NEWS);
    if (card) {
      const { title, description } = card;
      return { url, body: { msgtype: "news", news: { articles: [{ title, description, url: card.url }] } } };
    }
    const text = {
      content: withLinks(plain, WECOM_TEXT_BYTES),
      ...(content.mentionsAll ? { mentioned_list: ["@all"] } : {}),
    };
    return { url, body: { msgtype: "text", text } };
  },

  verdict(answer) {
    const read = Answer.safeParse(answer);
    if (!read.success) return { kind: "unreadable" };
    const { errcode: code } = read.data;
    if (code === 0) return { kind: "sent" };
    if (TOO_MANY.has(code)) return { kind: "too-many", retryAfterMs: MINUTE_MS };
    if (BUSY.has(code)) return { kind: "busy" };
    return { kind: GONE.has(code) ? "gone" : "rejected", code };
  },
};
