import type { DiscordStandIn } from "./index.ts";
import type { Channel, Json, User } from "./world.ts";

/** `POST /_control/NAME` with JSON arguments: the stand-in's doings for a test in another process. */
export function controlDiscord(standIn: DiscordStandIn, name: string, args: Json): unknown {
  const { world } = standIn;
  const text = (key: string) => String(args[key] ?? "");
  const need = <T>(found: T | undefined, what: string): T => {
    if (found === undefined) throw new Error(`no such ${what}`);
    return found;
  };
  const user = (): User => need(world.users.get(text("userId")), "user");
  const channel = (): Channel => need(world.channels.get(text("channelId")), "channel");
  switch (name) {
    case "state":
      return {
        url: standIn.url,
        token: standIn.token,
        botId: standIn.botId,
        guildId: standIn.guild.id,
        ownerId: standIn.guild.ownerId,
        generalId: standIn.general.id,
        staffId: standIn.staff.id,
        ready: standIn.gateway.ready,
        identifies: standIn.gateway.identifies.length,
        resumes: standIn.gateway.resumes.length,
      };
    case "sent":
      return standIn.sent.slice(Number(args.from ?? 0));
    case "violations":
      return standIn.violations;
    case "calls":
      return standIn.calls.map(({ method, path, status, atMs }) => ({ method, path, status, atMs }));
    case "interactions":
      return [...standIn.interactions.values()];
    case "addUser":
      return world.addUser(text("username"), { refusesDms: args.refusesDms === true });
    case "addChannel":
      return standIn.addChannel(text("name"));
    case "says":
      return standIn.says(user(), channel(), text("text"));
    case "mentions":
      return standIn.mentions(user(), channel(), text("text"));
    case "writesPrivately":
      return standIn.writesPrivately(user(), text("text"));
    case "edits":
      return standIn.edits(need(world.messages.get(text("messageId")), "message"), text("text"));
    case "runsSlash": {
      const args_ = args.args === undefined ? undefined : text("args");
      return standIn.runsSlash(user(), channel(), text("name"), args_).id;
    }
    case "presses":
      return standIn.presses(user(), text("messageId"), text("customId")).id;
    case "close":
      return standIn.gateway.close(Number(args.code ?? 1006));
    case "invalidate":
      return standIn.gateway.invalidate();
    case "reconnect":
      return standIn.gateway.askToReconnect();
    case "forbid": {
      channel().forbidden = args.code === null ? undefined : Number(args.code);
      return null;
    }
    case "when":
      return standIn.faults.when(
        { ...(args.method ? { method: text("method") } : {}), ...(args.path ? { path: text("path") } : {}) },
        args.fault as Json,
      );
    case "clearFaults":
      return standIn.faults.clear();
    default:
      throw new Error(`no control named ${name}`);
  }
}
