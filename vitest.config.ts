import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{kernel,contract,server,web,rehearsal,tools,simulation,fuzz}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['tools/test-database.ts'],
    pool: 'forks',
    maxWorkers: 2,
  },
});
