import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const PROJECT = resolve(import.meta.dirname, '../..');

/** What is fenced off in a guide. */
export interface Block {
  readonly language: string;
  /** What follows the language in the opening line. */
  readonly mark: string;
  readonly text: string;
  /** Of the opening line, from 1 on. */
  readonly line: number;
}

/** Commands, and what the guide shows as their answer. */
export interface Step {
  readonly line: number;
  readonly commands: string;
  /** Why they are not run, where the guide says so. */
  readonly notRun?: string;
  /** The block right behind them, where it shows an answer. */
  readonly answer?: Block;
}

/** A page for people, by its path in the project. */
export async function readGuide(path: string): Promise<string> {
  return readFile(resolve(PROJECT, path), 'utf8');
}

/** The commands of a guide, from its first line to its last. Those it does not want to be run say why: `sh not-run: reason`. */
export function stepsOf(guide: string): readonly Step[] {
  const blocks = blocksOf(guide);
  return blocks.flatMap((block, index) => {
    if (block.language !== 'sh') return [];
    const next = blocks[index + 1];
    const notRun = /^not-run: (.+)$/.exec(block.mark)?.[1];
    return [
      { line: block.line, commands: block.text, notRun, answer: next && ANSWERS.has(next.language) ? next : undefined },
    ];
  });
}

const ANSWERS = new Set(['json', 'text']);

/** Every fenced block of a Markdown page, those within lists too. */
export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly head: RegExpExecArray; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, text] of page.split('\n').entries()) {
    const head = FENCE.exec(text);
    if (!open && head) open = { head, line: index + 1, lines: [] };
    else if (open && head?.[2] === '') {
      blocks.push(toBlock(open));
      open = undefined;
    } else open?.lines.push(text);
  }
  if (open) throw new Error(`The block of line ${open.line} has no end.`);
  return blocks;
}

/** Indentation, language, the rest of the line. */
const FENCE = /^( *)```(\S*) *(.*)$/;

function toBlock({ head, line, lines }: { head: RegExpExecArray; line: number; lines: readonly string[] }): Block {
  const [, indent = '', language = '', mark = ''] = head;
  return { language, mark: mark.trim(), line, text: lines.map((each) => each.slice(indent.length)).join('\n') };
}
