import { expect } from '@jest/globals';
import type { Block } from './guide.js';

/** What a guide shows of an answer: `…` stands for whatever is there, and names that are not shown may be there. */
export function expectAnswer({ language, text, line }: Block, output: string): void {
  const isJson = language === 'json';
  const answer = isJson ? parsed(output) : output.trim();
  const shown: unknown = isJson ? JSON.parse(text) : text.trim();
  expect({ line, answer }).toEqual({ line, answer: matcherOf(shown) });
}

/** Whether the answer that is shown is an error of SCIM or of the admin API. */
export function isRefusal({ language, text }: Block): boolean {
  if (language !== 'json') return false;
  const answer: unknown = JSON.parse(text);
  return typeof answer === 'object' && answer !== null && 'status' in answer && Number(answer.status) >= 400;
}

/** What is no JSON stays text, so that a failure shows it. */
function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return output;
  }
}

function matcherOf(shown: unknown): unknown {
  if (typeof shown === 'string') return textMatcher(shown);
  if (Array.isArray(shown)) return listMatcher(shown);
  if (typeof shown !== 'object' || shown === null) return shown;
  const members = Object.entries(shown).map(([key, value]) => [key, matcherOf(value)]);
  return expect.objectContaining(Object.fromEntries(members));
}

/** A list that ends with `…` shows some of the elements. */
function listMatcher(shown: readonly unknown[]): unknown {
  const elements = shown.filter((element) => element !== '…').map(matcherOf);
  return elements.length < shown.length ? expect.arrayContaining(elements) : elements;
}

function textMatcher(shown: string): unknown {
  if (shown === '…') return expect.anything();
  const parts = shown.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return parts.length > 1 ? expect.stringMatching(new RegExp(`^${parts.join('[^]*')}$`)) : shown;
}
