/** Keeps the window's title and its mark of unsaved changes up to date. */
import { isDirty, useDocument } from '../document/store';
import { host } from '../host';
import { texts } from '../texts';

export function startWindowTitle(): () => void {
  let sent = '';
  const send = (): void => {
    const state = useDocument.getState();
    const dirty = isDirty(state);
    const title = `${dirty ? '• ' : ''}${state.file.name ?? state.document.name} – ${texts.product}`;
    if (title === sent) return;
    sent = title;
    void host.setWindow({ title: title.slice(0, 200), dirty });
  };
  send();
  return useDocument.subscribe(send);
}
