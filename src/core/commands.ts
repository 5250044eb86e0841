/** A command as people type it: `/ask …`, `/问 …`, or an alias and a space at the start of a message (`问 …`). */
export interface CommandSpec {
  /** Lower-case ASCII, as Telegram and Discord want it. */
  readonly name: string;
  /** Chinese names. */
  readonly aliases: readonly string[];
  readonly description: { readonly zh: string; readonly en: string };
  /** What follows the command, if anything does. */
  readonly argument?: {
    readonly name: string;
    readonly zh: string;
    readonly en: string;
    readonly required: boolean;
  };
  /** Where it is offered in a platform's menu. */
  readonly audience: "everyone" | "staff";
}

export interface ParsedCommand {
  readonly name: string;
  readonly args: string;
}

/**
 * Reads a command at the start of `text`. `botName` is the bot's user name without `@`: `/ask@other_bot` belongs
 * to another bot and gives undefined. A Chinese alias counts without a slash when white space or the end follows.
 */
export function parseCommand(
  text: string,
  specs: readonly CommandSpec[],
  botName?: string,
): ParsedCommand | undefined {
  const match = /^\s*([/／]?)([^\s@:：,，]{1,32})(?:@([A-Za-z0-9_]+))?(?:[\s:：,，]+([\s\S]*))?$/u.exec(text);
  if (!match) return undefined;
  const [, slash, word = "", addressee, args = ""] = match;
  if (addressee !== undefined && addressee.toLowerCase() !== botName?.toLowerCase()) return undefined;
  const wanted = word.toLowerCase();
  const spec = specs.find(({ name, aliases }) =>
    slash ? name === wanted || aliases.includes(wanted) : aliases.includes(wanted),
  );
  return spec && { name: spec.name, args: args.trim() };
}
