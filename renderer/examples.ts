/** The example projects, bundled as text: they come in by the same door as any file. */

export interface Example {
  id: string;
  title: string;
  text: string;
}

/** The one that opens first. */
export const FIRST_EXAMPLE = 'digits-batchnorm';

const sources = import.meta.glob<string>('../examples/*.json', { query: '?raw', import: 'default', eager: true });

function titleOf(text: string, id: string): string {
  const name: unknown = (JSON.parse(text) as { name?: unknown }).name;
  return typeof name === 'string' && name !== '' ? name : id;
}

export const examples: readonly Example[] = Object.entries(sources)
  .map(([path, text]) => {
    const id = path.replace(/^.*\//, '').replace(/(\.zlens)?\.json$/, '');
    return { id, title: titleOf(text, id), text };
  })
  .sort((a, b) => Number(b.id === FIRST_EXAMPLE) - Number(a.id === FIRST_EXAMPLE) || a.title.localeCompare(b.title));

export const findExample = (id: string): Example | undefined => examples.find((example) => example.id === id);
