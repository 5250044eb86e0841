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
  ])("%j stays as it is", (text) => {
    expect(maskPersonalData(text)).toBe(text);
  });

  it("of a very long text takes no noticeable time", () => {
    const startedAt = performance.now();
    for (const unit of ["a", "1.", "路1", "路", "1 ", "a@", "a.-", "1-", "www.", "13"]) {
      maskPersonalData(unit.repeat(Math.ceil(10_000 / unit.length)));
    }
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
