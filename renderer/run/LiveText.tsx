import { useRef } from 'react';
import { useTick } from './use-tick';

interface Props {
  read(): string;
  className?: string;
  /** Milliseconds between two changes, at least. */
  interval?: number;
}

/** A piece of text that changes with the run, without React rendering anything. */
export function LiveText({ read, className, interval = 0 }: Props) {
  const element = useRef<HTMLSpanElement>(null);
  useTick(() => {
    const text = read();
    if (element.current && element.current.textContent !== text) element.current.textContent = text;
  }, interval);
  return <span ref={element} className={className} />;
}
