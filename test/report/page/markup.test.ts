import { describe, expect, it } from 'vitest';
import { escapeText, join, languageOf, markup, sentence } from '../../../src/report/page/markup.ts';

describe('markup', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [`" onerror='x' a=`, '&quot; onerror=&#39;x&#39; a='],
    ['&lt;', '&amp;lt;'],
    ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['a\0b\nc\u2028', 'a\\u0000b\\u000ac\\u2028'],
    ['青花 שלום\u200f 🏺', '青花 שלום\u200f 🏺'],
  ])('escapes %j', (text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
    expect(markup`<p title="${text}">${text}</p>`.markup).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  it('puts markup in as it is, lists of it one after the other, and nothing for undefined', () => {
    const items = ['a<', 'b'].map((each) => markup`<li>${each}</li>`);
    expect(markup`<ul>${items}${undefined}</ul>${0}`.markup).toBe('<ul><li>a&lt;</li><li>b</li></ul>0');
    expect(join(items, '\n').markup).toBe('<li>a&lt;</li>\n<li>b</li>');
  });

  it('shows what stands in backticks as code, escaped', () => {
    expect(sentence('write `<b>` & `x`').markup).toBe('write <code>&lt;b&gt;</code> &amp; <code>x</code>');
    expect(sentence('a lone ` stays').markup).toBe('a lone ` stays');
  });

  it.each([
    ['青花瓷, plate', ' lang="zh"'],
    ['a plate', ''],
    ['青い花', ''],
  ])('says the language of %s', (text, lang) => {
    expect(languageOf(text).markup).toBe(lang);
  });
});
