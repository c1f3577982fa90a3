/** All keys of all commands: to look up, to change, and to set back. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { texts } from '../texts';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/icons';
import { searchItems } from '../ui/search';
import type { Command, CommandGroup } from './command';
import { allCommands, holderOf, keysOf, ownKeysOf } from './commands';
import { closeDialog } from './dialog-store';
import { isMac, isPage } from './environment';
import { bindKeys, resetKeys, useKeyBindings } from './key-bindings';
import { keysOfPress, keysRefused, showKeys } from './keys';
import { MENUS } from './menu';
import './keys-dialog.css';

const words = texts.keys;

/** Which key of which command is being pressed anew; `place` behind the last one adds a key. */
interface Recording {
  id: string;
  place: number;
}

/** Commands that come and go with the graph cannot keep a key. */
const isLasting = ({ id }: Command): boolean => !id.startsWith('problem.fix.');

function shownCommands(query: string): Command[] {
  const all = allCommands().filter(isLasting);
  if (query !== '') {
    return searchItems(all, query, (command) => ({
      title: command.title,
      ...(command.keywords !== undefined && { keywords: command.keywords }),
    }));
  }
  return all.filter((command) => command.menu || keysOf(command).length > 0 || ownKeysOf(command).length > 0);
}

export function KeysDialog() {
  const bound = useKeyBindings((bindings) => bindings.keys);
  const [query, setQuery] = useState('');
  const [recording, setRecording] = useState<Recording | null>(null);
  const commands = shownCommands(query.trim());
  const changed = Object.keys(bound).length;
  const table = (group: CommandGroup) => {
    const rows = commands.filter((command) => command.group === group);
    if (rows.length === 0) return null;
    return (
      <section key={group} aria-label={texts.menu[group]}>
        <h3>{texts.menu[group]}</h3>
        <ul className="keys-table">
          {rows.map((command) => (
            <KeysRow
              key={command.id}
              command={command}
              recording={recording?.id === command.id ? recording.place : null}
              record={(place) => setRecording(place === null ? null : { id: command.id, place })}
            />
          ))}
        </ul>
      </section>
    );
  };
  return (
    <Dialog
      title={words.title}
      close={closeDialog}
      look="wide"
      footer={
        changed > 0 && (
          <>
            <span className="keys-changed quiet">{words.changed(changed)}</span>
            <button type="button" className="button bordered" onClick={resetKeys}>
              {words.resetAll}
            </button>
          </>
        )
      }
    >
      <label className="field keys-search">
        <Icon name="search" size={14} />
        <input
          data-first
          type="search"
          value={query}
          placeholder={words.search}
          aria-label={words.search}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      <div className="dialog-body keys-body">
        {MENUS.map(table)}
        {commands.length === 0 && <p className="quiet">{texts.dialogs.noMatch}</p>}
        {query === '' && (
          <section aria-label={words.mouse}>
            <h3>{words.mouse}</h3>
            <ul className="keys-table">
              {words.gestures.map(([gesture, meaning]) => (
                <li key={gesture} className="keys-row">
                  <span className="keys-title">{meaning}</span>
                  <span className="key">{gesture}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Dialog>
  );
}

interface RowProps {
  command: Command;
  /** The place of the key that is being pressed anew. */
  recording: number | null;
  record(place: number | null): void;
}

function KeysRow({ command, recording, record }: RowProps) {
  const { id, title } = command;
  const keys = keysOf(command);
  const isChanged = useKeyBindings((bindings) => bindings.keys[id] !== undefined);
  const set = (next: readonly string[], others: Readonly<Record<string, readonly string[]>> = {}) => {
    const own = ownKeysOf(command);
    const same = next.length === own.length && next.every((key, place) => key === own[place]);
    bindKeys({ ...others, [id]: same ? null : [...new Set(next)] });
    record(null);
  };
  const replaced = (place: number, key: string): string[] => [...keys.slice(0, place), key, ...keys.slice(place + 1)];
  return (
    <li className="keys-row" data-command={id}>
      <span className="keys-title">{title}</span>
      {recording === null ? (
        <span className="keys-chips">
          {keys.map((key, place) => (
            <button
              key={key}
              type="button"
              className="keys-chip"
              aria-label={`${words.change(title)}: ${showKeys(key, isMac())}`}
              onClick={() => record(place)}
            >
              {showKeys(key, isMac())}
            </button>
          ))}
          <button
            type="button"
            className="keys-add"
            aria-label={`${words.add}: ${title}`}
            title={words.add}
            onClick={() => record(keys.length)}
          >
            <Icon name="plus" size={12} />
          </button>
        </span>
      ) : (
        <Recorder
          command={command}
          take={(key, from) =>
            set(replaced(recording, key), from ? { [from.id]: keysOf(from).filter((k) => k !== key) } : {})
          }
          remove={() => set(keys.filter((_, place) => place !== recording))}
          cancel={() => record(null)}
        />
      )}
      {isChanged && recording === null ? (
        <button
          type="button"
          className="row-reset"
          aria-label={words.reset(title)}
          title={words.reset(title)}
          onClick={() => bindKeys({ [id]: null })}
        >
          <Icon name="revert" size={12} />
        </button>
      ) : (
        <span className="keys-gap" />
      )}
    </li>
  );
}

interface RecorderProps {
  command: Command;
  take(key: string, from?: Command): void;
  remove(): void;
  cancel(): void;
}

/** Waits for a key; tells why it cannot be, or who has it. */
function Recorder({ command, take, remove, cancel }: RecorderProps) {
  const field = useRef<HTMLButtonElement>(null);
  const [told, setTold] = useState<string | null>(null);
  const [conflict, setConflict] = useState<{ key: string; holder: Command } | null>(null);
  useEffect(() => field.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (key === 'Tab' && !event.ctrlKey && !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (bare && key === 'Escape') return cancel();
    if (bare && key === 'Backspace') return remove();
    const keys = keysOfPress(event.nativeEvent, isMac());
    if (keys === null) return;
    const shown = showKeys(keys, isMac());
    setConflict(null);
    const refused = keysRefused(keys, command, isPage());
    if (refused !== null) {
      setTold({ controls: words.fixed(shown), typing: words.plain, browser: words.kept(shown) }[refused]);
      return;
    }
    const holder = holderOf(keys, command.id);
    if (!holder) return take(keys);
    setTold(words.taken(shown, holder.title));
    setConflict({ key: keys, holder });
  };
  return (
    <span className="keys-recorder">
      <button
        ref={field}
        type="button"
        className="keys-press"
        aria-label={words.recording(command.title)}
        onKeyDown={onKeyDown}
        onClick={cancel}
      >
        {words.press}
      </button>
      <span className="keys-told" role="status">
        {told ?? words.pressHelp}
      </span>
      {conflict && (
        <span className="keys-conflict">
          <button
            type="button"
            className="button small bordered"
            onClick={() => take(conflict.key, isLasting(conflict.holder) ? conflict.holder : undefined)}
          >
            {words.take}
          </button>
          <button type="button" className="button small" onClick={cancel}>
            {words.keep}
          </button>
        </span>
      )}
    </span>
  );
}
