import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskPersonalData } from "../../src/core/mask.ts";

describe("masking", () => {
  it.each([
    ["我的电话13800138000", "我的电话〔电话〕"],
    ["打 138-0013-8000 找我", "打 〔电话〕 找我"],
    ["+86 138 0013 8000", "〔电话〕"],
    ["电话１３８００１３８０００", "电话〔电话〕"],
    ["座机0571-88881234", "座机〔电话〕"],
    ["身份证11010119900307123X", "身份证〔证件号〕"],
    ["卡号6222 0200 1234 5678 990", "卡号〔号码〕"],
    ["卡号6222020012345678990", "卡号〔号码〕"],
    ["QQ 123456789", "QQ 〔号码〕"],
    ["发到mei.li+a@qq.com吧", "发到〔邮箱〕吧"],
    ["看https://example.com/a?b=1 这个", "看〔网址〕 这个"],
    ["电话＋８６　１３８－１２３４－５６７８", "电话〔电话〕"],
    ["+86 138-1234-5678", "〔电话〕"],
    ["0086 13812345678", "〔电话〕"],
    ["138 1234 5678 打我", "〔电话〕 打我"],
    ["1381 2345 678", "〔电话〕"],
    ["138.1234.5678", "〔电话〕"],
    ["座机(0571) 8888-1234", "座机〔电话〕"],
    ["证件 330106 19900307 123X", "证件 〔证件号〕"],
    ["证件33010619900307123ｘ", "证件〔证件号〕"],
    ["加我微信 mei_li-88", "加我微信 〔微信号〕"],
    ["微信号：wxid_abc12345", "微信号：〔微信号〕"],
    ["vx:xiaoxi2020", "vx:〔微信号〕"],
    ["QQ号12345", "QQ号〔号码〕"],
    ["河南省周口市太康县老冢镇李庄村", "〔地址〕"],
    ["太康县老冢镇李庄村", "〔地址〕"],
    ["浙江省杭州市西湖区文三路 那边", "〔地址〕 那边"],
    ["住3栋2单元501", "住〔地址〕"],
    ["李庄村3组12号", "〔地址〕"],
    ["寄到幸福路18号3栋201室", "〔地址〕"], // rather a word too much
    ["住阳光小区5栋2单元", "〔地址〕"],
  ])("%j becomes %j", (text, masked) => {
    const result = maskPersonalData(text);
    expect(result).toBe(masked);
    expect(maskPersonalData(result)).toBe(result);
  });

  it.each([
    ["新生儿要吃维生素D3吗，每天400单位"],
    ["宝宝38.5度，6个月，9.2公斤"],
    ["2026年11月22日打疫苗"],
    ["奶粉冲120毫升，100克"],
    ["身高65.5厘米"],
    ["120和12356可以打"],
    ["微信群里说的对吗"],
    ["微信 120 打不通"],
    ["村里的奶奶说不能吃"],
    ["县医院和市医院哪个好"],
    ["6个月10天，夜里醒3次，每次120毫升"],
    ["镇上买的15块钱一包"],
    ["小区门口的疫苗点几点开"],
    ["从楼梯口摔的，要紧吗"],
    ["出生3.2公斤，现在8.5公斤，74厘米"],
    ["2026-11-22 晚上8:30开始发烧39.2"],
  ])("%j stays as it is", (text) => {
    expect(maskPersonalData(text)).toBe(text);
  });

  const NUMBER = fc
    .tuple(fc.constantFrom("13", "15", "18", "19"), fc.stringMatching(/^\d{9}$/))
    .map(([head, rest]) => `${head}${rest}`);
  const SEPARATOR = fc.constantFrom("", " ", "-", "　", ".", "－");
  const WIDTH = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.replace(/\d/g, (figure) => String.fromCharCode(figure.charCodeAt(0) + 0xfee0)),
  );
  const AROUND = fc.constantFrom("", "我的电话", "打给", "请回", "：", "，谢谢", " 急");

  it("leaves no telephone number, however it is written", () => {
    fc.assert(
      fc.property(
        NUMBER,
        fc.constantFrom("", "+86", "86", "+86 ", "0086-", "＋８６"),
        SEPARATOR,
        WIDTH,
        AROUND,
        AROUND,
        (number, country, separator, width, before, behind) => {
          const parts = [number.slice(0, 3), number.slice(3, 7), number.slice(7)];
          const written = `${before}${width(`${country}${parts.join(separator)}`)}${behind}`;
          const masked = maskPersonalData(written);
          expect(masked.normalize("NFKC").replace(/\D/g, "")).toBe("");
          expect(maskPersonalData(masked)).toBe(masked);
        },
      ),
    );
  });

  it("leaves no identity card, however it is written", () => {
    const card = fc.tuple(
      fc.stringMatching(/^[1-8]\d{5}$/),
      fc.integer({ min: 1940, max: 2025 }),
      fc.stringMatching(/^(0[1-9]|1[0-2])(0[1-9]|2[0-8])\d{3}$/),
      fc.constantFrom("0", "7", "X", "x"),
    );
    fc.assert(
      fc.property(card, fc.constantFrom("", " ", "-"), WIDTH, AROUND, (parts, separator, width, around) => {
        const [place, year, rest, check] = parts;
        const written = width([place, `${year}${rest}${check}`].join(separator));
        const masked = maskPersonalData(`${around}${written}`);
        expect(masked).not.toMatch(/[\dXx０-９]/);
      }),
    );
  });

  it("leaves no house and flat of an address", () => {
    const han = fc.stringMatching(/^[幸福建设人民和平东西南北光明李王张]{1,4}$/);
    fc.assert(
      fc.property(
        han,
        fc.constantFrom("路", "街", "巷", "大道", "小区", "花园", "村"),
        fc.integer({ min: 1, max: 999 }),
        fc.constantFrom("号", "栋", "组"),
        fc.option(fc.integer({ min: 101, max: 3205 }), { nil: undefined }),
        (name, kind, house, what, flat) => {
          const address = `${name}${kind}${house}${what}${flat === undefined ? "" : `${flat}室`}`;
          const masked = maskPersonalData(`寄到：${address}`);
          expect(masked).not.toMatch(/\d/);
          expect(masked).not.toContain(kind);
        },
      ),
    );
  });

  it("of a very long text takes no noticeable time", () => {
    const startedAt = performance.now();
    for (const unit of [
      "a",
      "李庄村",
      "省市县镇村",
      "微信",
      "1栋",
      "河南",
      "1.",
      "路1",
      "路",
      "1 ",
      "a@",
      "a.-",
      "1-",
      "www.",
      "13",
    ]) {
      maskPersonalData(unit.repeat(Math.ceil(10_000 / unit.length)));
    }
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
