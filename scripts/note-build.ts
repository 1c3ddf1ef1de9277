// The last step of `npm run build`.
import { noteBuild } from '../lib/demo/build';

noteBuild(process.cwd());
