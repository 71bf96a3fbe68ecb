import { run } from './standalone/run.js';

await run();
