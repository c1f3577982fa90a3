/** Editing a title or a text where it stands. */
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { endStep } from '../document/store';
import { focusNode } from './viewport';

/** The node whose text is edited in place. */
export const useEditing = create<{ id: string | null }>()(() => ({ id: null }));

export const editText = (id: string): void => useEditing.setState({ id });

interface Props {
  nodeId: string;
  label: string;
  value: string;
  /** Several lines: Enter makes another, and Ctrl+Enter is done. */
  lines?: boolean;
  commit(text: string): void;
}

/** The field: Enter or leaving it takes the text, Escape leaves the old one. */
export function InPlace({ nodeId, label, value, lines = false, commit }: Props) {
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const done = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const close = (keep: boolean) => {
    if (done.current) return;
    done.current = true;
    if (keep && field.current && field.current.value !== value) {
      commit(field.current.value);
      endStep();
    }
    useEditing.setState({ id: null });
  };
  const Field = lines ? 'textarea' : 'input';
  return (
    <Field
      ref={field}
      className="in-place nodrag nowheel nopan nokey"
      aria-label={label}
      defaultValue={value}
      maxLength={lines ? 10_000 : 200}
      spellCheck={lines}
      onBlur={() => close(true)}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        const ends = event.key === 'Enter' && (!lines || event.ctrlKey || event.metaKey);
        if (event.key !== 'Escape' && !ends) return;
        event.preventDefault();
        close(event.key !== 'Escape');
        focusNode(nodeId);
      }}
    />
  );
}
