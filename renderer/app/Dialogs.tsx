import { useEffect, useMemo, useState } from 'react';
import { useDocument } from '../document/store';
import { useRun } from '../run/store';
import { texts } from '../texts';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/icons';
import { SearchList } from '../ui/SearchList';
import { CompareDialog } from './CompareDialog';
import type { Command } from './command';
import { allCommands, isEnabled, shownKey } from './commands';
import { type Chooser, closeDialog, type OpenDialog, useDialog, useToast } from './dialog-store';
import { appInfo } from './environment';
import { HistoryDialog } from './HistoryDialog';
import { KeysDialog } from './KeysDialog';
import { ShareDialog } from './ShareDialog';

const words = texts.dialogs;

export function Dialogs() {
  const open = useDialog((state) => state.open);
  return (
    <>
      {open && <Shown dialog={open} />}
      <Toast />
    </>
  );
}

function Shown({ dialog }: { dialog: OpenDialog }) {
  switch (dialog.kind) {
    case 'commands':
      return <CommandList />;
    case 'choose':
      return <ChooserDialog key={dialog.title} chooser={dialog} />;
    case 'shortcuts':
      return <KeysDialog />;
    case 'history':
      return <HistoryDialog />;
    case 'about':
      return <About />;
    case 'ask':
      return <Ask key={dialog.question.title} {...dialog} />;
    case 'compare':
      return <CompareDialog />;
    case 'share':
      return <ShareDialog />;
    case 'message':
      return <Message dialog={dialog} />;
  }
}

/** Every command by name, with its key; those that cannot be done now are greyed and stand last. */
function CommandList() {
  // What can be done changes while the list is open: a graph has just been compiled, a run has ended.
  const run = useRun((view) => `${view.state} ${view.info !== null} ${view.step > 0}`);
  const checked = useDocument((state) => state.checked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the commands depend on these states.
  const commands = useMemo(() => {
    const all = allCommands().filter(({ id }) => id !== 'view.commands' && !id.startsWith('edit.leap'));
    const enabled = new Map(all.map((command) => [command, isEnabled(command)]));
    return all.sort((a, b) => Number(enabled.get(b)) - Number(enabled.get(a)));
  }, [run, checked]);
  const items = commands.map((command) => ({
    id: command.id,
    title: command.title,
    detail: shownKey(command) || texts.menu[command.group],
    ...(command.keywords !== undefined && { keywords: command.keywords }),
    disabled: !isEnabled(command),
  }));
  const choose = (id: string) => {
    const command: Command | undefined = commands.find((entry) => entry.id === id);
    closeDialog();
    // The dialog gives the focus back first: a command may move it on.
    setTimeout(() => void command?.run());
  };
  return (
    <Dialog title={words.commands} close={closeDialog} look="list">
      <SearchList
        items={items}
        label={words.searchCommands}
        placeholder={words.searchCommands}
        empty={words.noMatch}
        choose={(item) => choose(item.id)}
      />
    </Dialog>
  );
}

function ChooserDialog({ chooser }: { chooser: Chooser }) {
  return (
    <Dialog title={chooser.title} close={closeDialog} look="list">
      <SearchList
        items={chooser.items}
        label={chooser.search}
        placeholder={chooser.title}
        empty={chooser.empty}
        choose={(item) => {
          closeDialog();
          setTimeout(() => chooser.choose(item.id));
        }}
      />
    </Dialog>
  );
}

function About() {
  return (
    <Dialog title={words.about} close={closeDialog}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard. */}
      <section className="dialog-body" tabIndex={0} aria-label={words.about}>
        <p>{words.aboutText}</p>
        <p>{words.version(appInfo()?.version ?? '')}</p>
        <h3>{words.attributions}</h3>
        <p>{words.attributionDigits}</p>
        <p>{words.attributionIris}</p>
        <h3>{words.madeWith}</h3>
        <p>{words.madeWithText}</p>
        <p>{words.licence}</p>
      </section>
    </Dialog>
  );
}

function Ask({ question, answer }: Extract<OpenDialog, { kind: 'ask' }>) {
  const { title, text, answers, first } = question;
  return (
    <Dialog
      title={title}
      close={() => answer(null)}
      footer={answers.map(({ id, title: word }) => (
        <button
          key={id}
          type="button"
          className={`button ${id === first ? 'primary' : 'bordered'}`}
          data-first={id === first || undefined}
          onClick={() => answer(id)}
        >
          {word}
        </button>
      ))}
    >
      <div className="dialog-body">
        <p>{text}</p>
      </div>
    </Dialog>
  );
}

function Message({ dialog }: { dialog: Extract<OpenDialog, { kind: 'message' }> }) {
  return (
    <Dialog
      title={dialog.title}
      close={closeDialog}
      footer={
        <button type="button" className="button primary" data-first onClick={closeDialog}>
          {words.ok}
        </button>
      }
    >
      <div className="dialog-body">
        {dialog.diagnostics.map((diagnostic) => (
          <p key={`${diagnostic.code} ${diagnostic.message}`} className="message-problem">
            <Icon name="warning" size={14} />
            <span>
              <b className="number">{diagnostic.code}</b> {diagnostic.message}{' '}
              <span className="quiet">{diagnostic.hint}</span>
            </span>
          </p>
        ))}
        <p>{dialog.text}</p>
      </div>
    </Dialog>
  );
}

const SHOWN_MS = 2500;

function Toast() {
  const { text, count } = useToast();
  const [gone, setGone] = useState(0);
  useEffect(() => {
    if (count === 0) return;
    const timer = setTimeout(() => setGone(count), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [count]);
  return (
    <div className="toast" role="log" aria-live="polite">
      {gone === count ? '' : text}
    </div>
  );
}
