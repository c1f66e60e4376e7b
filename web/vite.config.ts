import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = process.env['ROUNDTRIP_SERVER'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    // The server's policy allows no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    target: 'es2023',
    rolldownOptions: {
      output: {
        // What every page needs comes in one file instead of a dozen; it changes rarely, so browsers keep it.
        codeSplitting: { groups: [{ name: 'base', test: /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store|@lingui|@tanstack[\\/](react-query|query-core|react-router|router-core|history|react-store|store))[\\/]/ }] },
      },
    },
  },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/v1': SERVER, '/rehearsal/': SERVER } },
});
