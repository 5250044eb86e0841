import type { CommandSpec } from "../../core/commands.ts";
import { COMMAND } from "./limits.ts";

/** @see https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-naming */
const NAME = /^[-_'\p{Ll}\p{Lm}\p{Lo}\p{N}]{1,32}$/u;
const STRING_OPTION = 3;
/** Commands whose argument is completed from the reviewed questions. */
const COMPLETED: ReadonlySet<string> = new Set(["ask"]);

const both = (zh: string) => ({ "zh-CN": zh, "zh-TW": zh });

/** The slash commands to register, with Chinese names where Discord takes them. */
export function encodeCommands(specs: readonly CommandSpec[]): object[] {
  const taken = new Set(specs.map(({ name }) => name));
  return specs
    .filter(({ name }) => NAME.test(name))
    .map((spec) => {
      const chinese = spec.aliases.find((alias) => NAME.test(alias) && !taken.has(alias));
      if (chinese !== undefined) taken.add(chinese);
      const { argument, description } = spec;
      return {
        type: 1,
        name: spec.name,
        ...(chinese === undefined ? {} : { name_localizations: both(chinese) }),
        description: description.en.slice(0, COMMAND.description),
        description_localizations: both(description.zh.slice(0, COMMAND.description)),
        contexts: [0, 1],
        integration_types: [0],
        ...(argument
          ? {
              options: [
                {
                  type: STRING_OPTION,
                  name: NAME.test(argument.name) ? argument.name : "text",
                  description: argument.en.slice(0, COMMAND.description),
                  description_localizations: both(argument.zh.slice(0, COMMAND.description)),
                  required: argument.required,
                  ...(COMPLETED.has(spec.name) ? { autocomplete: true } : {}),
                },
              ],
            }
          : {}),
      };
    });
}
