import type { Article, Topic } from "../../src/knowledge/index.ts";

interface Sample {
  readonly id: string;
  readonly title: string;
  readonly topic: Topic;
  readonly variants: readonly string[];
  readonly keywords: readonly string[];
  readonly short: string;
  readonly stage?: { readonly fromMonths: number; readonly toMonths: number };
  readonly by?: string;
}

export const sampleArticle = (sample: Sample): Article => ({
  revision: "0123abcd",
  stage: { fromMonths: 0, toMonths: 84 },
  stages: [],
  redFlags: [],
  related: [],
  sections: {
    todo: [{ kind: "item", text: "照着做。" }],
    avoid: [{ kind: "item", text: "不要急。" }],
    thrift: [{ kind: "item", text: "先用家里有的。" }],
    doctor: [{ kind: "item", text: "现在就打120：叫不醒。" }],
  },
  sources: [
    { publisher: "国家卫生健康委", title: "育儿手册", year: 2024, read: "original", kind: "practice" },
  ],
  review: {
    level: "source-checked",
    reviewer: "Beluga 编辑组",
    on: "2026-11-22",
    by: sample.by ?? "2027-11-22",
  },
  ...sample,
});

export const SAMPLES: readonly Article[] = [
  sampleArticle({
    id: "vitamin-d",
    title: "宝宝要吃维生素D3吗？",
    topic: "supplements",
    stage: { fromMonths: 0, toMonths: 36 },
    variants: [
      "D3每天吃几滴",
      "维生素D吃到几岁",
      "不吃维生素D会怎样",
      "维生素D怎么喂",
      "鱼肝油和维生素D一样吗",
    ],
    keywords: ["维生素D", "D3", "维生素D3"],
    short: "每天400单位。",
  }),
  sampleArticle({
    id: "diarrhoea",
    title: "孩子腹泻怎么办？",
    topic: "illness",
    variants: [
      "孩子一天拉好几次水",
      "腹泻要不要停奶",
      "补液盐怎么冲",
      "腹泻吃什么好得快",
      "腹泻几天要去医院",
    ],
    keywords: ["腹泻", "补液盐", "脱水"],
    short: "先喝补液盐。",
  }),
  sampleArticle({
    id: "fever",
    title: "孩子发烧怎么办？",
    topic: "illness",
    stage: { fromMonths: 3, toMonths: 84 },
    variants: ["发烧38度5要吃药吗", "发烧手脚冰凉", "发烧几天要去医院", "发烧能洗澡吗", "发烧怎么退得快"],
    keywords: ["发烧", "体温"],
    short: "看精神。",
  }),
  sampleArticle({
    id: "newborn-fever",
    title: "满月前发烧怎么办？",
    topic: "newborn",
    stage: { fromMonths: 0, toMonths: 2 },
    variants: [
      "新生儿发烧多少度",
      "新生儿发烧能吃药吗",
      "刚出生几天发烧",
      "新生儿身上烫",
      "新生儿体温多少算发烧",
    ],
    keywords: ["发烧", "新生儿", "体温"],
    short: "马上去医院。",
  }),
  sampleArticle({
    id: "solids",
    title: "几个月开始加辅食？",
    topic: "food",
    stage: { fromMonths: 0, toMonths: 12 },
    variants: [
      "四个月能吃辅食吗",
      "辅食什么时候加",
      "第一口辅食吃米粉吗",
      "不加辅食行吗",
      "辅食加早了怎么办",
    ],
    keywords: ["辅食", "米粉"],
    short: "满6个月。",
  }),
  sampleArticle({
    id: "calcium",
    title: "宝宝要不要补钙？",
    topic: "supplements",
    variants: ["枕秃要补钙吗", "出汗多是缺钙吗", "钙片怎么选", "补钙补到几岁", "缺钙有什么表现"],
    keywords: ["补钙", "缺钙", "钙片", "枕秃"],
    short: "奶够就不用。",
  }),
  sampleArticle({
    id: "vaccine",
    title: "感冒能打疫苗吗？",
    topic: "vaccines",
    variants: [
      "流鼻涕能打疫苗吗",
      "疫苗推迟可以吗",
      "发烧刚好能打疫苗吗",
      "吃着药能打疫苗吗",
      "疫苗打完注意什么",
    ],
    keywords: ["疫苗", "接种", "打针"],
    short: "轻感冒可以打。",
  }),
  sampleArticle({
    id: "eczema",
    title: "宝宝湿疹怎么护理？",
    topic: "skin",
    variants: ["湿疹擦什么药膏", "湿疹能洗澡吗", "脸上湿疹反复", "湿疹用激素药膏吗", "湿疹要忌口吗"],
    keywords: ["湿疹", "激素药膏"],
    short: "多擦润肤霜。",
  }),
];
