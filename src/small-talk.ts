import type { Reply } from "./core/reply.ts";
import { tell } from "./people/index.ts";
import { actorOf, type Scene } from "./scene.ts";

/** What people say to a bot that is no question about children: looking it up would be silly, and it is no gap. */
type SmallTalk = "greeting" | "who" | "thanks" | "nod" | "human";

const SHAPES: readonly (readonly [SmallTalk, RegExp])[] = [
  [
    "human",
    /^(?:我|请|麻烦|能不能|可不可以|可以|帮我|给我|想|要)*(?:(?:转|找|叫|联系|换|接)(?:一?个|一下|下)?(?:真人|人工|活人|客服|工作人员)|人工客服|真人)(?:客服|聊聊?|说说?|说话|一下|吗|吧|好吗)*$/,
  ],
  [
    "thanks",
    /^(?:好的?|嗯+|哦+|ok)?太?(?:谢谢+|多谢|感谢|谢了|thanks|thankyou|thx)(?:你|您|小白鲸|老师|了|哈|大家)*$/,
  ],
  [
    "greeting",
    /^(?:小白鲸)?(?:你好|您好|hi|hello|hey|嗨|哈[喽啰]|早|早上好|早安|[上中下]午好|晚上好|晚安|在吗|在不在|在么|有人吗)(?:呀|啊|小白鲸|老师|大家)*$/,
  ],
  [
    "who",
    /^[你您](?:是|到底是|叫)(?:谁|什么|啥|真人|机器人|人|人工|医生|ai|客服)(?:名字|人|吗|嘛|么|还是机器人|还是真人|呀|啊|呢)*$/,
  ],
  ["who", /^(?:[你您](?:能|会|可以)(?:做|干)?(?:什么|啥|哪些)|怎么用|areyouabot|whoareyou)(?:呀|啊|呢|事)*$/],
  [
    "nod",
    /^(?:好的?|好好|嗯+|哦+|噢+|行|可以|知道了?|明白了?|懂了?|收到|了解了?|ok|okay|没事了?|不用了?|再见|拜拜|bye)(?:呀|啊|啦|哈)*$/,
  ],
];

export function readSmallTalk(text: string): SmallTalk | undefined {
  const words = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
  if (words === "") return /[?？]/u.test(text) ? "greeting" : "nod"; // 👍 and the like
  return SHAPES.find(([, shape]) => shape.test(words))?.[0];
}

/** A short word back; in a group none for a mere nod. `human` is left to who can call one. */
export function answerSmallTalk(scene: Scene, talk: Exclude<SmallTalk, "human">): readonly Reply[] {
  const actor = actorOf(scene);
  const inGroup = scene.event.chat.kind === "group";
  switch (talk) {
    case "greeting":
    case "who":
      return [tell(actor, inGroup ? "reply.hello" : "people.start")];
    case "thanks":
      return [tell(actor, "reply.welcome")];
    case "nod":
      return inGroup ? [] : [tell(actor, "reply.nod")];
  }
}
