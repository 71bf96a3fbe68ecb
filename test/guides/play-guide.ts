import { expect } from '@jest/globals';
import { makeScratchFolder, removeScratchFolder } from '../standalone/scratch-folder.js';
import { expectAnswer, isRefusal } from './expected-answer.js';
import { type Step } from './guide.js';
import { Terminal } from './terminal.js';

/** What `curl --fail-with-body` ends with when the answer is an error. */
const REFUSED = 22;

/**
 * Does what a guide says, one block after the other in one shell, and holds each answer to what the guide shows. A block in which the reader
 * fills something in (`NAME=…`) is not run: its names have to be among the variables.
 */
export async function playGuide(steps: readonly Step[], variables: Readonly<Record<string, string>>): Promise<void> {
  const folder = await makeScratchFolder();
  const terminal = new Terminal(folder, variables);
  try {
    for (const step of steps) if (step.notRun === undefined) await playStep(terminal, step, variables);
  } finally {
    await terminal.close();
    await removeScratchFolder(folder);
  }
}

async function playStep(terminal: Terminal, step: Step, variables: Readonly<Record<string, string>>): Promise<void> {
  const { line, commands, answer } = step;
  if (commands.includes('…')) return expectKnown(step, variables);
  const mayFail = answer !== undefined && isRefusal(answer);
  const { code, output, complaints } = await terminal.run(commands, mayFail);
  const failed = { output, complaints };
  const expected = mayFail ? REFUSED : 0;
  expect({ line, commands, code, ...(code !== expected && failed) }).toEqual({ line, commands, code: expected });
  if (answer) expectAnswer(answer, output);
}

function expectKnown({ line, commands }: Step, variables: Readonly<Record<string, string>>): void {
  const unknown = commands.split('\n').filter((each) => !((/^(\w+)=/.exec(each)?.[1] ?? '') in variables));
  expect({ line, unknown }).toEqual({ line, unknown: [] });
}
