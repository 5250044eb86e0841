/** One request to the Bot API as the stand-in saw it. */
export interface ApiCall {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970 by the stand-in's clock. */
  readonly at: number;
}

/** What goes wrong, and for which requests. Everything but `match` also travels over the control interface. */
export interface Fault {
  readonly method?: string;
  readonly chatId?: number | string;
  readonly textIncludes?: string;
  readonly match?: (call: ApiCall) => boolean;
  /** How often; default 1, 0 means always. */
  readonly times?: number;
  readonly delayMs?: number;
  /** Closes the connection before the request has an effect, or after it had and before the answer. */
  readonly drop?: "before" | "after";
  /** Never answers; the request has no effect. */
  readonly hang?: boolean;
  readonly status?: number;
  readonly description?: string;
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is in place of Telegram's JSON. */
  readonly body?: string;
}

export interface Faults {
  /** Adds a fault behind those already there; the function returned takes it away. */
  add(fault: Fault): () => void;
  take(call: ApiCall): Fault | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  const waiting = new Map<symbol, { fault: Fault; left: number }>();
  return {
    add(fault) {
      const key = Symbol();
      waiting.set(key, { fault, left: fault.times === 0 ? Number.POSITIVE_INFINITY : (fault.times ?? 1) });
      return () => waiting.delete(key);
    },
    take(call) {
      for (const [key, entry] of waiting) {
        if (!matches(entry.fault, call)) continue;
        entry.left -= 1;
        if (entry.left <= 0) waiting.delete(key);
        return entry.fault;
      }
      return undefined;
    },
    clear: () => waiting.clear(),
  };
}

function matches(fault: Fault, call: ApiCall): boolean {
  if (fault.method !== undefined && fault.method !== call.method) return false;
  // Long polling would otherwise swallow a fault meant for the next send.
  if (fault.method === undefined && fault.match === undefined && call.method === "getUpdates") return false;
  if (fault.chatId !== undefined && String(fault.chatId) !== String(call.params.chat_id)) return false;
  if (fault.textIncludes !== undefined && !String(call.params.text ?? "").includes(fault.textIncludes))
    return false;
  return fault.match?.(call) ?? true;
}
