import { err, ok, type Bilingual, type Result } from '@roundtrip/kernel';

export type ConfigError = { readonly kind: 'config.invalid'; readonly message: Bilingual };

export type ConfigField = {
  readonly name: string;
  readonly label: Bilingual;
  /** What the value must look like; absent: any text. */
  readonly shape?: RegExp;
  readonly optional?: boolean;
};

/** A web address of ours to call: https, or http on this machine. */
export const WEB_ADDRESS = /^(?:https:\/\/[^\s/]+|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?)(?:\/[^\s]*)?$/;

/** Judges a configuration of plain texts and keeps only the fields that the connector knows. */
export function checkFields(config: unknown, fields: readonly ConfigField[]): Result<Readonly<Record<string, string>>, ConfigError> {
  if (typeof config !== 'object' || config === null) return err({ kind: 'config.invalid', message: { zh: '配置必须是对象', en: 'The configuration must be an object' } });
  const kept: Record<string, string> = {};
  for (const { name, label, shape, optional } of fields) {
    const value = (config as Record<string, unknown>)[name];
    if ((value === undefined || value === '') && optional) continue;
    if (typeof value !== 'string' || value === '' || (shape && !shape.test(value))) {
      return err({ kind: 'config.invalid', message: { zh: `“${label.zh}”(${name})缺失或格式不正确`, en: `"${label.en}" (${name}) is missing or malformed` } });
    }
    kept[name] = value;
  }
  return ok(kept);
}
