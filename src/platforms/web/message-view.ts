import { html } from "hono/html";
import type { Block, Button, Content } from "../../core/content.ts";
import { type Locale, say } from "../../core/texts/index.ts";
import type { AssetName } from "./assets.ts";
import { safeUrl, textOf } from "./encode.ts";
import { colourOf } from "./identity.ts";
import type { RoomMessage } from "./room-store.ts";

export type Html = ReturnType<typeof html>;

export interface MessageView {
  readonly message: RoomMessage;
  /** What it answers, if this visitor may see that. */
  readonly parent: RoomMessage | undefined;
  readonly visitorId: string;
  readonly locale: Locale;
  readonly asset: (name: AssetName) => string;
}

/**
 * Numbers that are answered in mainland China, where they are not part of a longer number, a range or an amount:
 * "100～120 下" is a rhythm and not the ambulance.
 */
const HELP_NUMBER =
  /(?<![\d.]|[-~～—–至到]\s*)(120|110|119|12338|12345|12355|12356)(?![\d.%]|\s*[-~～—–至到]\s*\d|\s*(?:[下次个天度岁元克粒滴℃]|毫升|毫克|分钟|IU|ml|mg))/giu;

function withCallLinks(text: string): Html[] {
  return text
    .split(HELP_NUMBER)
    .map((part, index) =>
      index % 2 === 1 ? html`<a class="call" href="tel:${part}">${part}</a>` : html`${part}`,
    );
}

function blockView(block: Block, tone: Content["tone"], isLead: boolean): Html {
  const inner = (text: string) => (tone === "urgent" ? withCallLinks(text) : html`${text}`);
  switch (block.kind) {
    case "heading":
      return html`<h3 dir="auto">${inner(block.text)}</h3>`;
    case "small":
      return html`<p class="small" dir="auto">${inner(block.text)}</p>`;
    case "list":
      return html`<ul>${block.items.map((item) => html`<li dir="auto">${inner(item)}</li>`)}</ul>`;
    case "text":
      return html`<p class="${isLead ? "lead" : "text"}" dir="auto">${inner(block.text)}</p>`;
  }
}

/** A thumb that shakes finds a big button sooner than a number within a sentence. */
function dialView({ tone, blocks }: Content, locale: Locale): Html {
  if (tone !== "urgent") return html``;
  const texts = blocks.flatMap((block) => (block.kind === "list" ? block.items : [block.text]));
  const numbers = new Set(texts.flatMap((text) => text.match(HELP_NUMBER) ?? []));
  if (numbers.size === 0) return html``;
  const dials = [...numbers].map(
    (number) => html`<a class="dial" href="tel:${number}">${say(locale, "web.call", { number })}</a>`,
  );
  return html`<div class="row">${dials}</div>`;
}

function buttonView(button: Button): Html {
  if ("data" in button) {
    return html`<button class="choice" name="data" value="${button.data}"><bdi>${button.label}</bdi></button>`;
  }
  const url = safeUrl(button.url);
  return url === undefined
    ? html``
    : html`<a class="choice" href="${url}" target="_blank" rel="noopener noreferrer nofollow"><bdi>${button.label}</bdi></a>`;
}

function buttonsView({ message }: MessageView, content: Content): Html {
  if (content.buttons.length === 0) return html``;
  const action = `/room/${encodeURIComponent(message.room)}/buttons`;
  return html`<form class="choices" method="post" action="${action}" hx-post="${action}" hx-target="#note" hx-swap="innerHTML" hx-sync="this:drop">
<input type="hidden" name="messageId" value="${message.id}">
${content.buttons.map((row) => html`<div class="row">${row.map(buttonView)}</div>`)}
</form>`;
}

function bodyView(view: MessageView): Html {
  const { content } = view.message;
  if (content.kind === "text") return html`<p class="text" dir="auto">${content.text}</p>`;
  const { blocks, tone } = content.content;
  const lead = tone === "plain" ? -1 : blocks.findIndex(({ kind }) => kind === "text");
  const shown = blocks.map((block, index) => blockView(block, tone, index === lead));
  // Right under the first sentence: the rest of an urgent card may be longer than the screen.
  shown.splice(1, 0, dialView(content.content, view.locale));
  return html`${shown}${buttonsView(view, content.content)}`;
}

function shownName(message: RoomMessage, visitorId: string, locale: Locale): string {
  if (message.author === "bot") return say(locale, "web.bot-name");
  return message.authorId === visitorId ? say(locale, "web.you") : message.authorName;
}

const QUOTE_LENGTH = 60;

function quoteView({ parent, locale, visitorId }: MessageView): Html {
  if (!parent) return html``;
  const points = [...textOf(parent).replace(/\s+/gu, " ")];
  const text = points.length > QUOTE_LENGTH ? `${points.slice(0, QUOTE_LENGTH).join("")}…` : points.join("");
  // The name and the text are isolated each by itself: one of them may run from right to left.
  const name = shownName(parent, visitorId, locale);
  return html`<a class="quote" href="#m${parent.id}"><span class="sr">${say(locale, "web.reply")} </span><bdi>${name}</bdi>: <bdi>${text}</bdi></a>`;
}

/** Where the server does not know the reader's time zone; the page's script writes the local time over it. */
const clockTime = new Intl.DateTimeFormat("zh-CN", {
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
  timeZone: "Asia/Shanghai",
});

/** One message as a piece of the page; every text in it is escaped and isolated. */
export function messageView(view: MessageView): Html {
  const { message, visitorId, locale, asset } = view;
  const own = message.author === "visitor" && message.authorId === visitorId;
  const bot = message.author === "bot";
  const tone = message.content.kind === "content" ? message.content.content.tone : "plain";
  const classes = [
    "msg",
    bot ? "bot" : own ? "own" : "other",
    `tone-${tone}`,
    message.visibleTo === null ? "" : "whisper",
  ];
  const name = shownName(message, visitorId, locale);
  const avatar = bot
    ? html`<img class="avatar" src="${asset("whale.svg")}" alt="" width="40" height="40">`
    : html`<span class="avatar colour-${colourOf(message.authorId)}" aria-hidden="true">${[...name.replace(/^.*·/u, "")][0] ?? ""}</span>`;
  return html`<article class="${classes.filter(Boolean).join(" ")}" id="m${message.id}">
${own ? html`` : avatar}
<div class="bubble">
<header><bdi class="name">${name}</bdi>${bot ? html`<span class="badge">${say(locale, "web.bot-badge")}</span>` : html``}${
    message.visibleTo === null
      ? html``
      : html`<span class="badge secret">${say(locale, "web.whisper")}</span>`
  }<time datetime="${new Date(message.at).toISOString()}">${clockTime.format(message.at)}</time></header>
${quoteView(view)}
<div class="body">${bodyView(view)}</div>
${bot ? html`<button class="reply" type="button" data-reply="${message.id}" hidden>${say(locale, "web.reply")}</button>` : html``}
</div>
</article>`;
}
