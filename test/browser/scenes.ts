import type { BrowserContextOptions } from "playwright-core";
import type { Content } from "../../src/core/content.ts";

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: "zh-CN",
  timezoneId: "Asia/Shanghai",
};
export const DESKTOP: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  locale: "zh-CN",
  timezoneId: "Asia/Urumqi",
};

export const ANSWER: Content = {
  tone: "answer",
  blocks: [
    {
      kind: "text",
      text: "要。出生后几天就可以开始，每天 400 IU 维生素 D3，吃到会走会跑都不算久。",
    },
    {
      kind: "list",
      items: ["母乳喂养的宝宝都要补", "滴剂滴在嘴里就行，不用冲水"],
    },
    {
      kind: "small",
      text: "来源：中华医学会儿科学分会，2022。编辑核对过来源 · 2026-11-01。由人工智能辅助整理。",
    },
  ],
  buttons: [
    [{ label: "看详细", data: "more.1" }],
    [
      { label: "有帮助", data: "yes.1" },
      { label: "没帮上", data: "no.1" },
      { label: "找真人", data: "human.1" },
    ],
  ],
};
export const URGENT: Content = {
  tone: "urgent",
  blocks: [
    { kind: "text", text: "宝宝抽搐，请现在就打 120。" },
    { kind: "text", text: "让孩子侧躺，不要往嘴里塞东西，不要按住手脚。" },
    {
      kind: "small",
      text: "人身危险打 110；心里难受、想找人说话打 12356，24 小时有人接。",
    },
  ],
  buttons: [],
};
