type SegmentsProps<T extends string> = {
  readonly label: string; readonly value: T; readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly label: string; readonly count?: number | undefined }[];
};

/** A choice of one among few, all in sight. */
export function Segments<T extends string>({ label, value, onChange, options }: SegmentsProps<T>) {
  return (
    <div role="group" aria-label={label} className="inline-flex max-w-full overflow-x-auto rounded-sm border border-line-strong bg-surface p-0.5">
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value} onClick={() => onChange(option.value)} className="flex h-[26px] items-center gap-1.5 rounded-[4px] px-2.5 whitespace-nowrap text-muted transition-colors hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent pointer-coarse:h-9">
          {option.label}
          {option.count !== undefined && option.count > 0 && <span className="num text-xs font-semibold">{option.count}</span>}
        </button>
      ))}
    </div>
  );
}
