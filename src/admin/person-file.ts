import type { PersonRecords } from '../offboarding/person-export.service.js';
import type { Texts } from './send-file.js';

/** All that is kept about a person as one JSON document, events last; they are read as they are sent. */
export async function* personFile({ events, directoryUser, ...lists }: PersonRecords): Texts {
  const { emailKey: _, revision: __, ...shown } = directoryUser;
  const head = JSON.stringify({ directoryUser: shown, ...lists });
  yield `${head.slice(0, -1)},"events":[`;
  let separator = '';
  for await (const batch of events) {
    for (const event of batch) {
      yield `${separator}${JSON.stringify(event)}`;
      separator = ',';
    }
  }
  yield ']}\n';
}
