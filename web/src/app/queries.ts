import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/client.ts';
import { tellProblem } from '../parts/toast.tsx';

/** A session that ended while the page was open shows as a session that is not there: the routes then ask to sign in. */
const onSignedOut = (error: unknown): void => {
  if (error instanceof ApiProblem && error.problem.kind === 'access.sign-in-needed') queryClient.setQueryData(['session'], null);
};
const isWorthRetrying = (failures: number, error: unknown): boolean =>
  failures < 2 && error instanceof ApiProblem && (error.problem.status === 0 || error.problem.status >= 502);

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: onSignedOut }),
  mutationCache: new MutationCache({ onError: (error, _sent, _kept, mutation) => { onSignedOut(error); if (!mutation.meta?.['quiet']) tellProblem(error); } }),
  defaultOptions: { queries: { staleTime: 15_000, retry: isWorthRetrying }, mutations: { retry: false } },
});
