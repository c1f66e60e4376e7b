import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';
const LOOKS: Record<Look, string> = {
  primary: 'bg-accent-fill text-white hover:bg-accent-fill-hover disabled:bg-sunk disabled:text-faint',
  plain: 'border border-line-strong bg-surface text-ink hover:bg-hover disabled:text-faint',
  quiet: 'text-muted hover:bg-sunk hover:text-ink disabled:text-faint',
  danger: 'border border-line-strong bg-surface text-bad hover:bg-bad-soft disabled:text-faint',
};
/** `thumb`: 44 px, for phones; `desk`: 32 px, growing to 44 where the pointer is a finger. */
const SIZES = { thumb: 'h-11 px-4 text-base rounded-md', desk: 'h-8 pointer-coarse:h-11 px-3 text-sm rounded-sm pointer-coarse:rounded-md' } as const;

export type ButtonProps = ComponentProps<'button'> & { readonly look?: Look; readonly size?: keyof typeof SIZES; readonly icon?: LucideIcon };

export const buttonClass = (look: Look = 'plain', size: keyof typeof SIZES = 'desk'): string =>
  `inline-flex shrink-0 items-center justify-center gap-1.5 font-medium whitespace-nowrap transition-colors duration-100 disabled:cursor-not-allowed ${LOOKS[look]} ${SIZES[size]}`;

export function Button({ look = 'plain', size = 'desk', icon: Icon, className = '', children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button type={type} className={`${buttonClass(look, size)} ${className}`} {...rest}>
      {Icon && <Icon size={size === 'thumb' ? 18 : 15} strokeWidth={2} aria-hidden />}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & { readonly icon: LucideIcon; readonly label: string };

/** A button that shows only an icon; its name is what assistive technology reads and the pointer shows. */
export function IconButton({ icon: Icon, label, className = '', ...rest }: IconButtonProps) {
  return (
    <button type="button" aria-label={label} title={label} className={`grid size-9 pointer-coarse:size-11 shrink-0 place-items-center rounded-sm text-muted transition-colors hover:bg-sunk hover:text-ink ${className}`} {...rest}>
      <Icon size={17} aria-hidden />
    </button>
  );
}
