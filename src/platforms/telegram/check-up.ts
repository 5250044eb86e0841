import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import type { Finding } from "../../core/finding.ts";
import { createApi } from "./api.ts";
import { ApiFailure, isUnauthorised } from "./failures.ts";

const Me = z.object({ username: z.string().optional(), can_read_all_group_messages: z.boolean().optional() });
const Hook = z.object({
  url: z.string(),
  pending_update_count: z.number(),
  last_error_message: z.string().optional(),
});
const TIMEOUT_MS = 10_000;

/** Asks Telegram about the token, privacy mode and the webhook; changes nothing there. */
export async function checkTelegram(options: {
  readonly token: string;
  readonly apiRoot?: string | undefined;
  /** What the settings say: whether a webhook under this address should be registered. */
  readonly webhookUnder?: string | undefined;
  readonly clock: Clock;
}): Promise<readonly Finding[]> {
  const api = createApi(options);
  const findings: Finding[] = [];
  try {
    const me = Me.parse(await api.call("getMe", {}, { timeoutMs: TIMEOUT_MS }));
    findings.push({ about: "Telegram token", status: "ok", detail: `belongs to @${me.username ?? "?"}` });
    findings.push(
      me.can_read_all_group_messages
        ? {
            about: "Telegram privacy mode",
            status: "ok",
            detail: "off: the bot sees every message of its groups",
          }
        : {
            about: "Telegram privacy mode",
            status: "warning",
            detail:
              "on: in groups the bot sees mentions, replies and commands only, unless it is an administrator",
            mend: "Make the bot an administrator of each group, or send /setprivacy to @BotFather, choose Disable, and add the bot to the groups again.",
          },
    );
    const hook = Hook.parse(await api.call("getWebhookInfo", {}, { timeoutMs: TIMEOUT_MS }));
    findings.push(webhookFinding(hook, options.webhookUnder));
  } catch (error) {
    const refused = error instanceof ApiFailure && isUnauthorised(error);
    findings.push({
      about: "Telegram token",
      status: "broken",
      detail: refused ? "Telegram refuses it" : "Telegram could not be asked",
      mend: refused
        ? "Copy the token from @BotFather (/mybots, API Token) into TELEGRAM_BOT_TOKEN."
        : "Check the network and TELEGRAM_API_ROOT.",
    });
  }
  return findings;
}

function webhookFinding(hook: z.infer<typeof Hook>, wanted: string | undefined): Finding {
  const about = "Telegram webhook";
  const waiting = `${hook.pending_update_count} updates wait`;
  if (wanted === undefined) {
    return hook.url === ""
      ? { about, status: "ok", detail: `none, as polling needs it; ${waiting}` }
      : {
          about,
          status: "warning",
          detail: "one is registered",
          mend: "The next start removes it, because TELEGRAM_WEBHOOK is not set.",
        };
  }
  if (!hook.url.startsWith(`${wanted}/telegram/`)) {
    return {
      about,
      status: "warning",
      detail: hook.url === "" ? "none is registered yet" : "another address is registered",
      mend: "The next start registers it under PUBLIC_URL.",
    };
  }
  return hook.last_error_message === undefined
    ? { about, status: "ok", detail: `registered; ${waiting}` }
    : {
        about,
        status: "warning",
        detail: `registered, but Telegram reports: ${hook.last_error_message}`,
        mend: "Check that PUBLIC_URL reaches this server over https and that its certificate is valid.",
      };
}
