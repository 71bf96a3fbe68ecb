import type { Locator, Page } from 'playwright-core';

/** What an operation answered, as the page shows it. */
export interface Shown {
  readonly status: number;
  readonly text: string;
}

/** Swagger UI, as somebody at a browser uses it. */
export class SwaggerPage {
  /** `tagOf` says under which tag an operation stands. */
  constructor(
    private readonly page: Page,
    private readonly tagOf: (method: string, path: string) => string,
  ) {
    // How long anything takes is not what is tested.
    page.setDefaultTimeout(0);
  }

  async authorize(scheme: 'adminKey' | 'scimToken', secret: string): Promise<void> {
    await this.page.locator('.auth-wrapper .authorize').first().click();
    const form = this.page.locator('.modal-ux .auth-container').filter({ hasText: scheme });
    await form.locator('input').fill(secret);
    await form.locator('button[type=submit]').click();
    await this.page.locator('.modal-ux .btn-done').first().click();
  }

  /** Opens the operation, fills in what it takes, executes it, and reads the answer. */
  async execute(
    method: string,
    path: string,
    { parameters = {}, body }: { parameters?: Readonly<Record<string, string>>; body?: unknown } = {},
  ): Promise<Shown> {
    const operation = await this.open(method, path);
    for (const [name, value] of Object.entries(parameters))
      await operation.locator(`tr[data-param-name="${name}"] input`).fill(value);
    if (body !== undefined) await operation.locator('textarea.body-param__text').fill(JSON.stringify(body));
    await operation.locator('button.execute').click();
    const answer = operation.locator('.live-responses-table tbody tr.response').first();
    const status = await answer.locator('.response-col_status').innerText();
    const text = await answer.locator('.response-col_description').innerText();
    return { status: Number.parseInt(status, 10), text };
  }

  private async open(method: string, path: string): Promise<Locator> {
    const operation = this.page
      .locator(`.opblock-${method.toLowerCase()}`)
      .filter({ has: this.page.locator(`.opblock-summary-path[data-path="${path}"]`) });
    const closed = this.page.locator(`.opblock-tag[data-tag="${this.tagOf(method, path)}"][data-is-open="false"]`);
    if ((await closed.count()) > 0) await closed.click();
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('button.try-out__btn').click();
    return operation;
  }
}
