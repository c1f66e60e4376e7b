import { useEffect, useRef } from 'react';

/** Single-letter keys for a list; silent while something is being typed or a modifier is held. */
export function useKeys(keys: Readonly<Record<string, () => void>>, active = true): void {
  const current = useRef(keys);
  useEffect(() => { current.current = keys; });
  useEffect(() => {
    if (!active) return;
    const press = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable], [role=dialog]');
      const act = current.current[event.key];
      if (!act || typing || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [active]);
}
