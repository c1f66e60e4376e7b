import type { DemoSignIn } from '@roundtrip/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { ArrowRight, Languages } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { demoSignInsQuery } from '../../api/queries.ts';
import { signIn } from '../../app/session.ts';
import { currentLanguage, say, speak, t } from '../../i18n/index.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { CARD, useTitle } from '../../parts/card.tsx';
import { Mark } from '../../parts/mark.tsx';
import { wordsOf } from '../../parts/states.tsx';
import { roleName } from '../../parts/words.ts';

type Credentials = { readonly email: string; readonly password: string };

function DemoPeople({ people, busy, choose }: { readonly people: readonly DemoSignIn[]; readonly busy: string | undefined; readonly choose: (who: Credentials) => void }) {
  return (
    <section aria-labelledby="demo">
      <h2 id="demo" className="mb-2 px-1 text-muted">{t('sign-in.demo')}</h2>
      <ul className={`${CARD} divide-y divide-line`}>
        {people.map((person) => (
          <li key={person.email}>
            <button type="button" disabled={busy !== undefined} onClick={() => choose(person)} className="group flex min-h-16 w-full items-center gap-3 px-4 py-2.5 text-left transition-colors hover:bg-hover">
              <span aria-hidden className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-soft text-base font-semibold text-accent">{[...person.name][0]}</span>
              <span className="min-w-0 flex-1">
                <span className="block text-base font-medium">{person.name}<span className="ml-2 text-sm font-normal text-muted">{roleName(person.role)}</span></span>
                <span className="block truncate text-muted">{say(person.title)}</span>
              </span>
              <ArrowRight size={17} aria-hidden className={`text-faint transition-transform group-hover:translate-x-0.5 ${busy === person.email ? 'animate-breathe text-accent' : ''}`} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Field({ label, ...rest }: { readonly label: string; readonly name: string; readonly type: string; readonly autoComplete: string }) {
  return (
    <label className="block">
      <span className="mb-1 block text-muted">{label}</span>
      <input required className="h-11 w-full rounded-md border border-line-strong bg-surface px-3 text-base placeholder:text-faint" {...rest} />
    </label>
  );
}

export function SignInPage() {
  const router = useRouter();
  const { to } = useSearch({ from: '/sign-in' });
  const people = useQuery(demoSignInsQuery).data?.items ?? [];
  const [asked, setAsked] = useState(false);
  const entry = useMutation({
    mutationFn: ({ email, password }: Credentials) => signIn(email, password),
    onSuccess: () => router.navigate({ href: to ?? '/' }),
    // The page says what went wrong beside the form.
    meta: { quiet: true },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    entry.mutate({ email: String(form.get('email')), password: String(form.get('password')) });
  };
  useTitle(t('sign-in.go'));
  const withForm = people.length === 0 || asked;
  return (
    <main className="mx-auto flex min-h-dvh max-w-[400px] flex-col justify-center gap-6 px-4 py-10">
      <header>
        <div className="mb-6 flex items-center justify-between"><Mark size={36} /><IconButton icon={Languages} label={t('nav.language')} onClick={() => void speak(currentLanguage() === 'en' ? 'zh-CN' : 'en', true)} /></div>
        <h1 className="text-3xl font-semibold tracking-[-0.02em] text-balance">{t('sign-in.title')}</h1>
        <p className="mt-2 text-base text-muted text-pretty">{t('sign-in.text')}</p>
      </header>
      {people.length > 0 && <DemoPeople people={people} busy={entry.isPending ? entry.variables.email : undefined} choose={(who) => entry.mutate(who)} />}
      {withForm ? (
        <form className="space-y-3" onSubmit={submit}>
          <Field label={t('sign-in.email')} name="email" type="email" autoComplete="username" />
          <Field label={t('sign-in.password')} name="password" type="password" autoComplete="current-password" />
          <Button type="submit" look="primary" size="thumb" className="w-full" disabled={entry.isPending}>{t('sign-in.go')}</Button>
        </form>
      ) : <Button look="quiet" onClick={() => setAsked(true)}>{t('sign-in.with-password')}</Button>}
      {entry.error && <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad">{wordsOf(entry.error)}</p>}
    </main>
  );
}
