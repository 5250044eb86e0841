import type { SourceText } from "../../src/answering/index.ts";
import { sourceText } from "../../src/answering/index.ts";
import type { Article } from "../../src/knowledge/index.ts";
import { sampleArticle } from "../knowledge/sample-articles.ts";

const items = (...texts: readonly string[]) => texts.map((text) => ({ kind: "item", text }) as const);

export const D3: Article = {
  ...sampleArticle({
    id: "d3",
    title: "新生儿要吃维生素D3吗？",
    topic: "supplements",
    variants: ["D3每天吃几滴", "维生素D吃到几岁"],
    keywords: ["维生素D3", "D3"],
    short:
      "要吃。出生几天、吃奶顺了就开始，每天400 IU，至少吃到2岁。几滴看瓶上每滴多少IU。别同天又吃AD。误喝整瓶马上带瓶去医院。",
  }),
  redFlags: ["孩子喝下整瓶或很多"],
  sections: {
    todo: items(
      "很多妈妈头一回听说，不怪你。",
      "每天400 IU，也就是10微克，每天一次。",
      "早产宝宝常用每天800 IU，吃3个月后改400 IU，一定按出院医生写的来。",
      "布洛芬：满6个月才用，每次5~10mg/kg，隔6~8小时。≤3次更稳。",
      "对乙酰氨基酚：每次10~15mg/kg，隔4~6小时。",
      "家家有本难念的经。",
    ),
    avoid: items(
      "不和AD同一天吃，也不同时吃几种含D的补剂，会叠加。",
      "自己把一天总量加到800 IU以上。",
      "漏一天不用双倍补，第二天照常。",
    ),
    thrift: items("单独的维生素D3就够，不必为“加钙、加锌”的组合多花钱。"),
    doctor: items(
      "现在就打120/去急诊：孩子喝下整瓶或很多，带上瓶子去，别催吐，别硬灌水。",
      "若腹泻超过3天，立即就医。",
    ),
  },
  english: {
    title: "Does a newborn need vitamin D3?",
    variants: [],
    keywords: [],
    short:
      "Yes. Start a few days after birth, 400 IU every day, until at least 2 years. Do not give AD on the same day.",
    redFlags: ["The child drank a whole bottle"],
    stages: [],
    sections: {
      todo: items(
        "Count the drops by the label: 400 IU, that is 10 micrograms, once a day.",
        "If you missed a day, carry on as usual.",
      ),
      avoid: items("Do not double the dose after a missed day.", "Never more than 800 IU a day."),
      thrift: items("Plain vitamin D3 is enough."),
      doctor: items("Call 120 now: the child drank a whole bottle."),
    },
  },
};

export const SOURCE = sourceText(D3, "zh") as SourceText;
export const ENGLISH = sourceText(D3, "en") as SourceText;

/** The number of the line that holds `part`. */
export const lineWith = (part: string, source = SOURCE): number => {
  const line = source.lines.find(({ text }) => text.includes(part));
  if (!line) throw new Error(`no line holds ${part}`);
  return line.number;
};
