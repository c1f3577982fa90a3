/** Keeps the window's title and what it says about unsaved changes up to date. */
import { isDirty, useDocument } from '../document/store';
import { host } from '../host';
import { texts } from '../texts';
import { useDrafts } from './draft';
import { dirtyTabs, useTabs } from './tabs';

export function startWindowTitle(): () => void {
  let sent = '';
  const send = (): void => {
    const state = useDocument.getState();
    const title = `${isDirty(state) ? '• ' : ''}${state.file.name ?? state.document.name} – ${texts.product}`;
    const next = { title: title.slice(0, 200), dirty: dirtyTabs().length > 0, kept: useDrafts.getState().kept };
    const text = JSON.stringify(next);
    if (text === sent) return;
    sent = text;
    void host.setWindow(next);
  };
  send();
  const stops = [useDocument.subscribe(send), useTabs.subscribe(send), useDrafts.subscribe(send)];
  return () => {
    for (const stop of stops) stop();
  };
}
