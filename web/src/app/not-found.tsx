import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { t } from '../i18n/index.ts';
import { buttonClass } from '../parts/button.tsx';
import { Empty } from '../parts/states.tsx';

export function NotFound() {
  return <Empty icon={Compass} title={t('not-found.title')} action={<Link to="/" className={buttonClass('plain')}>{t('not-found.home')}</Link>}>{t('not-found.text')}</Empty>;
}
