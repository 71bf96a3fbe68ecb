import { Injectable } from '@nestjs/common';

/** Whether requests are welcome: until the server begins to stop. */
@Injectable()
export class Readiness {
  private welcome = true;

  get isWelcome(): boolean {
    return this.welcome;
  }

  /** No more, from now on. */
  end(): void {
    this.welcome = false;
  }
}
