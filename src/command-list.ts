import type { CommandSpec } from "./core/commands.ts";

/** Every command with its Chinese names, in the order of menus and of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "ask",
    aliases: ["问", "提问"],
    description: { zh: "问一个带娃的问题", en: "Ask a parenting question" },
    argument: {
      name: "question",
      zh: "问题",
      en: "your question",
      required: true,
    },
    audience: "everyone",
  },
  {
    name: "help",
    aliases: ["帮助"],
    description: { zh: "我能做什么", en: "What I can do" },
    audience: "everyone",
  },
  {
    name: "human",
    aliases: ["转人工", "找真人", "人工"],
    description: { zh: "找真人", en: "A human, please" },
    audience: "everyone",
  },
  {
    name: "start",
    aliases: ["开始"],
    description: { zh: "打个招呼，看看怎么问我", en: "Say hello and see how to ask" },
    audience: "everyone",
  },
  {
    name: "setup",
    aliases: ["设置"],
    description: {
      zh: "接粉丝群和员工群",
      en: "Connect fan groups and the staff room",
    },
    audience: "staff",
  },
  {
    name: "bind",
    aliases: ["绑群"],
    description: {
      zh: "把这个群接到主播名下",
      en: "Connect this group to a host",
    },
    argument: {
      name: "kind",
      zh: "粉丝群 或 员工群",
      en: "fan or staff",
      required: false,
    },
    audience: "staff",
  },
  {
    name: "unbind",
    aliases: ["解绑群"],
    description: { zh: "解开这个群", en: "Disconnect this group" },
    audience: "staff",
  },
  {
    name: "staff",
    aliases: ["员工"],
    description: { zh: "人员和邀请", en: "People and invitations" },
    audience: "staff",
  },
  {
    name: "claim",
    aliases: ["认领"],
    description: {
      zh: "输入设置码或邀请码",
      en: "Enter a set-up or invitation code",
    },
    argument: { name: "code", zh: "代码", en: "code", required: true },
    audience: "staff",
  },
];
