import { config } from 'dotenv';
import { run } from './run.js';

// As the server does: DATA_DIR may stand in the file `.env` of the working directory.
config({ quiet: true });
process.exitCode = await run(process.argv);
