import type { Texts } from "./text.ts";

export const replyTexts = {
  "reply.details": { zh: "看详细", en: "Read more" },
  "reply.details-private": { zh: "私聊看详细", en: "Read more in private" },
  "reply.helped": { zh: "有帮助", en: "This helped" },
  "reply.not-helped": { zh: "没帮助", en: "Did not help" },
  "reply.human": { zh: "找真人", en: "A human, please" },
  "reply.thanks": { zh: "谢谢您告诉我。", en: "Thank you for telling me." },
  "reply.thanks-not": {
    zh: "谢谢您告诉我，我记下了，会请人看看怎么改。需要的话可以点“找真人”。",
    en: "Thank you for telling me. I have noted it so that people can improve it. Press “A human, please” if you need one.",
  },
  "reply.noted": { zh: "收到了。", en: "Noted." },
  "reply.expired": {
    zh: "这一条正在重新核对，暂时不给您看旧的内容。请把问题再问一次，或者问问医生。",
    en: "This one is being checked again, so the old text is not shown for now. Please ask again, or ask a doctor.",
  },
  "reply.updated": {
    zh: "这一条在您问过以后更新了，下面是新的内容。",
    en: "This was updated after you asked; here is the new text.",
  },
  "reply.first-contact": {
    zh: "我是小白鲸，一个机器人，不是医生。",
    en: "I am Beluga, a bot, not a doctor.",
  },
  "reply.ask-usage": {
    zh: "请把问题写在后面，例如：/ask 新生儿要吃维生素D3吗",
    en: "Please add your question, for example: /ask 新生儿要吃维生素D3吗",
  },
  "reply.hello": {
    zh: "我在。我是小白鲸，一个机器人，不是医生。带娃的事直接问我就行。",
    en: "I am here. I am Beluga, a bot, not a doctor. Just ask me about raising children.",
  },
  "reply.welcome": { zh: "不客气。带娃的事，随时问我。", en: "You are welcome. Ask me any time." },
  "reply.nod": {
    zh: "好的，随时叫我。想找真人的话，发“转人工”就行。",
    en: "All right, I am here. If you would like a human, send /human.",
  },
  "reply.mention-usage": {
    zh: "我在。想问什么，和 @我 写在同一句里就行，例如：新生儿要吃维生素D3吗",
    en: "I am here. Write your question in the same message, for example: 新生儿要吃维生素D3吗",
  },
  "voice.heard": { zh: "听到的是：“{{text}}”", en: "I heard: “{{text}}”" },
  "voice.off": {
    zh: "我这里还听不了语音。麻烦您写成一句话发给我，我马上看。急的事别等我：打120或去医院。",
    en: "I cannot listen to voice messages here. Please write it as a sentence and I will look at once. If it is urgent, do not wait for me: call 120 or go to hospital.",
  },
  "voice.too-long": {
    zh: "这段语音太长了，我一次只听得了两分钟、20 MB以内的。麻烦您挑要紧的再说一遍，或者写成一句话。急的事别等我：打120或去医院。",
    en: "This recording is too long: I can listen to two minutes and 20 MB at a time. Please say the important part again, or write it as a sentence. If it is urgent, do not wait for me: call 120 or go to hospital.",
  },
  "voice.nothing": {
    zh: "这段语音我没听清。麻烦您靠近一点再说一遍，或者写成一句话。急的事别等我：打120或去医院。",
    en: "I could not make out this recording. Please say it again closer to the phone, or write it as a sentence. If it is urgent, do not wait for me: call 120 or go to hospital.",
  },
  "voice.failed": {
    zh: "我这边出了点问题，没听成这段语音。麻烦您写成一句话发给我，或者过一会儿再发一次。急的事别等我：打120或去医院。",
    en: "Something failed on my side and I could not listen to this. Please write it as a sentence, or send it again in a while. If it is urgent, do not wait for me: call 120 or go to hospital.",
  },
  "reply.no-text": {
    zh: "我现在只看得懂文字。请把想问的写成一句话发给我。",
    en: "I can only read text for now. Please write your question as a sentence.",
  },
} as const satisfies Texts;
