/** Seconds to wait when this send would go over Telegram's published limits, else undefined. */
export type RateLimiter = (chatId: number, nowMs: number) => number | undefined;

/**
 * Telegram's published figures as sliding windows: 30 messages in a second over all chats, 20 in a minute in one
 * group, and in one chat about one a second, with short bursts let through (5 in 5 s).
 * @see https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 */
export function createRateLimiter(): RateLimiter {
  const sent = new Map<string, number[]>();
  const wait = (key: string, count: number, windowMs: number, nowMs: number): number => {
    const recent = (sent.get(key) ?? []).filter((at) => at > nowMs - windowMs);
    sent.set(key, recent);
    const first = recent[recent.length - count];
    return first === undefined ? 0 : first + windowMs - nowMs;
  };
  return (chatId, nowMs) => {
    const keys: [string, number, number][] = [
      ["all", 30, 1_000],
      [`chat:${chatId}`, 5, 5_000],
    ];
    if (chatId < 0) keys.push([`group:${chatId}`, 20, 60_000]);
    const waitMs = Math.max(...keys.map(([key, count, windowMs]) => wait(key, count, windowMs, nowMs)));
    if (waitMs > 0) return Math.ceil(waitMs / 1_000);
    for (const [key] of keys) sent.get(key)?.push(nowMs);
    return undefined;
  };
}
