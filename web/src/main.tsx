import '@fontsource-variable/inter/wght.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './app/queries.ts';
import { router } from './app/router.tsx';
import { preferredLanguage, speak, useLanguage } from './i18n/index.ts';
import './styles.css';

/** The key redraws every screen in the new language; what was loaded stays in the query cache. */
function App() {
  const language = useLanguage();
  return <RouterProvider key={language} router={router} />;
}

// The words and the first page's data travel at the same time; nothing is drawn before both are there.
await Promise.all([speak(preferredLanguage()), router.load()]);
const root = document.getElementById('root');
if (root) createRoot(root).render(<StrictMode><QueryClientProvider client={queryClient}><App /></QueryClientProvider></StrictMode>);
