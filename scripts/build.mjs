/** `npm run build`: the whole product into out/, whether it is needed or not. */
import { build } from './lib/build.mjs';
import { fail } from './lib/project.mjs';

try {
  await build(['node', 'page']);
} catch (error) {
  fail(error);
}
