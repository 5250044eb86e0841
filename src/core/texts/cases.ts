import type { Texts } from "./text.ts";

/** What a fan reads about her case. */
export const caseTexts = {
  "cases.team": { zh: "{{host}}团队", en: "{{host}}'s team" },
  "cases.team-none": { zh: "小白鲸工作人员", en: "the Beluga staff" },
  "cases.handed-over": {
    zh: "已经交给{{team}}的真人了，编号 {{number}}，预计{{when}}前回复您。",
    en: "This is now with a human of {{team}}: number {{number}}, an answer is expected by {{when}}.",
  },
  "cases.handed-write": {
    zh: "您在这里写的，她们看得到；这段时间我不自动插话。想直接问我，前面加“问”就行，例如：问 新生儿要吃维生素D3吗",
    en: "They can read what you write here, and I keep out of it meanwhile. To ask me something all the same, begin with /ask.",
  },
  "cases.recorded": {
    zh: "已记下，编号 {{number}}。老实说，这里还没有接上能马上回复的工作人员，我不能保证多久有人来。",
    en: "Noted as number {{number}}. Honestly, no staff who could answer at once are connected here yet, and I cannot promise when somebody comes.",
  },
  "cases.emergency": {
    zh: "急事请直接打 120（急救）、110（报警）或 12356（心理援助）。",
    en: "In an emergency call 120, 110, or 12356 (psychological support).",
  },
  "cases.card-promise": {
    zh: "已经告诉{{team}}，编号 {{number}}，预计{{when}}前有人来找您。",
    en: "{{team}} has been told: number {{number}}, somebody is expected by {{when}}.",
  },
  "cases.card-recorded": { zh: "已记下，编号 {{number}}。", en: "Noted as number {{number}}." },
  "cases.group-line": {
    zh: "有些话不方便在群里说。想单独聊聊的，谁都可以点下面，只有您和我们看得到。",
    en: "Some things are easier to say in private. Anyone can press below; only you and we will see it.",
  },
  "cases.receipt": {
    zh: "收到，已转给{{team}}（编号 {{number}}），预计{{when}}前回复。接着写就行，每一句都会转过去。",
    en: "Received and passed on to {{team}} (number {{number}}); an answer is expected by {{when}}. Just go on writing, all of it reaches them.",
  },
  "cases.reopened-fan": {
    zh: "收到，编号 {{number}} 又打开了，已转给{{team}}，预计{{when}}前回复。",
    en: "Received: number {{number}} is open again and with {{team}}; an answer is expected by {{when}}.",
  },
  "cases.entered-closed": {
    zh: "这件事（编号 {{number}}）已经结了。还想找人，直接在这里写，或者发“转人工”。",
    en: "This matter (number {{number}}) is closed. To reach somebody again just write here, or send /human.",
  },
  "cases.taken-fan": {
    zh: "{{team}}有人在看您的事了（编号 {{number}}）。",
    en: "Somebody of {{team}} is looking at this now (number {{number}}).",
  },
  "cases.signed": { zh: "{{as}}（编号 {{number}}）", en: "{{as}} (number {{number}})" },
  "cases.code-line": {
    zh: "验真码 {{code}}（把这条转给我，或发“验真 {{code}}”，能查是不是她们发的）",
    en: "Code {{code}} (pass this message on to me, or send /verify {{code}}, to check who sent it)",
  },
  "cases.closed-fan": {
    zh: "{{team}}说这件事办好了（编号 {{number}}）。您觉得怎么样？点个分，5 分最好。没办好就直接写给我，7 天内会接着办。",
    en: "{{team}} says that this is settled (number {{number}}). How was it? Press a number, 5 is best. If it is not settled just write to me; within 7 days it goes on.",
  },
  "cases.thanks-rating": {
    zh: "谢谢您。愿意的话再写一句，我转给她们；不写也没关系。",
    en: "Thank you. If you like, add a sentence and I will pass it on; you need not.",
  },
  "cases.thanks-words": { zh: "谢谢，转给她们了。", en: "Thank you, they will read it." },
  "cases.not-yours": {
    zh: "这个按钮已经不能用了：它不是给您的，或者事情已经变了。",
    en: "This button no longer works: it was not meant for you, or things have changed.",
  },
  "cases.verify-usage": {
    zh: "请把验真码写在后面，例如：验真 ABCD-2345。也可以把收到的那条消息整条转给我。",
    en: "Please add the code, for example: /verify ABCD-2345. Or pass the whole message on to me.",
  },
  "cases.verify-real": {
    zh: "是真的：{{as}}在{{when}}发给您的。",
    en: "It is real: sent to you by {{as}}, {{when}}.",
  },
  "cases.verify-other": {
    zh: "这个码是真的：{{as}}在{{when}}发的，但不是发给您的。要是有人拿它来找您，请小心：我们不会向您要钱、要密码、要验证码。",
    en: "The code is real: sent by {{as}}, {{when}}, but not to you. If somebody uses it to approach you, be careful: we never ask for money, passwords or codes.",
  },
  "cases.verify-changed": {
    zh: "小心：码是真的，但文字和{{as}}在{{when}}发的不一样，可能被人改过。别照着做，先发“转人工”问一问。",
    en: "Careful: the code is real, but the text differs from what {{as}} sent, {{when}}. Somebody may have changed it. Do not act on it; ask first with /human.",
  },
  "cases.verify-unknown": {
    zh: "没有这个码：这不是我们发的，或者抄错了。小心冒充的人：我们不会向您要钱、要密码、要验证码，也不会让您加别的号。拿不准就发“转人工”。",
    en: "There is no such code: we did not send this, or it was mistyped. Beware of impostors: we never ask for money, passwords or codes, nor to add another account. If in doubt send /human.",
  },
  "cases.verify-too-often": {
    zh: "查得有点多了，请一小时后再查。拿不准就发“转人工”。",
    en: "That was many checks. Please try again in an hour, or send /human.",
  },
  "cases.today": { zh: "今天 {{time}}", en: "today {{time}}" },
  "cases.tomorrow": { zh: "明天 {{time}}", en: "tomorrow {{time}}" },
  "cases.day": { zh: "{{month}}月{{day}}日 {{time}}", en: "{{day}}/{{month}} {{time}}" },
  "cases.minutes": { zh: " {{count}} 分钟", en: "{{count}} min" },
  "cases.hours": { zh: " {{count}} 小时", en: "{{count}} h" },
  "cases.days": { zh: " {{count}} 天", en: "{{count}} days" },
  "cases.changed-mark": { zh: "· 改过", en: " · corrected" },
  "cases.withdrawn-fan": {
    zh: "（这句话她们收回了）",
    en: "(They have taken these words back.)",
  },
  "cases.verify-withdrawn": {
    zh: "码是真的：{{as}}在{{when}}发的，不过这句话她们后来收回了。别照着做，拿不准就发“转人工”。",
    en: "The code is real: sent by {{as}}, {{when}}; but they have taken these words back since. Do not act on them; if in doubt send /human.",
  },
} as const satisfies Texts;
