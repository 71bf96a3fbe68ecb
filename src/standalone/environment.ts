import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';

/** The environment of the process over what the file `.env` of the working directory says, if there is one. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  return { ...readDotEnv(), ...process.env };
}

function readDotEnv(): Record<string, string> {
  try {
    return parse(readFileSync('.env'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
