import { useEffect, useState } from 'react';
import type { GraphDocument } from '../../engine';
import { compareDocuments } from '../document/compare';
import { currentDocument, useDocument } from '../document/store';
import { texts } from '../texts';
import { Dialog } from '../ui/Dialog';
import { type ChangeSection, changesInWords } from './changes-in-words';
import { closeDialog } from './dialog-store';
import { documentOnDisk, revert } from './session';
import './file-dialogs.css';

const words = texts.files.compare;

const SECTIONS: readonly ChangeSection[] = ['nodes', 'parameters', 'wires', 'graph'];

/** What has changed since the graph was saved (or opened, if it never was), in words. */
export function CompareDialog() {
  const { file, saved, document } = useDocument.getState();
  const [before, setBefore] = useState<GraphDocument | null>(saved);
  useEffect(() => {
    // The file may be newer than what was read of it.
    void documentOnDisk(file, true).then((found) => {
      if (found && (saved === null || found.file.stamp !== file.stamp)) setBefore(found.document);
    });
  }, [file, saved]);
  const changes = before ? changesInWords(compareDocuments(before, currentDocument())) : [];
  return (
    <Dialog
      title={words.title(document.name)}
      close={closeDialog}
      footer={
        <>
          <button
            type="button"
            className="button bordered"
            disabled={changes.length === 0}
            onClick={() => {
              closeDialog();
              void revert();
            }}
          >
            {texts.files.commands.revert}
          </button>
          <button type="button" className="button primary" data-first onClick={closeDialog}>
            {texts.dialogs.close}
          </button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard. */}
      <section className="dialog-body compare" tabIndex={0} aria-label={words.title(document.name)}>
        <p className="quiet">{file.name === null ? words.example : words.file(file.name)}</p>
        {changes.length === 0 && <p>{words.none}</p>}
        {SECTIONS.map((section) => {
          const own = changes.filter((change) => change.section === section);
          if (own.length === 0) return null;
          return (
            <section key={section} aria-label={words.sections[section]}>
              <h3>{words.sections[section]}</h3>
              <ul>
                {own.map(({ text, sign }) => (
                  <li key={text} data-sign={sign}>
                    {text}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </section>
    </Dialog>
  );
}
