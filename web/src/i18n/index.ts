import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Bilingual } from '@roundtrip/kernel';
import { useSyncExternalStore } from 'react';
import type { en } from './en/index.ts';

export type Language = 'zh-CN' | 'en';
export type MessageId = keyof typeof en;
export type Values = Readonly<Record<string, string | number>>;

const STORED_AS = 'roundtrip.language';
// The catalogues are plain ICU text: compiling the few messages of a screen costs less than shipping a build step.
i18n.setMessagesCompiler(compileMessage);

const load = {
  'zh-CN': async () => (await import('./zh-CN/index.ts')).zh,
  en: async () => (await import('./en/index.ts')).en,
} satisfies Record<Language, () => Promise<Record<MessageId, string>>>;

export const currentLanguage = (): Language => (i18n.locale === 'en' ? 'en' : 'zh-CN');

export function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORED_AS);
  if (stored === 'zh-CN' || stored === 'en') return stored;
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('zh')) ? 'zh-CN' : 'en';
}

export async function speak(language: Language, remember = false): Promise<void> {
  i18n.load(language, await load[language]());
  i18n.activate(language);
  document.documentElement.lang = language;
  if (remember) localStorage.setItem(STORED_AS, language);
}

/** The text of a message in the language now spoken. */
export const t = (id: MessageId, values?: Values): string => i18n._(id, values);

/** Picks the language of words that came with the data. */
export const say = (words: Bilingual): string => (currentLanguage() === 'en' ? words.en : words.zh);

/** Redraws the caller when the language changes. */
export const useLanguage = (): Language => useSyncExternalStore((changed) => i18n.on('change', changed), currentLanguage);
