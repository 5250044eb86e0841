import { html, raw } from "hono/html";
import { type Locale, say } from "../../core/texts/index.ts";
import type { AssetName } from "./assets.ts";
import type { Room } from "./decode.ts";
import { MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from "./limits.ts";
import type { Html } from "./message-view.ts";

export interface PageView {
  readonly room: Room;
  readonly locale: Locale;
  readonly messages: readonly Html[];
  readonly lastId: number;
  readonly asset: (name: AssetName) => string;
  readonly samples: readonly string[];
  readonly alias: string;
  readonly chosenName: string;
  readonly clientId: string;
  /** What could not be sent, and why, when the page comes back without a script. */
  readonly failed?: { readonly text: string; readonly reason: string } | undefined;
}

export const noteView = (reason: string): Html => html`<p class="problem" role="alert">${reason}</p>`;

// Indicator styles would be an inline sheet; history would put a whole chat into the browser's storage.
const HTMX_CONFIG = '{"includeIndicatorCSS":false,"history":false}';
// A pause of more than eight seconds between two tries feels like a dead page.
const SSE_CONFIG = '{"sse":{"reconnectDelay":1000,"reconnectMaxDelay":8000}}';

function head({ room, locale, asset }: Pick<PageView, "room" | "locale" | "asset">): Html {
  return html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#2b7c99">
<meta name="htmx-config" content="${HTMX_CONFIG}">
<title>${room.title} · ${say(locale, "web.bot-name")}</title>
<link rel="icon" type="image/svg+xml" href="${asset("whale.svg")}">
<link rel="stylesheet" href="${asset("room.css")}">
<script src="${asset("room.js")}" defer></script>`;
}

function samplesView({ samples, locale }: PageView, action: string): Html {
  if (samples.length === 0) return html``;
  return html`<form id="samples" method="post" action="${action}" hx-post="${action}" hx-target="#note" hx-swap="innerHTML" hx-sync="this:drop" aria-label="${say(locale, "web.samples-label")}">
<span class="hint">${say(locale, "web.samples-label")}</span>
${samples.map((question) => html`<button class="chip" name="text" value="${question}">${question}</button>`)}
</form>`;
}

function composerView(view: PageView, action: string): Html {
  const { locale, failed } = view;
  return html`<form id="composer" method="post" action="${action}" hx-post="${action}" hx-target="#note" hx-swap="innerHTML" hx-sync="this:drop" data-offline="${say(locale, "web.offline")}">
<input type="hidden" name="clientId" value="${view.clientId}">
<input type="hidden" name="replyTo" value="">
<div id="note" aria-live="assertive">${failed ? noteView(failed.reason) : html``}</div>
<p id="replying" hidden><bdi></bdi><button type="button" class="quiet">${say(locale, "web.reply-cancel")}</button></p>
<div class="line">
<label class="sr" for="text">${say(locale, "web.input-label")}</label>
<textarea id="text" name="text" rows="1" required maxlength="${MAX_TEXT_LENGTH}" dir="auto" enterkeyhint="send" placeholder="${say(locale, "web.input-hint")}">${failed?.text ?? ""}</textarea>
<button class="send">${say(locale, "web.send")}</button>
</div>
<details class="me"><summary>${say(locale, "web.name-line")}<bdi>${view.chosenName || view.alias}</bdi></summary>
<label class="sr" for="name">${say(locale, "web.name-label")}</label>
<input id="name" name="name" maxlength="${MAX_NAME_LENGTH}" dir="auto" autocomplete="nickname" value="${view.chosenName}" placeholder="${view.alias}">
</details>
</form>`;
}

/** The whole page; it works without a script, only that new messages then need a reload. */
export function pageView(view: PageView): Html {
  const { room, locale, asset } = view;
  const path = `/room/${encodeURIComponent(room.room)}`;
  const action = `${path}/messages`;
  // Most groups carry their host's name already; saying it twice says nothing.
  const named = room.hostName === "" || room.title.includes(room.hostName);
  const subtitle = named
    ? say(locale, "web.with-bot")
    : say(locale, "web.host-line", { host: room.hostName });
  const other: Locale = locale === "zh" ? "en" : "zh";
  return html`${raw("<!doctype html>")}
<html lang="${locale === "zh" ? "zh-CN" : "en"}">
<head>${head(view)}</head>
<body>
<header id="top">
<img src="${asset("whale.svg")}" alt="" width="44" height="44">
<div class="titles"><h1><bdi>${room.title}</bdi></h1><p><bdi>${subtitle}</bdi></p></div>
<a class="language" href="${path}?lang=${other}" hreflang="${other}" lang="${other}">${say(locale, "web.other-language")}</a>
</header>
<p id="connection" role="status" hidden>${say(locale, "web.reconnecting")}</p>
<main id="scroller" tabindex="0" aria-label="${say(locale, "web.log-label")}">
<p class="about">${say(locale, "web.bot-line")}</p>
<noscript><p class="about"><a href="${path}">${say(locale, "web.refresh")}</a></p></noscript>
<div id="log" role="log" aria-live="polite" aria-relevant="additions" aria-label="${say(locale, "web.log-label")}" hx-sse:connect="${path}/stream?after=${view.lastId}" hx-trigger="load, room:connect" hx-swap="beforeend" hx-config="${SSE_CONFIG}">${view.messages}</div>
<p class="empty">${say(locale, "web.empty")}</p>
</main>
<button id="newer" type="button" hidden>${say(locale, "web.new-messages")}</button>
<footer id="bottom">
${samplesView(view, action)}
${composerView(view, action)}
</footer>
</body>
</html>`;
}

/** A page that only says what went wrong. */
export function problemPage(view: { reason: string; locale: Locale; asset: PageView["asset"] }): Html {
  const room: Room = {
    room: "",
    title: say(view.locale, "web.bot-name"),
    hostName: "",
  };
  return html`${raw("<!doctype html>")}
<html lang="${view.locale === "zh" ? "zh-CN" : "en"}">
<head>${head({ room, locale: view.locale, asset: view.asset })}</head>
<body class="alone"><main><img src="${view.asset("whale.svg")}" alt="" width="72" height="72"><p>${view.reason}</p></main></body>
</html>`;
}
