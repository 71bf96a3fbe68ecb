import { propertyOf } from '../edge/property-of.js';
import { ServiceLogger } from '../service-logger.js';

const INSUFFICIENT_PRIVILEGE = '42501';

/** Something that is done by the clock. What goes wrong is told once, until it goes right again; what is forbidden is left off. */
export class Duty {
  /** Settles when the run that is under way has ended; never rejects. */
  ended: Promise<void> = Promise.resolve();
  private readonly logger = new ServiceLogger('InboundScim');
  private told?: string;
  private isOff = false;

  constructor(
    private readonly name: string,
    /** When, as cron with seconds. */
    readonly at: string,
    readonly run: () => Promise<void> | void,
  ) {}

  /** Never rejects. */
  fulfil(): Promise<void> {
    if (!this.isOff) this.ended = this.attempt();
    return this.ended;
  }

  private async attempt(): Promise<void> {
    try {
      await this.run();
      this.told = undefined;
    } catch (error) {
      this.tell(error);
    }
  }

  private tell(error: unknown): void {
    this.isOff = codeOf(error) === INSUFFICIENT_PRIVILEGE;
    const sentence = `Maintenance, ${this.name}: ${String(error)}${this.isOff ? ' It is left off.' : ''}`;
    if (sentence !== this.told) this.logger.warn(sentence);
    this.told = sentence;
  }
}

/** Of pg's own error, or of TypeORM's around it. */
function codeOf(error: unknown): unknown {
  return propertyOf(propertyOf(error, 'driverError') ?? error, 'code');
}
