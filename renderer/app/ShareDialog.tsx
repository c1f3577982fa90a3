import { useEffect, useRef, useState } from 'react';
import { printDocument } from '../../engine';
import { currentDocument, useDocument } from '../document/store';
import { texts } from '../texts';
import { Dialog } from '../ui/Dialog';
import { dataPaths } from './data-files';
import { closeDialog } from './dialog-store';
import { LINK_LONG, LINK_MOST, shareFragment } from './share-link';
import './file-dialogs.css';

const words = texts.files.share;

const isLocal = (): boolean => /^(localhost|127\.|\[::1\])/.test(location.hostname);

/** The link to the open graph, its size, and what it does not carry. */
export function ShareDialog() {
  const [link, setLink] = useState('');
  const [copied, setCopied] = useState<boolean | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const data = [...dataPaths(useDocument.getState())];
  useEffect(() => {
    void shareFragment(printDocument(currentDocument())).then((fragment) =>
      setLink(`${location.origin}${location.pathname}${fragment}`),
    );
  }, []);
  useEffect(() => {
    if (link !== '') button.current?.focus();
  }, [link]);
  const tooLong = link.length > LINK_MOST;
  const copy = () => {
    field.current?.select();
    navigator.clipboard.writeText(link).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Dialog
      title={words.title}
      close={closeDialog}
      footer={
        <button ref={button} type="button" className="button primary" disabled={link === '' || tooLong} onClick={copy}>
          {copied ? words.copied : words.copy}
        </button>
      }
    >
      <div className="dialog-body share">
        <p>{tooLong ? words.tooLong : words.text}</p>
        {!tooLong && (
          <>
            <textarea
              ref={field}
              className="share-link number"
              aria-label={words.link}
              readOnly
              rows={4}
              value={link}
              onFocus={(event) => event.target.select()}
            />
            <p className="quiet" role="status">
              {copied === false ? words.denied : words.size(link.length)} {link.length > LINK_LONG && words.long}
            </p>
            {data.length > 0 && <p className="quiet">{words.data(data)}</p>}
            {isLocal() && <p className="quiet">{words.local}</p>}
          </>
        )}
      </div>
    </Dialog>
  );
}
