/** Keys that a person gave to commands in place of their own, remembered on this machine. */
import { create } from 'zustand';

export interface KeyBindings {
  /** By the command's id; an empty list takes all keys away. */
  keys: Readonly<Record<string, readonly string[]>>;
}

const KEY = 'zlens.keys';
/** More than any person sets; what a broken store holds beyond is left out. */
const MOST = 500;
const isKeys = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 8 && value.every((keys) => typeof keys === 'string' && keys.length <= 60);

/** What was remembered, as far as it makes sense. */
export function parseBindings(text: string | null): KeyBindings {
  let found: unknown = null;
  try {
    found = JSON.parse(text ?? 'null');
  } catch {
    return { keys: {} };
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return { keys: {} };
  const entries = Object.entries(found).flatMap(([id, keys]) => (isKeys(keys) ? [[id, keys] as const] : []));
  return { keys: Object.fromEntries(entries.slice(0, MOST)) };
}

const storage = (): Storage | null => (typeof localStorage === 'undefined' ? null : localStorage);

export const useKeyBindings = create<KeyBindings>()(() => parseBindings(storage()?.getItem(KEY) ?? null));

useKeyBindings.subscribe(({ keys }) => storage()?.setItem(KEY, JSON.stringify(keys)));

/** Gives commands these keys; null gives a command its own ones back. */
export function bindKeys(changes: Readonly<Record<string, readonly string[] | null>>): void {
  const keys = { ...useKeyBindings.getState().keys };
  for (const [id, given] of Object.entries(changes)) {
    if (given === null) delete keys[id];
    else keys[id] = given;
  }
  useKeyBindings.setState({ keys });
}

export const resetKeys = (): void => useKeyBindings.setState({ keys: {} });
