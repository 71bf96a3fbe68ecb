import { v4 as uuidv4 } from 'uuid';
import type { Administrator } from '../admin/administrator.js';

/** The embedding application, acting by itself: it may do everything, and the event log calls it so. */
export function application(): Administrator {
  return { name: 'application', role: 'owner', requestId: uuidv4() };
}
