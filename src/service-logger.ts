import { Logger, type LoggerService } from '@nestjs/common';

/** What the service has to say, to the logger that the application gave it; without one to the application's own, as Nest has it. */
export class ServiceLogger extends Logger {
  private static given: LoggerService | undefined;

  /** Like Nest's own, the logger is the process's: the application that started last says which. */
  static use(logger: LoggerService | undefined): void {
    ServiceLogger.given = logger;
  }

  override get localInstance(): LoggerService {
    return ServiceLogger.given ?? super.localInstance;
  }
}
