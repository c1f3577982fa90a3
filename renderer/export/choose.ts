/** The one question before a chart is exported: as what. */
import { openDialog } from '../app/dialog-store';
import { texts } from '../texts';

const words = texts.files.export;

export type Format = keyof typeof words.formats;

/** Asks for one of the formats, and writes the file. */
export function chooseExport(what: string, formats: Readonly<Partial<Record<Format, () => Promise<void>>>>): void {
  openDialog({
    kind: 'choose',
    title: words.title(what),
    search: words.search,
    empty: texts.dialogs.noMatch,
    items: (Object.keys(formats) as Format[]).map((id) => ({
      id,
      title: words.formats[id].title,
      detail: words.formats[id].detail,
      icon: 'export',
    })),
    choose: (id) => void formats[id as Format]?.(),
  });
}
