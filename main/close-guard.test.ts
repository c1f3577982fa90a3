import { expect, test, vi } from 'vitest';
import { type Choice, CloseGuard } from './close-guard';

function guard(choice: Choice, keep: () => Promise<void> = async () => undefined) {
  const options = {
    keep: vi.fn(keep),
    ask: vi.fn(async () => choice),
    save: vi.fn(),
    close: vi.fn(),
    stayed: vi.fn(),
  };
  return { ...options, guard: new CloseGuard(options) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('a window without changes closes without a question', () => {
  const { guard: it, ask } = guard('cancel');
  expect(it.mayClose()).toBe(true);
  expect(ask).not.toHaveBeenCalled();
});

test('with changes the user is asked once, however often the window is told to close', async () => {
  const { guard: it, ask } = guard('cancel');
  it.setDirty(true);
  expect(it.mayClose()).toBe(false);
  expect(it.mayClose()).toBe(false);
  await settled();
  expect(ask).toHaveBeenCalledOnce();
});

test('not saving closes, and nothing is asked again', async () => {
  const { guard: it, close } = guard('discard');
  it.setDirty(true);
  it.mayClose();
  await settled();
  expect(close).toHaveBeenCalledOnce();
  expect(it.mayClose()).toBe(true);
});

test('changes that the page can still put into a draft are not asked about', async () => {
  const { guard: it, ask, close } = guard('cancel', async () => it.setDirty(false));
  it.setDirty(true);
  expect(it.mayClose()).toBe(false);
  await settled();
  expect(ask).not.toHaveBeenCalled();
  expect(close).toHaveBeenCalledOnce();
});

test('cancelling stays', async () => {
  const { guard: it, close, stayed } = guard('cancel');
  it.setDirty(true);
  it.mayClose();
  await settled();
  expect(close).not.toHaveBeenCalled();
  expect(stayed).toHaveBeenCalledOnce();
  expect(it.mayClose()).toBe(false);
});

test('saving closes once the page says that all is saved', async () => {
  const { guard: it, save, close } = guard('save');
  it.setDirty(true);
  it.mayClose();
  await settled();
  expect(save).toHaveBeenCalledOnce();
  expect(close).not.toHaveBeenCalled();
  it.setDirty(false);
  expect(close).toHaveBeenCalledOnce();
});

test('a save that fails keeps the window, and a later save does not close it', async () => {
  const { guard: it, close, stayed } = guard('save');
  it.setDirty(true);
  it.mayClose();
  await settled();
  it.saveFailed();
  expect(stayed).toHaveBeenCalledOnce();
  it.setDirty(false);
  expect(close).not.toHaveBeenCalled();
});
