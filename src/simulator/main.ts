import { config } from 'dotenv';
import { run } from './run.js';

// As the server does: DATA_DIR may stand in the file `.env` of the working directory.
config({ quiet: true });
// A reader such as `head` may have seen enough before all is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await run(process.argv);
