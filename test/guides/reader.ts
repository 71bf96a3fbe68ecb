import { Api } from '../admin/api.js';
import { type RunningServer, startServer } from '../standalone/running-server.js';
import { makeScratchFolder, removeScratchFolder } from '../standalone/scratch-folder.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';

/** The owner's. */
export const ADMIN_KEY = 'the-key-of-whoever-reads-the-guides';

/** The built server as a reader has started it, and what the reader has at hand. */
export class Reader {
  private made = 0;

  private constructor(
    readonly server: RunningServer,
    private readonly folder: string,
    private readonly database: TestDatabase,
  ) {}

  /** With a demo, as on the first start of a newcomer, unless the settings say otherwise. */
  static async begin(settings: Record<string, string> = {}): Promise<Reader> {
    const database = await createEmptyDatabase();
    const folder = await makeScratchFolder();
    const server = await startServer(folder, { DATABASE_URL: database.url, ADMIN_KEY, ...settings });
    return new Reader(server, folder, database);
  }

  /** The server, the owner's key, and a connection of a tenant of its own, by the names that the guides have for them. */
  async atHand(): Promise<Record<string, string>> {
    const admin = new Api(this.server.url, ADMIN_KEY);
    this.made += 1;
    const { body: tenant } = await admin.post('/tenants', { subdomain: `reader${this.made}`, name: 'Reader' });
    const path = `/tenants/${tenant.id}/identity-providers`;
    const { body: idp } = await admin.post(path, { name: 'Microsoft Entra ID', kind: 'entra' });
    const { body: token } = await admin.post(`${path}/${idp.id}/tokens`, { name: 'first start' });
    return {
      SERVER: this.server.url,
      ADMIN_KEY,
      TENANT: tenant.id,
      IDP: idp.id,
      BASE: idp.scimBaseUrl.replace(/\/$/, ''),
      TOKEN: token.plaintext,
    };
  }

  /** What the first start has shown. */
  shown(): Record<string, string> {
    const lines = new Map(this.server.lines().map((line) => line.split(': ', 2) as [string, string]));
    const [base, token] = [lines.get('Tenant URL') ?? '', lines.get('Secret Token') ?? ''];
    return { SERVER: this.server.url, ADMIN_KEY, BASE: base.replace(/\/$/, ''), TOKEN: token };
  }

  async end(): Promise<void> {
    await this.server.end('SIGTERM');
    await removeScratchFolder(this.folder);
    await this.database.drop();
  }
}
