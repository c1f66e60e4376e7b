const turns = new Map<string, Promise<unknown>>();

/**
 * One after another for each company within this process. Every writer meets at the head of the audit trail, so that
 * fifty uploads at once would only push each other back until some run out of attempts; in turn they all get through.
 */
export function inTurn<T>(companyId: string, work: () => Promise<T>): Promise<T> {
  const mine = (turns.get(companyId) ?? Promise.resolve()).then(work, work);
  turns.set(companyId, mine);
  const leave = (): void => { if (turns.get(companyId) === mine) turns.delete(companyId); };
  mine.then(leave, leave);
  return mine;
}
