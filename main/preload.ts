/**
 * Runs in the page's process before the page, without Node. It gives the page exactly the functions of the contract:
 * no channel name, no ipcRenderer, nothing of Electron reaches it.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { contract } from '../bridge/contract';
import { type Answer, wireName } from '../bridge/wire';

type Listener = (payload: unknown) => void;

const eventsKept = 16;

const functions: Record<string, unknown> = {};
const listeners = new Map<string, Set<Listener>>();
/** What was told before the page listened: a file that the app was started with, for instance. */
const early = new Map<string, unknown[]>();

for (const [name, channel] of Object.entries(contract)) {
  if (channel.direction === 'request') {
    functions[name] = async (...values: unknown[]) => {
      const answer = (await ipcRenderer.invoke(wireName(name), ...values)) as Answer;
      if (!answer.ok) throw new Error(answer.message);
      return answer.value;
    };
  } else {
    listeners.set(name, new Set());
    ipcRenderer.on(wireName(name), (_event, payload: unknown) => {
      const parsed = channel.payload.safeParse(payload);
      if (parsed.success) tell(name, parsed.data);
    });
  }
}

function tell(name: string, payload: unknown): void {
  const heard = listeners.get(name);
  if (heard === undefined || heard.size === 0) {
    early.set(name, [...(early.get(name) ?? []), payload].slice(-eventsKept));
    return;
  }
  for (const listener of heard) listener(payload);
}

functions.on = (name: string, listener: Listener) => {
  const heard = listeners.get(name);
  if (heard === undefined || typeof listener !== 'function') throw new Error(`no such event: ${String(name)}`);
  heard.add(listener);
  const missed = early.get(name) ?? [];
  early.delete(name);
  for (const payload of missed) listener(payload);
  return () => {
    heard.delete(listener);
  };
};

contextBridge.exposeInMainWorld('zlens', functions);
