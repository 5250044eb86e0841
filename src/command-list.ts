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
  {
    name: "gaps",
    aliases: ["缺口"],
    description: { zh: "还没有答案的问题", en: "Questions without an answer" },
    audience: "staff",
  },
  {
    name: "drafts",
    aliases: ["稿件"],
    description: { zh: "正在写和等人看的稿", en: "Drafts and reviews" },
    audience: "staff",
  },
  {
    name: "draft",
    aliases: ["起草"],
    description: { zh: "给一个问题起草文章", en: "Draft an article" },
    argument: {
      name: "question",
      zh: "清单里的号，或问题",
      en: "place in the list, or a question",
      required: true,
    },
    audience: "staff",
  },
  {
    name: "article",
    aliases: ["看稿"],
    description: { zh: "看一篇稿或文章的全文", en: "Show a draft or an article" },
    argument: { name: "id", zh: "稿号或文章名", en: "number or id", required: true },
    audience: "staff",
  },
  {
    name: "edit",
    aliases: ["改稿"],
    description: { zh: "交上改好的全文", en: "Hand in a changed text" },
    argument: { name: "text", zh: "稿号，换行，全文", en: "number, new line, the text", required: true },
    audience: "staff",
  },
  {
    name: "submit",
    aliases: ["送审"],
    description: { zh: "请第二个人看", en: "Send a draft to review" },
    argument: { name: "number", zh: "稿号", en: "number", required: true },
    audience: "staff",
  },
  {
    name: "publish",
    aliases: ["发布"],
    description: { zh: "发布别人写的稿", en: "Publish somebody else's draft" },
    argument: { name: "number", zh: "稿号", en: "number", required: true },
    audience: "staff",
  },
  {
    name: "retire",
    aliases: ["下架"],
    description: { zh: "停用一篇文章", en: "Stop giving out an article" },
    argument: { name: "id", zh: "文章名", en: "id", required: true },
    audience: "staff",
  },
  {
    name: "rollback",
    aliases: ["回退"],
    description: { zh: "退回上一版", en: "Back to the previous version" },
    argument: { name: "id", zh: "文章名", en: "id", required: true },
    audience: "staff",
  },
  {
    name: "shown",
    aliases: ["看回答"],
    description: { zh: "粉丝当时看到了什么", en: "What a fan was shown" },
    argument: { name: "id", zh: "回答编号", en: "answer id", required: true },
    audience: "staff",
  },
];
