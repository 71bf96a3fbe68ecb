import { IsEmail } from 'class-validator';

export class NewMember {
  @IsEmail()
  email: string;
}
