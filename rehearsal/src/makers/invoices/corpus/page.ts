import type { Chance } from '../../../chance.ts';
import type { Print } from '../sheet.ts';

export type { Print } from '../sheet.ts';

/** What is drawn on one page, in millimetres from its top left corner. */
export type Page = {
  readonly width: number; readonly height: number; readonly prints: readonly Print[];
  readonly qr?: { readonly text: string; readonly x: number; readonly y: number; readonly side: number };
};

/** Half a size for Latin, a whole one for Chinese: what every font that invoices use comes near to. */
export const widthOf = (text: string, size: number): number => [...text].reduce((sum, char) => sum + (/[\u0020-\u00ff]/.test(char) ? size / 2 : size), 0);

/** Prints a text with its right edge at `x`, as columns of amounts are. */
export const endingAt = (x: number, y: number, size: number, text: string): Print => ({ x: x - widthOf(text, size), y, size, text });

/** Breaks a text into lines of at most `width` millimetres. */
export function wrapped(text: string, width: number, size: number): string[] {
  const lines: string[] = [''];
  for (const char of text) {
    if (widthOf(`${lines.at(-1) ?? ''}${char}`, size) > width) lines.push('');
    lines[lines.length - 1] += char;
  }
  return lines;
}

export type Order = 'as-read' | 'labels-first' | 'values-first' | 'shuffled' | 'upwards';

const isLabel = ({ text }: Print): boolean => /[:\uff1a]$|^[\u4e00-\u9fff()/\uff08\uff09]+$/.test(text) && text.length < 22;

/** The order in which a producer draws says nothing about the page; readers must not lean on it. */
export function ordered(prints: readonly Print[], order: Order, chance: Chance): Print[] {
  const [labels, values] = [prints.filter(isLabel), prints.filter((print) => !isLabel(print))];
  switch (order) {
    case 'as-read': return [...prints];
    case 'labels-first': return [...labels, ...values];
    case 'values-first': return [...values, ...labels];
    case 'upwards': return [...prints].reverse();
    case 'shuffled': return prints.map((print) => ({ print, at: chance.next() })).sort((a, b) => a.at - b.at).map(({ print }) => print);
  }
}

/** Each character by itself, as some producers write every one. */
export const split = (prints: readonly Print[]): Print[] => prints.flatMap((print) => {
  let x = print.x;
  return [...print.text].flatMap((char) => {
    const own = { ...print, x, text: char };
    x += widthOf(char, print.size);
    return char === ' ' ? [] : [own];
  });
});

/** Each `pattern` printed wider than it is, as justified labels are: 名    称. */
export const spread = (print: Print, gap: number): Print[] => [...print.text].map((char, i) => ({ ...print, x: print.x + i * (print.size + gap), text: char }));

const RADICALS = new Map([...'一丨二人入八刀力十口土士夕大女子寸小山工己巾干广弓心戈手支文斗斤方日月木止比毛水火父片牛玉瓜生用田白皮目矛矢石示立竹米羊老而耳肉自至舟色行衣西见角言谷豆贝赤走足身车辛里金长门青非面革韦音页风飞食首香马骨高鬼鱼鸟鹿麦麻黄黑鼓鼠鼻龙']
  .flatMap((char) => {
    for (let code = 0x2f00; code <= 0x2fd5; code += 1) if (String.fromCodePoint(code).normalize('NFKC') === char) return [[char, String.fromCodePoint(code)] as const];
    return [];
  }));

/** Kangxi radicals in place of the characters that look the same: what embedded fonts often give. */
export const inRadicals = (text: string): string => [...text].map((char) => RADICALS.get(char) ?? char).join('');

/** Moves and scales a whole page onto another: an invoice on the upper half of A4, two beside each other. */
export function placed(page: Page, by: { readonly x: number; readonly y: number; readonly scale: number }): { readonly prints: Print[]; readonly qr?: NonNullable<Page['qr']> } {
  const { x, y, scale } = by;
  return {
    prints: page.prints.map((print) => ({ ...print, x: x + print.x * scale, y: y + print.y * scale, size: print.size * scale })),
    ...(page.qr ? { qr: { ...page.qr, x: x + page.qr.x * scale, y: y + page.qr.y * scale, side: page.qr.side * scale } } : {}),
  };
}

const WIDE: Readonly<Record<string, string>> = { ':': '\uff1a', '(': '\uff08', ')': '\uff09', '¥': '\uffe5', ';': '\uff1b' };

/** Colons, brackets and currency signs as Chinese fonts print them: a whole character wide. */
export const inWideForms = (text: string): string => [...text].map((char) => WIDE[char] ?? char).join('');
