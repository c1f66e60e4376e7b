import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';

const PAUSE_MS = 250;

/** A search that asks once the typing pauses; `/` reaches it. */
export function SearchField({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <label className="relative block w-64 max-w-full">
      <Search size={15} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-muted" />
      <input type="search" id="search" aria-label={label} placeholder={label} value={text} onChange={(event) => setText(event.target.value)} className="h-8 w-full rounded-sm border border-line-strong bg-surface pr-2 pl-8 placeholder:text-faint pointer-coarse:h-11 pointer-coarse:text-base" />
    </label>
  );
}
