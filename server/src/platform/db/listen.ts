import pg from 'pg';

const RETRY_MS = 500;

/**
 * Calls `onNews` with the company's id whenever a transaction with news has committed, and with null after a
 * reconnect, when anything may have been missed. Returns the function that stops it.
 */
export function listenForNews(databaseUrl: string, onNews: (companyId: string | null) => void): () => Promise<void> {
  let stopped = false;
  let client: pg.Client | null = null;
  const connect = async (): Promise<void> => {
    if (stopped) return;
    const fresh = new pg.Client({ connectionString: databaseUrl, options: '-c role=roundtrip_app' });
    client = fresh;
    let lost = false;
    const again = (): void => {
      if (lost || stopped) return;
      lost = true;
      fresh.end().catch(() => undefined);
      setTimeout(() => { void connect(); }, RETRY_MS);
    };
    fresh.on('error', again);
    fresh.on('end', again);
    fresh.on('notification', (message) => { onNews(message.payload ?? null); });
    try {
      await fresh.connect();
      await fresh.query('listen news');
      onNews(null);
    } catch {
      again();
    }
  };
  void connect();
  return async () => {
    stopped = true;
    await client?.end().catch(() => undefined);
  };
}
