import { describe, expect, it } from "vitest";
import { isForDoctor } from "../../src/answering/doctor-question.ts";

describe("a question that only a doctor can answer", () => {
  it.each([
    "孩子咳了一周是不是得了肺炎",
    "三岁咳嗽吃什么药好得快",
    "血常规白细胞偏高严重吗",
    "我家娃化验单上CRP 30是什么意思",
    "宝宝便便有血丝，会不会是过敏",
    "两岁能不能吃阿莫西林颗粒",
    "Does my baby have an ear infection?",
    "which antibiotic for a cough",
  ])("is known: %s", (text) => {
    expect(isForDoctor(text)).toBe(true);
  });

  it.each([
    "新生儿要吃维生素D3吗",
    "孩子几个月可以吃鸡蛋",
    "拉肚子能喝奶吗",
    "疫苗打完能洗澡吗",
    "补贴怎么领",
    "How many hours should a newborn sleep?",
  ])("is not seen in %s", (text) => {
    expect(isForDoctor(text)).toBe(false);
  });
});
