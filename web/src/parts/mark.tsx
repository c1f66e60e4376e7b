/** The sign of the house: a way out that comes back to where it began. */
export function Mark({ size = 26 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-ink" />
      <path d="M22.5 11.5A8 8 0 1 0 24 16" fill="none" strokeWidth="2.6" strokeLinecap="round" className="stroke-bg" />
      <path d="M23.6 6.6v5.6H18" fill="none" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round" className="stroke-bg" />
      <circle cx="16" cy="16" r="2.2" className="fill-[#9aa0ff] dark:fill-accent-fill" />
    </svg>
  );
}
