import { expect, test, vi } from 'vitest';
import { openOutside } from './external';

const refused = [
  'http://example.com',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'smb://server/share',
  'ms-msdt:/id',
  'vscode://x',
  'https://user:word@example.com',
  'https://',
  '//example.com',
  'example.com',
  '',
  ' https:example com',
];

test.each(refused)('%j is not opened', async (address) => {
  const open = vi.fn();
  expect(await openOutside(address, open)).toBe(false);
  expect(open).not.toHaveBeenCalled();
});

test('an https address is opened in its parsed form', async () => {
  const open = vi.fn(async () => undefined);
  expect(await openOutside(' HTTPS://Example.com/a b"c', open)).toBe(true);
  expect(open).toHaveBeenCalledWith('https://example.com/a%20b%22c');
});
