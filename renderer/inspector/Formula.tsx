/** A formula of plain Unicode text, in the formula font: letters lean, digits and signs stand. */
import { Fragment } from 'react';

export function Formula({ text }: { text: string }) {
  return (
    <div className="formula">
      {text.split('\n').map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one formula never change their order.
        <p key={place}>
          {line.split(/(\p{L}+)/u).map((part, index) =>
            index % 2 === 1 && part.length === 1 ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <i key={index}>{part}</i>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <Fragment key={index}>{part}</Fragment>
            ),
          )}
        </p>
      ))}
    </div>
  );
}
