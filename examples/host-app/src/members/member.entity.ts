import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who may use this application. */
@Entity()
export class Member {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'text', nullable: true, unique: true })
  email: string | null;

  @Column({ type: 'text', nullable: true })
  name: string | null;

  @Column({ default: true })
  active: boolean;
}
