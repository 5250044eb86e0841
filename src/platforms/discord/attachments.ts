import type { Clock } from "../../core/clock.ts";
import { OperationalError, PermanentError } from "../../core/errors.ts";
import { readAtMost, TooLongError } from "../../core/read-bytes.ts";

/** Where Discord keeps what people attach. */
const HOSTS: ReadonlySet<string> = new Set(["cdn.discordapp.com", "media.discordapp.net"]);
const TIMEOUT_MS = 10_000;

/** Fetches an attachment by its address, from Discord's own hosts only: nobody makes the bot ask other servers. */
export async function fetchAttachment(options: {
  readonly ref: string;
  readonly maxBytes: number;
  readonly apiRoot: string | undefined;
  readonly clock: Clock;
}): Promise<Uint8Array> {
  const address = URL.parse(options.ref);
  const isOwn = address?.protocol === "https:" && HOSTS.has(address.host);
  const isOfRoot = options.apiRoot !== undefined && address?.origin === URL.parse(options.apiRoot)?.origin;
  if (!address || !(isOwn || isOfRoot)) throw new PermanentError("rejected", "discord: not an attachment");
  const abort = new AbortController();
  const cancelTimer = options.clock.after(TIMEOUT_MS, () => abort.abort());
  try {
    const response = await fetch(address, { signal: abort.signal, redirect: "error" });
    if (!response.ok || !response.body) throw new Error(`Discord answered ${response.status}`);
    return await readAtMost(response.body, options.maxBytes);
  } catch (error) {
    if (error instanceof TooLongError) throw error;
    // Its own error would carry the signed address.
    throw new OperationalError("discord: an attachment could not be fetched");
  } finally {
    cancelTimer();
  }
}
