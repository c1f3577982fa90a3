/** The one way out: every address that is to be opened in the user's browser comes through here, and only https does. */
export function isAllowedOutside(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password, hostname } = new URL(address);
  return protocol === 'https:' && hostname !== '' && username === '' && password === '';
}

export async function openOutside(address: string, open: (address: string) => Promise<void>): Promise<boolean> {
  if (!isAllowedOutside(address)) return false;
  // The parsed form is what was checked, so it is what is opened.
  await open(new URL(address).href);
  return true;
}
