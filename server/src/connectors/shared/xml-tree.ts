/** One element by local name: issuers and banks disagree about prefixes and namespaces, hardly ever about names. */
export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
};

/** The children of that name. */
export const all = (from: Element | undefined, name: string): Element[] => from?.children.filter((child) => child.name === name) ?? [];

/** The element at the end of `path`, taking the first of each name. */
export function at(from: Element | undefined, ...path: readonly string[]): Element | undefined {
  let element = from;
  for (const name of path) element = element && firstNamed(element.children, name);
  return element;
}

/** Readers of large files ask this a hundred times a line. */
function firstNamed(children: readonly Element[], name: string): Element | undefined {
  for (const child of children) if (child.name === name) return child;
  return undefined;
}

/** The trimmed text at the end of `path`; '' where there is none. */
export const textAt = (from: Element | undefined, ...path: readonly string[]): string => at(from, ...path)?.text.trim() ?? '';

/** Every element of that name below `from`, in document order. */
export function within(from: Element | undefined, name: string): Element[] {
  return from ? from.children.flatMap((child) => (child.name === name ? [child] : within(child, name))) : [];
}
