/** Searching short titles by words: every word must begin somewhere; exact and early places come first. */

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** Lower is better; null does not match. */
export function matchScore(query: string, title: string, keywords = ''): number | null {
  const text = plain(title);
  const all = `${text} ${plain(keywords)}`;
  let score = 0;
  for (const word of plain(query).split(/\s+/).filter(Boolean)) {
    const place = all.indexOf(word);
    if (place < 0) {
      // Capitals and first letters: "bn" finds "Batch norm".
      const initials = text
        .split(/[\s:_-]+/)
        .map((part) => part.charAt(0))
        .join('');
      if (!initials.startsWith(word)) return null;
      score += 6;
      continue;
    }
    const atWord = place === 0 || /[^\p{L}\p{N}]/u.test(all.charAt(place - 1));
    score += place === 0 ? 0 : place >= text.length ? 5 : atWord ? 2 : 4;
  }
  return score + text.length / 1000;
}

/** The items that match, best first; all in their own order when nothing is asked. */
export function searchItems<T>(
  items: readonly T[],
  query: string,
  text: (item: T) => { title: string; keywords?: string },
): T[] {
  if (query.trim() === '') return [...items];
  return items
    .flatMap((item) => {
      const { title, keywords } = text(item);
      const score = matchScore(query, title, keywords);
      return score === null ? [] : [{ item, score }];
    })
    .sort((a, b) => a.score - b.score)
    .map(({ item }) => item);
}
