import { z } from "zod";
import type { LiveProbe, Look } from "../alerts/index.ts";
import type { AskOutside } from "../core/ask-outside.ts";

const HOST = "live.kuaishou.com";
const PATH = /^\/(?:u|profile)\/([0-9A-Za-z_-]{3,40})\/?$/;
const TIMEOUT_MS = 10_000;
/** Such a page has about 300 KB. */
const MAX_BYTES = 2 * 1_024 * 1_024;
/** Who asks, honestly. */
const HEADERS = { "user-agent": "Mozilla/5.0 (compatible; Beluga live page check)", accept: "text/html" };

/** The public page of a Kuaishou live room, as anybody sees it in a browser. */
export function createKuaishouProbe({ ask }: { readonly ask: AskOutside }): LiveProbe {
  return {
    readLink(text) {
      if (text.length > 200 || !URL.canParse(text)) return undefined;
      const { protocol, host, pathname, username } = new URL(text);
      const id =
        protocol === "https:" && host === HOST && username === "" ? PATH.exec(pathname)?.[1] : undefined;
      return id === undefined ? undefined : `https://${HOST}/u/${id}`;
    },

    async look(link) {
      try {
        const url = new URL(link);
        if (url.host !== HOST) return "unknown";
        const asked = { url, method: "GET", headers: HEADERS, timeoutMs: TIMEOUT_MS } as const;
        const { status, body } = await ask({ ...asked, maxBytes: MAX_BYTES });
        if (status === 429 || status === 403) return "throttled";
        return status === 200 ? readLivePage(body) : "unknown";
      } catch {
        return "unknown"; // whatever went wrong, it says nothing about the host
      }
    },
  };
}

const MARK = "window.__INITIAL_STATE__=";
/** "请求过快": the page is throttled, and then says that nobody is live. */
const TOO_OFTEN = 2;
const NOT_ON_AIR = /未开播|还没有开播|已结束|已下播|直播结束/;

const ErrorType = z.object({
  type: z.number().nullish(),
  title: z.string().nullish(),
  content: z.string().nullish(),
});
const State = z.object({
  liveroom: z.object({
    playList: z
      .array(
        z.object({
          isLiving: z.boolean(),
          liveStream: z.object({ id: z.string().nullish() }).nullish(),
          author: z.object({ id: z.string().nullish() }).nullish(),
          errorType: ErrorType.nullish(),
        }),
      )
      .min(1),
  }),
});

/** What the page says. Anything that is not just as we know it is `unknown`, never `offline`. */
export function readLivePage(html: string): Look {
  const state = State.safeParse(readState(html));
  const room = state.data?.liveroom.playList[0];
  if (!room) return "unknown";
  const { isLiving, liveStream, author, errorType } = room;
  if (errorType?.type === TOO_OFTEN) return "throttled";
  if (isLiving) return liveStream?.id ? "live" : "unknown";
  if (!author?.id) return "unknown";
  const said = `${errorType?.title ?? ""} ${errorType?.content ?? ""}`;
  const isError = errorType?.type !== undefined && errorType.type !== null;
  return !isError || NOT_ON_AIR.test(said) ? "offline" : "unknown";
}

/** The object that the page's script begins with: JSON, but for `undefined` where a value is missing. */
function readState(html: string): unknown {
  const at = html.indexOf(MARK);
  if (at < 0) return undefined;
  const text = objectAt(html, at + MARK.length);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** From the first brace to the one that closes it; what stands in quotes opens and closes nothing. */
function objectAt(html: string, start: number): string | undefined {
  let [depth, inQuotes, out] = [0, false, ""];
  for (let at = start; at < html.length; at += 1) {
    const letter = html[at] ?? "";
    if (inQuotes) {
      out += letter;
      if (letter === "\\") {
        at += 1;
        out += html[at] ?? "";
      } else if (letter === '"') inQuotes = false;
      continue;
    }
    if (html.startsWith("undefined", at)) {
      out += "null";
      at += "undefined".length - 1;
      continue;
    }
    out += letter;
    if (letter === '"') inQuotes = true;
    else if (letter === "{" || letter === "[") depth += 1;
    else if (letter === "}" || letter === "]") depth -= 1;
    if (depth === 0) return out.startsWith("{") ? out : undefined;
  }
  return undefined;
}
