/** Text in both languages of the product. Rule messages are written once, beside the rule, so that they cannot drift. */
export type Bilingual = { readonly zh: string; readonly en: string };
